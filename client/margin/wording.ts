import type { Node } from 'prosemirror-model'
import type { Change } from '../../schema/changes.ts'
import { sliceOf } from '../../schema/changes.ts'
import { lineText } from '../../schema/node-text.ts'
import { textOf, type Block } from '../../schema/nodes.ts'
import type { MarginWords } from '../../schema/words/margin.ts'

/** What a suggestion says: words that go, words that come, and what is to happen to a block. */
export interface Wording {
  old: string
  new: string
  /** "Gør til punktliste"; null when words say it all. */
  act: string | null
}

/** How a change of a quote reads. */
export function wordingOf(change: Change, quote: string, words: MarginWords): Wording {
  const act = actOf(change, words)
  if (change.kind === 'inline') return { old: quote, new: wordsOf(change), act }
  if (change.kind === 'insertBlock') return { old: '', new: textOf(change.blocks), act }
  if (change.kind === 'replaceBlock') return { old: quote, new: textOf(change.blocks), act }
  return { old: change.kind === 'deleteBlock' ? quote : '', new: '', act }
}

/** The words that an inline change puts in. */
export function wordsOf(change: Change & { kind: 'inline' }): string {
  const { content } = sliceOf(change.slice)
  return content.content.map((node) => linesOf(node)).join(content.firstChild?.isInline ? '' : '\n')
}

/** Whether its new words can be given other ones as plain text. */
export function isPlain(change: Change): change is Change & { kind: 'inline' } {
  return change.kind === 'inline' && change.slice.content.every(({ type }) => type === 'text')
}

/** The same change with other words, in one line; they look as the first of the words proposed. */
export function reworded(change: Change & { kind: 'inline' }, typed: string): Change {
  const text = typed.replace(/\s*\n\s*/g, ' ')
  const marks = change.slice.content[0]?.marks
  const content: Block[] = text === '' ? [] : [{ type: 'text', text, ...(marks && { marks }) }]
  return { kind: 'inline', slice: { content, openStart: 0, openEnd: 0 } }
}

function linesOf(node: Node): string {
  return node.inlineContent || node.isInline ? lineText(node) : node.children.map(linesOf).join('\n')
}

function actOf(change: Change, { acts }: MarginWords): string | null {
  switch (change.kind) {
    case 'inline':
      return null
    case 'setBlock':
      return change.type === 'heading' && change.attrs.level === 2 ? acts.smallHeading : acts[change.type]
    case 'setList':
    case 'wrap':
      return acts[change.type]
    default:
      return acts[change.kind]
  }
}
