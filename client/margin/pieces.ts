import type { Node } from 'prosemirror-model'
import type { Change } from '../../schema/changes.ts'
import type { Place } from '../../schema/proposals/proposal.ts'
import type { MarginWords } from '../../schema/words/margin.ts'
import type { Piece } from './proposed.ts'
import type { Carried } from '../suggesting/carry.ts'
import { wordingOf } from './wording.ts'

/** How a suggestion is drawn in the text that it is for (rule M50). */
export function piecesOf(doc: Node, { from, to }: Place, change: Change, words: MarginWords): Piece[] {
  const { new: text, act } = wordingOf(change, '', words)
  const goes: Piece[] = from < to ? [{ kind: 'del', from, to }] : []
  const flag = flagAt(doc, from, act)
  switch (change.kind) {
    case 'inline':
      return text === '' ? goes : [...goes, { kind: 'ins', at: to, text }]
    case 'insertBlock': {
      const at = change.side === 'before' ? blockAt(doc, from).before : blockAt(doc, to).after
      return [...flag, { kind: 'ins', at, text, isBlock: true }]
    }
    case 'replaceBlock':
      return [...flag, ...goes, { kind: 'ins', at: blockAt(doc, to).after, text, isBlock: true }]
    case 'deleteBlock':
      return [...flag, ...goes]
    default:
      return flag
  }
}

/** How what a copy of a section proposes is drawn in the copy: the new words stand in it, the old ones do not. */
export function copyPiecesOf(doc: Node, made: readonly Carried[], words: MarginWords): Piece[] {
  return made.flatMap(({ proposal: { change }, quote, from, to }): Piece[] => {
    const { act } = wordingOf(change, quote, words)
    const came: Piece[] = from < to ? [{ kind: 'ins', from, to }] : []
    switch (change.kind) {
      case 'inline':
        return quote === '' ? came : [{ kind: 'del', at: from, text: quote }, ...came]
      case 'insertBlock':
        return came
      case 'replaceBlock':
        return [{ kind: 'del', at: from, text: quote, isBlock: true }, ...came]
      case 'deleteBlock':
        return [{ kind: 'del', at: from, text: quote, isBlock: true }]
      default:
        return flagAt(doc, from, act)
    }
  })
}

function flagAt(doc: Node, pos: number, act: string | null): Piece[] {
  return act === null ? [] : [{ kind: 'flag', at: blockAt(doc, pos).start, text: act }]
}

/** The block with a position in it: around it, and where its content begins. */
function blockAt(doc: Node, pos: number): { before: number; start: number; after: number } {
  const $pos = doc.resolve(Math.min(pos, doc.content.size))
  if ($pos.depth > 0) return { before: $pos.before(), start: $pos.start(), after: $pos.after() }
  const node = $pos.nodeAfter
  return node
    ? { before: pos, start: node.isLeaf ? pos : pos + 1, after: pos + node.nodeSize }
    : { before: pos, start: pos, after: pos }
}
