import { autoJoin, lift, wrapIn } from 'prosemirror-commands'
import type { Attrs, Node, NodeType } from 'prosemirror-model'
import { liftListItem, sinkListItem, wrapInList } from 'prosemirror-schema-list'
import { EditorState, TextSelection, type Command } from 'prosemirror-state'
import { canSplit, type Transform } from 'prosemirror-transform'
import type { Attributes, Change } from '../changes.ts'
import { sameList } from '../lists.ts'
import { contentOf, isCell, isList, linesAt, wrappersOf } from './lines.ts'
import type { Place } from './proposal.ts'

/** What happens to blocks and leaves their words as they are. */
type Shape = Exclude<Change, { kind: 'inline' | 'insertBlock' | 'replaceBlock' | 'deleteBlock' }>

export function isShape(change: Change): change is Shape {
  return !['inline', 'insertBlock', 'replaceBlock', 'deleteBlock'].includes(change.kind)
}

/** Whether the blocks at a place are so. */
export function isShaped(doc: Node, place: Place, change: Shape): boolean {
  const lines = linesAt(doc, place)
  const [first] = lines
  if (!first) return false
  switch (change.kind) {
    case 'setBlock':
      return lines.every(({ node }) => isSuch(node, change.type, change.attrs))
    case 'setList': {
      const list = listAround(doc, first.pos)
      return list !== null && isSuch(list.node, change.type, change.attrs)
    }
    case 'wrap':
      return lines.every(({ pos }) => isWrapped(doc, pos, change.type, change.depth))
    case 'unwrap':
      return lines.every(({ pos }) => wrappersOf(doc.resolve(pos)).length <= change.depth)
    case 'split':
      return place.from === contentOf(first).from
    case 'join':
      return lines.length === 1
  }
}

/** Whether what is to be a list has been made one of another kind: further in is not what was meant. */
export function isInAnotherList(doc: Node, { from }: Place, { type, depth }: Of<'wrap'>): boolean {
  const around = wrappersOf(doc.resolve(from))
  const last = around.at(-1)?.node
  return around.length >= depth && last !== undefined && isList(last) && type !== 'blockquote'
}

/** Makes the blocks at a place so. Answers whether there is such a thing to be done. */
export function reshape(tr: Transform, place: Place, change: Shape): boolean {
  switch (change.kind) {
    case 'setBlock':
      return setBlock(tr, place, change)
    case 'setList':
      return setList(tr, place, change)
    case 'wrap':
      return wrap(tr, place, change)
    case 'unwrap':
      return unwrap(tr, place)
    case 'split':
      return split(tr, place, change)
    case 'join':
      return join(tr, place)
  }
}

type Of<K extends Shape['kind']> = Extract<Shape, { kind: K }>

function setBlock(tr: Transform, { from, to }: Place, { type: name, attrs }: Of<'setBlock'>): boolean {
  const type = typeIn(tr.doc, name)
  if (!type?.isTextblock) return false
  tr.setBlockType(from, to, type, (node) => attrsFor(node, type, attrs))
  return true
}

function setList(tr: Transform, { from }: Place, { type: name, attrs }: Of<'setList'>): boolean {
  const [list, type] = [listAround(tr.doc, from), typeIn(tr.doc, name)]
  if (!list || !type) return false
  tr.setNodeMarkup(list.pos, type, attrsFor(list.node, type, attrs))
  return true
}

function wrap(tr: Transform, place: Place, { type: name, attrs }: Of<'wrap'>): boolean {
  const [type, item] = [typeIn(tr.doc, name), typeIn(tr.doc, 'list_item')]
  if (!type || !item) return false
  if (name === 'blockquote') return run(tr, wrapIn(type, attrs), place)
  const $from = tr.doc.resolve(place.from)
  const isInList = $from.depth > 1 && $from.node(-1).type === item
  if (isInList && $from.node(-2).type === type && run(tr, sinkListItem(item), place)) return true
  return run(tr, autoJoin(wrapInList(type, attrs), sameList), place)
}

function unwrap(tr: Transform, place: Place): boolean {
  const around = wrappersOf(tr.doc.resolve(place.from)).at(-1)
  const item = typeIn(tr.doc, 'list_item')
  if (!around || !item) return false
  return run(tr, isList(around.node) ? liftListItem(item) : lift, place)
}

function split(tr: Transform, { from }: Place, { type: name, attrs }: Of<'split'>): boolean {
  const [$from, type] = [tr.doc.resolve(from), typeIn(tr.doc, name)]
  if (!type?.isTextblock || !$from.parent.isTextblock) return false
  const second = { type, attrs: attrsFor($from.parent, type, attrs) }
  const types = $from.depth > 1 && $from.node(-1).type.name === 'list_item' ? [null, second] : [second]
  if (!canSplit(tr.doc, from, types.length, types)) return false
  tr.split(from, types.length, types)
  return true
}

function join(tr: Transform, place: Place): boolean {
  const [first, second] = linesAt(tr.doc, place)
  if (!first || !second || isAcrossCells(tr.doc, first.pos, second.pos)) return false
  tr.delete(contentOf(first).to, contentOf(second).from)
  return true
}

function isAcrossCells(doc: Node, a: number, b: number): boolean {
  const shared = doc.resolve(a).sharedDepth(b)
  return [a, b].some((pos) => {
    const $pos = doc.resolve(pos)
    return Array.from({ length: $pos.depth - shared }, (_, i) => $pos.node(shared + 1 + i)).some(isCell)
  })
}

/** As an editor with this selection does it. */
function run(tr: Transform, command: Command, { from, to }: Place): boolean {
  const { doc } = tr
  if (![from, to].every((pos) => doc.resolve(pos).parent.inlineContent)) return false
  const state = EditorState.create({ doc, selection: TextSelection.create(doc, from, to) })
  return command(state, (made) => made.steps.forEach((step) => tr.step(step)))
}

function typeIn(doc: Node, name: string): NodeType | undefined {
  return doc.type.schema.nodes[name]
}

/** What is not named stays as it is, where it is of this type already. */
function attrsFor(node: Node, type: NodeType, attrs: Attributes): Attrs {
  return node.type === type ? { ...node.attrs, ...attrs } : attrs
}

function isSuch({ type, attrs }: Node, name: string, wanted: Attributes): boolean {
  return type.name === name && Object.entries(wanted).every(([key, value]) => attrs[key] === value)
}

function isWrapped(doc: Node, pos: number, type: string, depth: number): boolean {
  const wrappers = wrappersOf(doc.resolve(pos))
  return wrappers.length >= depth && wrappers.at(-1)?.node.type.name === type
}

function listAround(doc: Node, pos: number): { node: Node; pos: number } | null {
  return wrappersOf(doc.resolve(pos)).findLast(({ node }) => isList(node)) ?? null
}
