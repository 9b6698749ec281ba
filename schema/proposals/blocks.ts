import { Fragment, type Node, type ResolvedPos } from 'prosemirror-model'
import type { Transform } from 'prosemirror-transform'
import type { Change } from '../changes.ts'
import { isLine, lineText, nodeText } from '../node-text.ts'
import { contentOf, isList, linesAt } from './lines.ts'
import type { Place } from './proposal.ts'

type Insertion = Extract<Change, { kind: 'insertBlock' }>
type Replacement = Extract<Change, { kind: 'replaceBlock' }>

/** So many others may have been put in between, where so many letters tell that it is the same. */
const BETWEEN = 2
const TELLING = 8

/** Puts blocks beside a line. */
export function insertedBeside(tr: Transform, place: Place, change: Insertion): Place | null {
  const slot = slotOf(tr.doc, place, change.side, change)
  if (!slot) return null
  tr.insert(slot.pos, slot.content)
  const made = { from: slot.pos, to: slot.pos + slot.content.size }
  return standsAt(tr.doc, made, slot.content) ? made : null
}

/** Whether blocks with text in them stand beside a line already. */
export function isBeside(doc: Node, place: Place, change: Insertion): boolean {
  const slot = slotOf(doc, place, change.side, change)
  if (!slot) return false
  const words = slot.content.content.map((node) => lineText(node).trim()).join('')
  if (words === '') return false
  return standsBeside(doc, slot, change.side, words.length < TELLING ? 0 : BETWEEN)
}

/** @param between so many others may stand between a place and the blocks */
function standsBeside(doc: Node, { pos, content }: Slot, side: Insertion['side'], between: number): boolean {
  let at = pos
  for (let i = 0; i <= between; i++) {
    const from = side === 'after' ? at : at - content.size
    if (standsAt(doc, { from, to: from + content.size }, content)) return true
    const $at = doc.resolve(at)
    const next = side === 'after' ? $at.nodeAfter : $at.nodeBefore
    if (!next) return false
    at += side === 'after' ? next.nodeSize : -next.nodeSize
  }
  return false
}

/** Puts blocks in the place of the lines that a place touches. */
export function replacedLines(tr: Transform, place: Place, change: Replacement): Place | null {
  const made = insertedBeside(tr, place, { ...change, kind: 'insertBlock', side: 'before' })
  if (!made) return null
  const size = made.to - made.from
  return withoutLines(tr, { from: place.from + size, to: place.to + size }) && made
}

/** Whether blocks stand already where they are to be put. */
export function isReplaced(doc: Node, place: Place, change: Replacement): boolean {
  const lines = linesAt(doc, place)
  const slot = slotOf(doc, place, 'before', change)
  const last = lines.at(-1)
  if (!slot || !last) return false
  const made = { from: slot.pos, to: slot.pos + slot.content.size }
  return made.from < last.pos + last.node.nodeSize && made.to > last.pos && standsAt(doc, made, slot.content)
}

function standsAt(doc: Node, { from, to }: Place, content: Fragment): boolean {
  if (from < 0 || to > doc.content.size) return false
  const [$from, $to] = [doc.resolve(from), doc.resolve(to)]
  return $from.sameParent($to) && $from.parent.content.cut($from.parentOffset, $to.parentOffset).eq(content)
}

/** Where blocks go, and as what. */
interface Slot {
  pos: number
  content: Fragment
}

/** Where blocks go beside a line. */
function slotOf(
  doc: Node,
  place: Place,
  side: 'before' | 'after',
  { blocks, depth }: Pick<Insertion, 'blocks' | 'depth'>,
): Slot | null {
  const line = linesAt(doc, place).at(side === 'after' ? -1 : 0)
  if (!line) return null
  const $line = doc.resolve(line.pos)
  const nodes = blocks.map((block) => doc.type.schema.nodeFromJSON(block))
  for (let level = Math.min(depth, $line.depth); level >= 0; level--) {
    const content = fitting($line.node(level), nodes)
    const [from, to] = edges($line, level, line.node)
    if (content) return { pos: side === 'after' ? to : from, content }
  }
  return null
}

/** From where to where the block reaches that stands at a level around a line. */
function edges($line: ResolvedPos, level: number, line: Node): [number, number] {
  if (level === $line.depth) return [$line.pos, $line.pos + line.nodeSize]
  return [$line.before(level + 1), $line.after(level + 1)]
}

/** Blocks as a parent takes them: a list takes the items of a list, a table its rows. */
function fitting(parent: Node, nodes: readonly Node[]): Fragment | null {
  const content = Fragment.from(
    isList(parent) ? itemsOf(parent, nodes) : isTable(parent) ? rowsOf(nodes) : [...nodes],
  )
  return content.size > 0 && parent.type.validContent(parent.content.append(content)) ? content : null
}

function itemsOf({ type }: Node, nodes: readonly Node[]): Node[] {
  const item = type.schema.nodes.list_item
  if (!item) return []
  return nodes.flatMap((node) => (isList(node) ? node.children : [item.create(null, node)]))
}

function rowsOf(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => (isTable(node) ? node.children : [node]))
}

function isTable({ type }: Node): boolean {
  return type.name === 'table'
}

/** Takes out the lines that a place touches, and what has nothing else in it. */
export function withoutLines(tr: Transform, place: Place): Place | null {
  const lines = linesAt(tr.doc, place)
  const all = nodeText(tr.doc).lines.length
  const [first, last] = [lines[0], lines.at(-1)]
  if (!first || !last) return null
  if (lines.length === all) return emptied(tr)
  const ranges = wholesIn(tr.doc, 0, { from: contentOf(first).from, to: contentOf(last).to })
  if (ranges === null) return null
  for (const { from, to } of [...ranges].reverse()) tr.delete(from, to)
  if (nodeText(tr.doc).lines.length !== all - lines.length) return null
  const at = tr.mapping.map(first.pos)
  return { from: at, to: at }
}

/** A section holds at least one line to write in. */
function emptied(tr: Transform): Place | null {
  const { doc } = tr
  const line = doc.type.schema.nodes.paragraph?.createAndFill()
  if (!line || doc.content.eq(Fragment.from(line))) return null
  tr.replaceWith(0, doc.content.size, line)
  return { from: 1, to: 1 }
}

/** The largest nodes all of whose lines are in a range; null when a table would be left with a hole. */
function wholesIn(parent: Node, start: number, range: Place): Place[] | null {
  const found: Place[] = []
  let pos = start
  for (const child of parent.children) {
    const [from, to] = [pos, pos + child.nodeSize]
    pos = to
    if (to <= range.from || from >= range.to) continue
    if (isWhole(child, from, range)) {
      if (parent.type.name === 'table_row') return null
      found.push({ from, to })
      continue
    }
    const within = wholesIn(child, from + 1, range)
    if (within === null) return null
    found.push(...within)
  }
  return found
}

function isWhole(node: Node, pos: number, range: Place): boolean {
  if (isLine(node)) return pos + 1 >= range.from && pos + node.nodeSize - 1 <= range.to
  let at = pos + 1
  return node.children.every((child) => {
    at += child.nodeSize
    return isWhole(child, at - child.nodeSize, range)
  })
}
