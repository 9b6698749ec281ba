import type * as Y from 'yjs'
import { isTelling } from '../../schema/find-place.ts'
import { anchor, type AnchorState, type Margin, type Target } from '../../schema/margin.ts'
import type { SectionKey } from '../../schema/paper.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { LivePaper } from '../meeting/live-paper.svelte.ts'
import { touched } from '../meeting/paper-changes.ts'
import { keyOf, Whereabouts, type Stretch } from './anchoring.ts'
import { byId, sectionOrder } from './order.ts'

/** Where the text of a thread is: in a section, at an item, or at the meeting as a whole. */
export interface Located {
  item: string | null
  text: (Stretch & { key: SectionKey }) | null
  /** Whether what it is about is there: `uncertain` when much of it is another now. */
  state: AnchorState
}

export interface LocationParts {
  editor: PaperEditor
  paper: LivePaper
  /** The margin, which may be another one after a refusal. */
  margin(): Margin
  /** The paper has been still for a moment after a change. */
  stirred(): void
}

/** How long the text must be still before the threads move along, in ms. */
const STILL = 150

/** Where the texts of threads stand in the paper. */
export class Locations {
  /** As they were looked for last, by thread. */
  all = $state.raw<ReadonlyMap<string, Located>>(byId<Located>([]))
  private readonly whereabouts: Whereabouts
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly parts: LocationParts) {
    this.whereabouts = new Whereabouts(parts.paper.doc)
  }

  /** Follows the paper; the returned function stops. */
  watch(): () => void {
    const { doc } = this.parts.paper
    const follow = (transaction: Y.Transaction): void => this.follow(transaction)
    doc.on('afterTransaction', follow)
    return () => {
      doc.off('afterTransaction', follow)
      if (this.timer !== null) clearTimeout(this.timer)
    }
  }

  /** Only what changed is read again. */
  private follow(transaction: Y.Transaction): void {
    const { roots, texts } = touched(transaction)
    this.whereabouts.forget(texts)
    if (roots.length + texts.length > 0) this.lookSoon()
  }

  /** Says so when the paper has been still for a moment. */
  lookSoon(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = setTimeout(() => this.parts.stirred(), STILL)
  }

  /** Looks for all of these. What has not moved is the same object: what is drawn of it is not drawn again. */
  look(targets: readonly (readonly [id: string, target: Target])[]): void {
    const before = this.all
    this.all = byId(
      targets.map(([id, target]) => [id, unmoved(before.get(id), this.of(id, target))] as const),
    )
  }

  /** Where a thread's text stands at this moment. */
  of(id: string, target: Target): Located {
    if (target.kind === 'item')
      return { item: target.item, text: null, state: this.place(target.item) === Infinity ? 'gone' : 'found' }
    if (target.kind !== 'text') return { item: null, text: null, state: 'found' }
    const now = anchor(this.parts.margin(), id)
    const last = now ?? target
    const key = keyOf(last)
    const shown = this.parts.editor.text(key)
    const place = now?.state === 'gone' || shown === null ? null : this.whereabouts.of(id, last)
    if (place === null || shown === null) return { item: last.item, text: null, state: 'gone' }
    return {
      item: last.item,
      text: { ...shown.range(place.from, place.to), key },
      state: now?.state ?? 'found',
    }
  }

  /** Where the text of a thread may be changed: in doubt, only where what stands around it tells that it is there. */
  toChange(id: string, target: Target): Located['text'] {
    const { text, state } = this.of(id, target)
    if (text === null || state === 'found' || target.kind !== 'text') return text
    const shown = this.parts.editor.text(text.key)
    return shown !== null && isTelling(shown.text, shown.offsets(text), target) ? text : null
  }

  /** What sorts threads by where their texts stand. */
  orderOf(id: string): number[] {
    const at = this.all.get(id)
    if (!at || at.item === null) return [0]
    const { key, from } = at.text ?? { key: null, from: 0 }
    const section = key === null ? -1 : sectionOrder(key)
    return [this.place(at.item), section, from]
  }

  /** The place of an item or an annex in the paper. */
  place(item: string): number {
    const { paper } = this.parts
    const annex = paper.annexes.findIndex(({ id }) => id === item)
    return paper.number(item) || (annex < 0 ? Infinity : 1e6 + annex)
  }
}

function unmoved(before: Located | undefined, now: Located): Located {
  return before !== undefined && isSame(before, now) ? before : now
}

function isSame(a: Located, b: Located): boolean {
  const isAlike = a.item === b.item && a.state === b.state && a.text?.key === b.text?.key
  return isAlike && a.text?.from === b.text?.from && a.text?.to === b.text?.to
}
