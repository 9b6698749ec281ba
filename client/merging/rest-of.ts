import type { Block } from '../../schema/nodes.ts'
import { CONTEXT, type Loss } from './losses.ts'

/** How much of what stood before it a stretch is known by. */
const KEY = 24
/** How many characters are no chance. */
const TELLING = 12

/**
 * What of lost words does not stand in a text: a copy may have been made when their beginning was there. Null: all of it
 * stands there.
 */
export function restOf(loss: Loss, text: string): Loss | null {
  const key = loss.before.slice(-Math.min(KEY, loss.ownBefore))
  const most = Math.max(0, ...behind(text, key).map((at) => common(text.slice(at), loss.text)))
  const stands = key.length + most < TELLING ? 0 : most
  if (stands === 0) return loss
  if (stands === loss.text.length) return null
  const before = (loss.before + loss.text.slice(0, stands)).slice(-CONTEXT)
  return {
    ...loss,
    text: loss.text.slice(stands),
    content: cut(loss.blocks?.[0]?.content ?? loss.content, stands),
    blocks: null,
    before,
    ownBefore: Math.min(CONTEXT, loss.ownBefore + stands),
  }
}

/** Where in a text a stretch may go on; anywhere, when nothing stood before it. */
function behind(text: string, key: string): number[] {
  const found: number[] = []
  for (let at = text.indexOf(key); at >= 0 && at < text.length; at = text.indexOf(key, at + 1))
    found.push(at + key.length)
  return found
}

function common(one: string, other: string): number {
  let length = 0
  while (length < other.length && one[length] === other[length]) length++
  return length
}

/** Inline content without its first characters; a node counts as one. */
function cut(content: readonly Block[], size: number): Block[] {
  let left = size
  return content.flatMap((node) => {
    const { length } = node.text ?? ' '
    const gone = Math.min(left, length)
    left -= gone
    if (gone === length) return []
    return node.text === undefined ? [node] : [{ ...node, text: node.text.slice(gone) }]
  })
}
