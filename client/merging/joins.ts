import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'

/**
 * Whether a section's document, beside its fragment as it was before, has text joined to the block with the caret: what
 * stands behind the caret did not stand there, and there are fewer blocks.
 */
export function isJoined(section: Y.XmlFragment, node: Node, caret: number): boolean {
  const $caret = node.resolve(caret)
  let type = section
  let isFewer = false
  for (let depth = 0; depth < $caret.depth; depth++) {
    const child: unknown = type.get($caret.index(depth))
    const more = type.length - $caret.node(depth).childCount
    const isSame = child instanceof Y.XmlElement && child.nodeName === $caret.node(depth + 1).type.name
    if (!isSame || more < 0) return false
    isFewer ||= more > 0
    type = child
  }
  return isFewer && $caret.parent.isTextblock && isNewBehind(type, $caret.parent, $caret.parentOffset)
}

function isNewBehind(block: Y.XmlFragment, node: Node, caret: number): boolean {
  const [before, behind] = [textOf(node.cut(0, caret)), textOf(node.cut(caret))]
  const was = block
    .toArray()
    .map((child) => (child instanceof Y.XmlText ? lettersOf(child) : ''))
    .join('')
  return was.startsWith(before) && !was.endsWith(behind)
}

function textOf(block: Node): string {
  return block.children.map(({ text }) => text ?? '').join('')
}

/** The letters of a text, without its marks. */
export function lettersOf(text: Y.XmlText): string {
  let letters = ''
  for (let item = text._start; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentString) letters += item.content.str
  return letters
}
