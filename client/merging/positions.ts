import * as Y from 'yjs'
import { sectionSchema } from '../../schema/nodes.ts'
import type { Place } from './places.ts'

/** The position in the section's document of a place in one of its blocks; null when the block is gone. */
export function positionOf(section: Y.XmlFragment, { element, offset }: Place): number | null {
  const start = startOf(section, element)
  return start === null ? null : start + 1 + unitsBefore(element, offset)
}

/** The position before a block; null when it is not in the section. */
export function startOf(parent: Y.XmlFragment, element: Y.XmlElement): number | null {
  let pos = 0
  for (const child of parent.toArray()) {
    if (child === element) return pos
    if (child instanceof Y.XmlElement) {
      const within = startOf(child, element)
      if (within !== null) return pos + 1 + within
    }
    pos += sizeOf(child)
  }
  return null
}

/** How much of a document's length a node takes up. */
export function sizeOf(node: unknown): number {
  if (node instanceof Y.XmlText) return node.length
  if (!(node instanceof Y.XmlElement)) return 0
  if (sectionSchema.nodes[node.nodeName]?.isLeaf === true) return 1
  return 2 + node.toArray().reduce((sum, child) => sum + sizeOf(child), 0)
}

/** An inline node is one character of a block's text, whatever it holds. */
function unitsBefore(block: Y.XmlElement, offset: number): number {
  let [left, units] = [offset, 0]
  for (const child of block.toArray()) {
    if (left <= 0) break
    const length = child instanceof Y.XmlText ? child.length : 1
    const taken = Math.min(left, length)
    units += child instanceof Y.XmlText ? taken : sizeOf(child)
    left -= taken
  }
  return units
}
