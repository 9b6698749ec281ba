import type { Node } from 'prosemirror-model'

/** A block that holds text, or nothing: a line of its own in the running text. */
export interface Line {
  node: Node
  /** Where it begins in the document. */
  pos: number
  /** From where to where it stands in the text. */
  start: number
  end: number
}

interface Range {
  from: number
  to: number
}

/** The running text of a section's document, the same as that of section-text.ts, and the way between the two. */
export interface NodeText {
  text: string
  lines: readonly Line[]
  /** The document positions of the stretch from `start` to `end` in the text; they hold whole footnotes where they can. */
  range(start: number, end: number): Range
  /** The stretch of the text between two document positions. */
  offsets(range: Range): Range
}

export function nodeText(doc: Node): NodeText {
  const lines: Line[] = []
  let text = ''
  doc.descendants((node, pos) => {
    if (!isLine(node)) return node.isBlock
    if (lines.length > 0) text += '\n'
    const start = text.length
    text += lineText(node)
    lines.push({ node, pos, start, end: text.length })
    return false
  })
  return {
    text,
    lines,
    range: (start, end) => {
      const to = positionAt(lines, end, 'to')
      return { from: start === end ? to : positionAt(lines, start, 'from'), to }
    },
    offsets: ({ from, to }) => {
      const end = offsetAt(lines, to, 'to')
      return { from: from === to ? end : Math.min(offsetAt(lines, from, 'from'), end), to: end }
    },
  }
}

/** Whether a node is a line of the text. */
export function isLine(node: Node): boolean {
  return node.isBlock && (node.inlineContent || node.childCount === 0)
}

/** How a line, or something in it, reads. */
export function lineText(node: Node): string {
  if (node.isText) return node.text ?? ''
  if (node.isInline && node.isLeaf) return node.type.spec.leafText?.(node) ?? '\n'
  return node.children.map(lineText).join('')
}

type Side = 'from' | 'to'

function positionAt(lines: readonly Line[], offset: number, side: Side): number {
  const line = lines.find(({ end }) => end >= offset) ?? lines.at(-1)
  if (!line) return 0
  return line.pos + 1 + positionIn(line.node, Math.max(0, Math.min(offset, line.end) - line.start), side)
}

/** The position in a node's content: as late as it can be for where something begins, as early for where it ends. */
function positionIn(node: Node, offset: number, side: Side): number {
  let [pos, left] = [0, offset]
  for (const child of node.children) {
    const { length } = lineText(child)
    if (side === 'to' && left === 0) return pos
    if (left < length) return left === 0 ? pos : pos + positionInside(child, left, side)
    left -= length
    pos += child.nodeSize
  }
  return pos
}

/** A place inside a footnote is there; of what is one thing, it is before or after it. */
function positionInside(child: Node, offset: number, side: Side): number {
  if (child.isText) return offset
  if (child.isLeaf) return side === 'from' ? 0 : child.nodeSize
  return 1 + positionIn(child, offset, side)
}

/** Between two lines is the beginning of the next, or the end of the one before. */
function offsetAt(lines: readonly Line[], pos: number, side: Side): number {
  const line =
    side === 'from' ? lines.find((each) => endOf(each) >= pos) : lines.findLast((each) => each.pos < pos)
  if (!line) return (side === 'from' ? lines.at(-1)?.end : 0) ?? 0
  return line.start + lengthBefore(line.node, Math.max(0, Math.min(pos, endOf(line)) - line.pos - 1))
}

function endOf({ node, pos }: Line): number {
  return pos + node.nodeSize - 1
}

/** How much of a node's text stands before a position in its content. */
function lengthBefore(node: Node, pos: number): number {
  let [length, left] = [0, pos]
  for (const child of node.children) {
    if (left <= 0) break
    if (left < child.nodeSize) return length + (child.isText ? left : lengthBefore(child, left - 1))
    length += lineText(child).length
    left -= child.nodeSize
  }
  return length
}
