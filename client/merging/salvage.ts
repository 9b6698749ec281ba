import { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { Mapping } from 'prosemirror-transform'
import { ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { nodesOf } from './content.ts'
import { editSection } from './edit-section.ts'
import { losingSections, lossesIn, sectionsChanged, type Loss, type LossQuestion } from './losses.ts'
import { SectionNow, type Marking, type Place } from './places.ts'
import { positionOf, sizeOf, startOf } from './positions.ts'
import { Ranges } from './ranges.ts'
import type { Piece, TextBlock } from './text-blocks.ts'

/** How often the same words are put back while nobody writes here: two windows must not mend each other's mending for ever. */
const TIMES = 3

export interface SalvageParts {
  /** Whether an origin is the server, or another tab. */
  isOthers(origin: unknown): boolean
  /** Whether a client's words are this window's to look after: its own, and those of windows that are closed. */
  isOwn(client: number): boolean
  /** From which clock on colleagues may not have seen what a client wrote. */
  youngFrom(client: number): number
  /** Whether this window may change the paper now. */
  canWrite(): boolean
  /** Words that have no place of their own any more. */
  lost(losses: Loss[], change: Change): void
  /** A section has been changed by others, and what was lost has been put back where it was possible. */
  settled(sections: ReadonlySet<SectionKey>): void
}

export type StateVector = ReadonlyMap<number, number>

/** A change from elsewhere. */
export interface Change {
  transaction: Y.Transaction
  /** As it came: with what it deletes by name. */
  update: Uint8Array
}

interface Pending {
  losses: Loss[]
  change: Change
  before: StateVector
}

/**
 * Puts words back that their writer typed into a block while a colleague replaced it by a copy: by splitting, joining,
 * wrapping or moving it. The colleague's copy lacks them, and with the block they would go. Each window looks after
 * its own words alone, so nobody's are put back twice.
 */
export class Salvage {
  #update: Uint8Array | null = null
  #pending: Pending[] = []
  readonly #touched = new Set<SectionKey>()
  /** How often words of a section were put back since the user wrote something. */
  readonly #times = new Map<string, number>()
  #mending = false

  constructor(
    private readonly doc: Y.Doc,
    private readonly parts: SalvageParts,
  ) {
    doc.on('beforeObserverCalls', this.#look)
    doc.on('afterTransaction', this.#noteTouched)
    doc.on('afterAllTransactions', this.#act)
  }

  destroy(): void {
    this.doc.off('beforeObserverCalls', this.#look)
    this.doc.off('afterTransaction', this.#noteTouched)
    this.doc.off('afterAllTransactions', this.#act)
  }

  /** Lets `apply` take in this update. */
  taking(bytes: Uint8Array, apply: () => void): void {
    this.#update = bytes
    try {
      apply()
    } finally {
      this.#update = null
    }
  }

  /** Runs a change that the user did not ask for. */
  mend(change: () => void): void {
    this.#mending = true
    try {
      change()
    } finally {
      this.#mending = false
    }
  }

  /** Puts what was lost where copies of its neighbours are now; answers whether there was such a place. */
  place(loss: Loss, since: StateVector): boolean {
    if (!this.parts.canWrite()) return false
    return (
      this.#putBack(loss.section, [loss], { ...this.#marking(since), outFrom: () => Infinity }).length === 0
    )
  }

  #marking(since: StateVector): Marking {
    const { isOwn, youngFrom } = this.parts
    return {
      newFrom: (client) => (isOwn(client) ? Infinity : (since.get(client) ?? 0)),
      outFrom: (client) => (isOwn(client) ? youngFrom(client) : Infinity),
    }
  }

  readonly #look = (transaction: Y.Transaction): void => {
    const update = this.#update
    if (update === null || !this.parts.isOthers(transaction.origin)) return
    if (transaction.deleteSet.clients.size === 0) return
    const isOwn = (client: number, clock: number): boolean =>
      this.parts.isOwn(client) && clock < (transaction.beforeState.get(client) ?? 0)
    let named: Ranges | null = null
    const question: LossQuestion = {
      transaction,
      get named() {
        return (named ??= new Ranges(Y.decodeUpdate(update).ds.clients))
      },
      isOwn,
      youngFrom: (client) => this.parts.youngFrom(client),
    }
    const losses = losingSections(question).flatMap((section) => lossesIn(section, question))
    if (losses.length === 0) return
    const change = { transaction, update }
    this.#pending.push({ losses, change, before: transaction.beforeState })
  }

  readonly #noteTouched = (transaction: Y.Transaction): void => {
    if (transaction.local && !this.#mending) this.#times.clear()
    if (!this.parts.isOthers(transaction.origin)) return
    for (const key of sectionsChanged(transaction)) this.#touched.add(key)
  }

  readonly #act = (): void => {
    const touched = new Set(this.#touched)
    this.#touched.clear()
    for (const each of this.#pending.splice(0)) this.#settle(each)
    if (touched.size > 0) this.parts.settled(touched)
  }

  #settle({ losses, change, before }: Pending): void {
    const marking = this.#marking(before)
    const bySection = new Map<SectionKey, Loss[]>()
    for (const loss of losses) bySection.set(loss.section, [...(bySection.get(loss.section) ?? []), loss])
    const left = [...bySection].flatMap(([section, list]) => {
      if (!this.parts.canWrite()) return this.#unsaid(section, list, marking)
      const again = list.filter((loss) => this.#mayReturn(loss))
      return [...list.filter((loss) => !again.includes(loss)), ...this.#putBack(section, again, marking)]
    })
    // What was left behind stands somewhere still.
    const gone = left.filter(({ stranded, text }) => stranded.length === 0 && text.trim() !== '')
    if (gone.length > 0) this.parts.lost(gone, change)
  }

  #mayReturn({ section, text }: Loss): boolean {
    const words = `${section} ${text}`
    const times = this.#times.get(words) ?? 0
    this.#times.set(words, times + 1)
    return times < TIMES
  }

  /** What stands nowhere in what is new. */
  #unsaid(key: SectionKey, losses: Loss[], marking: Marking): Loss[] {
    const now = new SectionNow(this.doc.getXmlFragment(key), marking)
    return losses.filter(({ text }) => !now.says(text.trim()))
  }

  /** Answers what found no place. */
  #putBack(key: SectionKey, losses: Loss[], marking: Marking): Loss[] {
    const section = this.doc.getXmlFragment(key)
    const now = new SectionNow(section, marking)
    const left: Loss[] = []
    const edits: Edit[] = []
    for (const loss of losses) {
      if (loss.stranded.length === 0 && now.holds(loss, loss.text)) continue
      const edit = loss.blocks === null ? inlineEdit(section, now, loss) : blockEdit(section, now, loss)
      if (edit === null) left.push(loss)
      else edits.push(edit, ...removals(section, now.blocks, loss))
    }
    if (edits.length > 0) this.#edit(key, edits)
    return left
  }

  /** One by one: a difference of several at once reaches from the first to the last, over what others write between. */
  #edit(key: SectionKey, edits: Edit[]): void {
    const mapping = new Mapping()
    const all = (): void => {
      for (const edit of edits)
        editSection(this.doc, key, (tr) => {
          edit(tr, (pos, side) => mapping.map(pos, side))
          mapping.appendMapping(tr.mapping)
        })
    }
    this.mend(() => this.doc.transact(all, ySyncPluginKey))
  }
}

/** A change of a section's document; `now` says where a position before all edits has come to. */
type Edit = (tr: Transaction, now: (pos: number, side?: 1 | -1) => number) => void

function inlineEdit(section: Y.XmlFragment, text: SectionNow, loss: Loss): Edit | null {
  const place = text.find(loss)
  const pos = place && positionOf(section, place)
  if (pos === null) return null
  return (tr, now) => tr.insert(now(pos), nodesOf(loss.content, tr.doc.type.schema))
}

function blockEdit(section: Y.XmlFragment, text: SectionNow, loss: Loss): Edit | null {
  const beside = text.findBeside(loss)
  const { blocks } = loss
  if (beside === null || blocks === null) return null
  const { element } = beside.block
  const start = startOf(section, element)
  if (start === null) return null
  const item = element.parent
  const inList = item instanceof Y.XmlElement && item.nodeName === 'list_item' && item.length === 1
  const pos = (beside.side === 1 ? start + sizeOf(element) : start) + (inList ? beside.side : 0)
  return (tr, now) => {
    const { schema } = tr.doc.type
    const made = blocks.map((block) => Node.fromJSON(schema, block))
    const items = inList ? made.map((node) => schema.node('list_item', null, node)) : made
    tr.insert(now(pos), items)
  }
}

/** Takes away what was left behind, so that it stands in its new place alone. */
function removals(section: Y.XmlFragment, blocks: TextBlock[], { stranded }: Loss): Edit[] {
  return stranded
    .flatMap((piece) => blocks.flatMap((block) => rangesIn(section, block, piece)))
    .map(
      ({ from, to }): Edit =>
        (tr, now) =>
          tr.delete(now(from, 1), now(to, -1)),
    )
}

function rangesIn(section: Y.XmlFragment, block: TextBlock, moved: Piece): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = []
  const end = moved.clock + moved.text.length
  let offset = 0
  for (const { client, clock, text } of block.pieces) {
    const [first, last] = [Math.max(clock, moved.clock), Math.min(clock + text.length, end)]
    if (client === moved.client && first < last) {
      const at = (upTo: number): Place => ({ element: block.element, offset: offset + upTo - clock })
      const [from, to] = [positionOf(section, at(first)), positionOf(section, at(last))]
      if (from !== null && to !== null) ranges.push({ from, to })
    }
    offset += text.length
  }
  return ranges
}
