import type * as Y from 'yjs'
import { ITEM_SECTIONS, sectionKey, type SectionKey } from '../../schema/paper.ts'
import { blockOf, inlineOf } from '../merging/content.ts'
import { CONTEXT, type Context, type Loss } from '../merging/losses.ts'
import { cutAt, isNow, readBlocks, type Piece, type TextBlock } from '../merging/text-blocks.ts'
import type { MineFrom } from './own-words.ts'

/** What a user has written into an item and not sent, with what stands around it: by that its place is found in a copy. */
export function ownLosses(paper: Y.Doc, item: string, mineFrom: MineFrom): Loss[] {
  return ITEM_SECTIONS.flatMap((name) => {
    const key = sectionKey(item, name)
    const blocks = readBlocks(paper.getXmlFragment(key), isNow)
    return blocks.flatMap((block, at) =>
      ownIn(block, mineFrom).map(([before, own, after]): Loss => {
        const around = [blocks.slice(0, at), blocks.slice(at + 1)].map((others) =>
          others.map(({ pieces }) => textOf(pieces)).join(''),
        )
        return lossOf(key, block, own, contextOf(around, textOf(before), textOf(after)))
      }),
    )
  })
}

/** The own stretches of a block, each with what stands before it and after it. */
function ownIn({ pieces }: TextBlock, mineFrom: MineFrom): [before: Piece[], own: Piece[], after: Piece[]][] {
  const cut = pieces.flatMap((piece) => cutAt(piece, [mineFrom(piece.client)]))
  const isOwn = cut.map(({ client, clock }) => clock >= mineFrom(client))
  return cut.flatMap((_piece, from) => {
    if (!isOwn[from] || isOwn[from - 1]) return []
    const to = isOwn.indexOf(false, from)
    const end = to < 0 ? cut.length : to
    const own = cut.slice(from, end)
    return textOf(own).trim() === '' ? [] : [[cut.slice(0, from), own, cut.slice(end)]]
  })
}

function lossOf(section: SectionKey, { element }: TextBlock, own: Piece[], context: Context): Loss {
  const isAlone = context.ownBefore + context.ownAfter === 0
  const blocks = isAlone ? [blockOf(element, own)] : null
  const text = textOf(own)
  return { section, text, content: inlineOf(own), blocks, stranded: [], previous: [], next: [], ...context }
}

function contextOf([ahead = '', behind = '']: string[], before: string, after: string): Context {
  return {
    before: (ahead + before).slice(-CONTEXT),
    after: (after + behind).slice(0, CONTEXT),
    ownBefore: Math.min(CONTEXT, before.length),
    ownAfter: Math.min(CONTEXT, after.length),
  }
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('')
}
