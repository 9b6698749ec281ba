import type { Node } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import * as Y from 'yjs'
import { CONTEXT, type Context } from '../merging/losses.ts'
import { SectionNow } from '../merging/places.ts'
import { positionOf } from '../merging/positions.ts'
import { NODE } from '../merging/text-blocks.ts'
import type { Desk } from './desk.ts'
import type { Section } from './section.ts'

/** How much of the text beside a caret tells that it is where it was. */
const NEAR = 12

interface Away {
  section: Section
  context: Context
  since: ReadonlyMap<number, number>
}

/**
 * Takes the caret along when a colleague replaces the block it is in by a copy (split, join, list): what one types
 * next belongs behind what one has just typed.
 */
export class Follow {
  private away: Away | null = null

  constructor(private readonly desk: Desk) {}

  /** Starts; the returned function stops. */
  watch(): () => void {
    const { paper } = this.desk
    paper.on('beforeObserverCalls', this.look)
    return () => paper.off('beforeObserverCalls', this.look)
  }

  /** The view still shows what was, and the change is known. */
  private readonly look = (transaction: Y.Transaction): void => {
    const section = this.desk.caret.current
    if (transaction.local || this.away || transaction.deleteSet.clients.size === 0) return
    if (!section?.view?.state.selection.empty || this.desk.composition.holds(section)) return
    if (![...transaction.changed.keys()].some((type) => isIn(type, section.fragment))) return
    const { doc, selection } = section.view.state
    this.away = { section, context: contextAt(doc, selection.head), since: transaction.beforeState }
    // What the user had typed is put back first, and no key comes in between.
    queueMicrotask(() => this.follow())
  }

  private follow(): void {
    const { away } = this
    this.away = null
    const view = away?.section.view
    if (!away || !view || this.desk.caret.current !== away.section || view.composing) return
    const { context, since, section } = away
    if (isThere(context, contextAt(view.state.doc, view.state.selection.head))) return
    const now = new SectionNow(section.fragment, {
      newFrom: (client) => since.get(client) ?? 0,
      outFrom: () => Infinity,
    })
    const place = now.find(context)
    const pos = place && positionOf(section.fragment, place)
    if (pos !== null && pos <= view.state.doc.content.size)
      view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(pos))))
  }
}

function isIn(type: unknown, root: Y.XmlFragment): boolean {
  let at: unknown = type
  while (at instanceof Y.AbstractType && at !== root) at = at._item?.parent
  return at === root
}

function contextAt(doc: Node, pos: number): Context {
  const $pos = doc.resolve(pos)
  const own = $pos.parent.inlineContent ? inlineText($pos.parent) : ''
  const ownBefore = $pos.parent.inlineContent ? inlineText($pos.parent.cut(0, $pos.parentOffset)).length : 0
  const before = doc.textBetween(0, Math.max(0, pos - $pos.parentOffset), '', NODE)
  const after = doc.textBetween($pos.end(), doc.content.size, '', NODE)
  return {
    before: (before + own.slice(0, ownBefore)).slice(-CONTEXT),
    after: (own.slice(ownBefore) + after).slice(0, CONTEXT),
    ownBefore,
    ownAfter: own.length - ownBefore,
  }
}

function inlineText(parent: Node): string {
  let text = ''
  parent.forEach((child) => (text += child.isText ? (child.text ?? '') : NODE))
  return text
}

/** Whether what stood beside the caret stands there still. */
function isThere(was: Context, is: Context): boolean {
  const [before, after] = [Math.min(NEAR, was.ownBefore), Math.min(NEAR, was.ownAfter)]
  const ends = (text: string): string => (before === 0 ? '' : text.slice(-before))
  if (before > 0) return is.ownBefore >= before && ends(is.before) === ends(was.before)
  return is.ownAfter >= after && is.after.slice(0, after) === was.after.slice(0, after) && after > 0
}
