import type { Node } from 'prosemirror-model'
import { WRAP_TYPES, type Attributes, type Change, type WrapType } from '../changes.ts'
import { nodeText, type Line } from '../node-text.ts'
import type { Trial } from './trial.ts'
import { attrsOf, isBlockType, isList, QUOTED, wrappersOf } from './lines.ts'
import type { Piece } from './piece.ts'
import type { Place } from './proposal.ts'

/** Makes lines the blocks that they are in the copy. */
export function setBlocks(trial: Trial, pieces: readonly (Piece | undefined)[]): boolean {
  return grouped(trial, pieces, (line, piece) => settingOf(line.node, piece.line.node)).every(
    ({ place, change }) => trial.propose(place, change),
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
  trial: Trial,
  pieces: readonly (Piece | undefined)[],
  changeOf: (line: Line, piece: Piece) => Change | undefined,
): { place: Place; change: Change }[] {
  const groups: { place: Place; change: Change; last: number }[] = []
  nodeText(trial.tr.doc).lines.forEach((line, i) => {
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

/**
 * Lists and quotations, one level at a time, until every line is in what it is in in the copy.
 *
 * @param pieces as the lines of the goal; of one that was put in, there is none
 */
export function reshape(trial: Trial, pieces: readonly (Piece | undefined)[], goal: Node | null): boolean {
  if (goal === null) return false
  const goals = nodeText(goal).lines
  const aims = goals.map(({ pos }) => around(goal, pos))
  for (let left = 8 * aims.length; left > 0; left--) {
    const lines = nodeText(trial.tr.doc).lines
    if (lines.length !== aims.length || lines.length !== pieces.length) return false
    const now = lines.map(({ pos }) => around(trial.tr.doc, pos))
    const first = now.findIndex((names, i) => names.join() !== aims[i]?.join())
    if (first < 0) return true
    const [is, aim] = [now[first] ?? [], aims[first] ?? []]
    const wrappers = goals.map(({ pos }) => wrappersOf(goal.resolve(pos)))
    const { change, level } = stepTowards(trial.tr.doc, lines[first], wrappers[first])
    const isWithFirst = (i: number): boolean =>
      now[i]?.join() === is.join() &&
      aims[i]?.join() === aim.join() &&
      wrappers[i]?.[level]?.pos === wrappers[first]?.[level]?.pos
    let last = first
    while (pieces[last + 1] && isWithFirst(last + 1)) last++
    const place = cutShort(pieces.slice(first, last + 1).filter((piece) => piece !== undefined))
    const one = pieces[first]?.place
    if (!change || !place || !one) return false
    if (!trial.propose(place, change) && !trial.propose(one, change)) return false
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

/** What brings a line nearer to what it is to be in, and at which level it is that. */
function stepTowards(
  doc: Node,
  line: Line | undefined,
  aim: readonly { node: Node }[] = [],
): { change: Change | null; level: number } {
  const now = line ? wrappersOf(doc.resolve(line.pos)).map(({ node }) => node) : []
  const wanted = aim.map(({ node }) => node)
  let level = 0
  while (level < now.length && level < wanted.length && isLike(now[level], wanted[level])) level++
  return { change: stepAt(level, now, wanted), level }
}

function stepAt(level: number, now: readonly Node[], wanted: readonly Node[]): Change | null {
  const [is, want] = [now[level], wanted[level]]
  if (is && want && isList(is) && isList(want) && level === now.length - 1) {
    const name = want.type.name
    return name === 'bullet_list' || name === 'ordered_list'
      ? { kind: 'setList', type: name, attrs: attrsOf(want) }
      : null
  }
  if (is) return { kind: 'unwrap', depth: now.length - 1 }
  if (!want || !isWrapType(want.type.name)) return null
  return { kind: 'wrap', type: want.type.name, attrs: changedAttrs(want), depth: level + 1 }
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
