import type { Node } from 'prosemirror-model'
import { WRAP_TYPES, type Attributes, type Change, type WrapType } from '../changes.ts'
import { nodeText, type Line } from '../node-text.ts'
import type { Draft } from './draft.ts'
import { attrsOf, isBlockType, isList, QUOTED, wrappersOf } from './lines.ts'
import type { Piece } from './piece.ts'
import type { Place } from './proposal.ts'

/** Makes lines the blocks that they are in the copy. */
export function setBlocks(draft: Draft, pieces: readonly Piece[]): boolean {
  return grouped(draft, pieces, (line, piece) => settingOf(line.node, piece.line.node)).every(
    ({ place, change }) => draft.propose(place, change),
  )
}

/** What makes a line the block that it is in the copy; undefined when it is. */
function settingOf(node: Node, copy: Node): Change | undefined {
  const { name } = copy.type
  if (node.sameMarkup(copy) || !isBlockType(name)) return undefined
  const attrs = attrsOf(copy)
  if (node.type !== copy.type) return { kind: 'setBlock', type: name, attrs }
  const changed = Object.entries(attrs).filter(([key, value]) => node.attrs[key] !== value)
  return { kind: 'setBlock', type: name, attrs: Object.fromEntries(changed) }
}

/** Neighbours that are to become the same are one proposal. */
function grouped(
  draft: Draft,
  pieces: readonly Piece[],
  changeOf: (line: Line, piece: Piece) => Change | undefined,
): { place: Place; change: Change }[] {
  const groups: { place: Place; change: Change; last: number }[] = []
  nodeText(draft.tr.doc).lines.forEach((line, i) => {
    const piece = pieces[i]
    const change = piece && changeOf(line, piece)
    if (!piece || !change) return
    const group = groups.at(-1)
    const isSame = group?.last === i - 1 && JSON.stringify(group.change) === JSON.stringify(change)
    if (group && isSame && piece.place.to - group.place.from <= QUOTED)
      Object.assign(group, { place: { from: group.place.from, to: piece.place.to }, last: i })
    else groups.push({ place: piece.place, change, last: i })
  })
  return groups
}

/** Lists and quotations, one level at a time, until every line is in what it is in in the copy. */
export function reshape(draft: Draft, pieces: readonly Piece[], goal: Node | null): boolean {
  if (goal === null) return false
  const aims = nodeText(goal).lines.map(({ pos }) => around(goal, pos))
  for (let left = 8 * aims.length; left > 0; left--) {
    const lines = nodeText(draft.tr.doc).lines
    if (lines.length !== aims.length || lines.length !== pieces.length) return false
    const now = lines.map(({ pos }) => around(draft.tr.doc, pos))
    const first = now.findIndex((names, i) => names.join() !== aims[i]?.join())
    if (first < 0) return true
    const [is, aim] = [now[first] ?? [], aims[first] ?? []]
    let last = first
    while (now[last + 1]?.join() === is.join() && aims[last + 1]?.join() === aim.join()) last++
    const change = stepTowards(draft.tr.doc, goal, lines[first], nodeText(goal).lines[first])
    const place = cutShort(pieces.slice(first, last + 1))
    const one = pieces[first]?.place
    if (!change || !place || !one) return false
    if (!draft.propose(place, change) && !draft.propose(one, change)) return false
  }
  return false
}

/** What a line is in, from the outside in, each with its looks. */
function around(doc: Node, pos: number): string[] {
  const $pos = doc.resolve(pos)
  return Array.from({ length: $pos.depth }, (_, i) => markupOf($pos.node(i + 1)))
}

function markupOf({ type, attrs }: Node): string {
  return type.name + JSON.stringify(attrs)
}

function stepTowards(doc: Node, goal: Node, line: Line | undefined, aim: Line | undefined): Change | null {
  if (!line || !aim) return null
  const now = wrappersOf(doc.resolve(line.pos)).map(({ node }) => node)
  const wanted = wrappersOf(goal.resolve(aim.pos)).map(({ node }) => node)
  let same = 0
  while (same < now.length && same < wanted.length && isLike(now[same], wanted[same])) same++
  const [is, want] = [now[same], wanted[same]]
  if (is && want && isList(is) && isList(want) && same === now.length - 1) {
    const name = want.type.name
    return name === 'bullet_list' || name === 'ordered_list'
      ? { kind: 'setList', type: name, attrs: attrsOf(want) }
      : null
  }
  if (is) return { kind: 'unwrap', depth: now.length - 1 }
  if (!want || !isWrapType(want.type.name)) return null
  return { kind: 'wrap', type: want.type.name, attrs: changedAttrs(want), depth: same + 1 }
}

function isLike(a: Node | undefined, b: Node | undefined): boolean {
  return a !== undefined && b !== undefined && markupOf(a) === markupOf(b)
}

function cutShort(pieces: readonly Piece[]): Place | null {
  const [first] = pieces
  if (!first) return null
  const last = pieces.findLast(({ place }) => place.to - first.place.from <= QUOTED) ?? first
  return { from: first.place.from, to: last.place.to }
}

function isWrapType(name: string): name is WrapType {
  return (WRAP_TYPES as readonly string[]).includes(name)
}

/** What is not as it is anyway. */
function changedAttrs({ type, attrs }: Node): Attributes {
  const usual = type.create().attrs
  return Object.fromEntries(
    Object.entries(attrs as Attributes).filter(([key, value]) => usual[key] !== value),
  )
}
