import type { Transform } from 'prosemirror-transform'
import type { Change } from '../changes.ts'

/**
 * Suggestions as proposals beside the text (rules M20 to M25).
 *
 *     compare.ts    proposalsOf(before, after)                what somebody's copy of a section proposes
 *     apply.ts      applyProposal(doc, place, quote, change)  one of them, put into the section as it is now
 *     ../node-text.ts   nodeText(doc)                         from places to offsets in the text, and back
 *
 * The target of a proposal is `targetAt(key, sectionText, from, to)` (../anchors.ts) with `nodeText(before).offsets(place)`;
 * where its thread stands later, `nodeText(doc).place(stretch)` is where it is applied.
 */

/** A stretch of a section's document, in ProseMirror positions. */
export interface Place {
  from: number
  to: number
}

/** One change of somebody's copy of a section, at its place in the section as it was. */
export interface Proposal extends Place {
  change: Change
}

/** What became of a proposal that was accepted. */
export type Outcome =
  /** The steps make it so, all of them in one transaction; the place is where the change stands now. */
  | { kind: 'applied'; tr: Transform; place: Place }
  /** It reads so without it: nothing is to be done. */
  | { kind: 'already'; place: Place }
  /** What it was made on reads otherwise now: both are to be shown. */
  | { kind: 'changed' }
  /** The section takes no such thing there: a split where no line is, a row outside a table. */
  | { kind: 'impossible' }
