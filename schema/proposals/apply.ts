import { ReplaceError, type Node } from 'prosemirror-model'
import { Transform } from 'prosemirror-transform'
import { OWN_NESTED_MAX } from '../bounds.ts'
import type { Change } from '../changes.ts'
import { nestingOf } from '../nesting.ts'
import { lineText, nodeText } from '../node-text.ts'
import { similarity } from '../similarity.ts'
import { insertedBeside, isBeside, isReplaced, replacedLines, withoutLines } from './blocks.ts'
import { isWritten, write } from './inline.ts'
import { linesAt, placeAfter } from './lines.ts'
import type { Outcome, Place } from './proposal.ts'
import * as shape from './shape.ts'

/** How much of a block's text must be what it was when it was to be reshaped. */
const ALIKE = 0.5
/** So many letters after a cut must be what they were. */
const AFTER = 8

/**
 * Puts a proposal into a section as it is now (rule M22).
 *
 * @param place where its target stands now
 * @param quote the target's text when the proposal was made
 */
export function applyProposal(doc: Node, place: Place, quote: string, change: Change): Outcome {
  try {
    if (!isIn(doc, place)) return { kind: 'impossible' }
    if (isThere(doc, place, quote, change)) return { kind: 'already', place }
    if (!isMeant(doc, place, quote, change)) return { kind: 'changed' }
    return made(doc, place, change)
  } catch (error) {
    // What its schema does not take, ProseMirror says by throwing.
    if (error instanceof RangeError || error instanceof ReplaceError || isFromTransform(error))
      return { kind: 'impossible' }
    throw error
  }
}

/** A step that fails throws an error whose class is not exported. */
function isFromTransform(error: unknown): boolean {
  return error instanceof Error && error.name === 'TransformError'
}

function isIn(doc: Node, { from, to }: Place): boolean {
  return from >= 0 && from <= to && to <= doc.content.size && linesAt(doc, { from, to }).length > 0
}

/** Whether it reads so already, by somebody else's hand (rule M23). */
function isThere(doc: Node, place: Place, quote: string, change: Change): boolean {
  switch (change.kind) {
    case 'inline':
      return isWritten(doc, place, quote, change.slice)
    case 'insertBlock':
      return isBeside(doc, place, change)
    case 'replaceBlock':
      return isReplaced(doc, place, change)
    case 'deleteBlock':
      return false
    default:
      return shape.isShaped(doc, place, change)
  }
}

/** Whether it stands on what it was made on. Who reshapes a block does not mind a word in it; who takes words away does. */
function isMeant(doc: Node, place: Place, quote: string, change: Change): boolean {
  const { text, offsets } = nodeText(doc)
  const stretch = offsets(place)
  const now = text.slice(stretch.from, stretch.to)
  switch (change.kind) {
    case 'inline':
      return now === quote
    case 'replaceBlock':
    case 'deleteBlock':
      return (
        linesAt(doc, place)
          .map(({ node }) => lineText(node))
          .join('\n') === quote
      )
    case 'split':
      return now.slice(0, AFTER) === quote.slice(0, AFTER)
    case 'join':
      return linesAt(doc, place).length === 2 && similarity(now, quote) >= ALIKE
    case 'wrap':
      return !shape.isInAnotherList(doc, place, change) && similarity(now, quote) >= ALIKE
    default:
      return similarity(now, quote) >= ALIKE
  }
}

function made(doc: Node, place: Place, change: Change): Outcome {
  const tr = new Transform(doc)
  const now = put(tr, place, change)
  if (now === null || !tr.docChanged) return { kind: 'impossible' }
  if (tr.doc.eq(doc)) return { kind: 'already', place }
  tr.doc.check()
  if (shape.isShape(change) && !shape.isShaped(tr.doc, now, change)) return { kind: 'impossible' }
  return nestingOf(tr.doc) > Math.max(OWN_NESTED_MAX, nestingOf(doc))
    ? { kind: 'impossible' }
    : { kind: 'applied', tr, place: now }
}

/** Where it stands then; null when there is no such thing to be done. */
function put(tr: Transform, place: Place, change: Change): Place | null {
  switch (change.kind) {
    case 'inline':
      return write(tr, place, change.slice)
    case 'insertBlock':
      return insertedBeside(tr, place, change)
    case 'replaceBlock':
      return replacedLines(tr, place, change)
    case 'deleteBlock':
      return withoutLines(tr, place)
    default:
      return shape.reshape(tr, place, change) ? placeAfter(tr.mapping, place) : null
  }
}
