import {
  autoJoin,
  chainCommands,
  joinBackward,
  lift,
  setBlockType,
  splitBlock,
  toggleMark,
  wrapIn,
} from 'prosemirror-commands'
import type { MarkType, Node, NodeType } from 'prosemirror-model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import { EditorState, TextSelection, type Command, type Transaction } from 'prosemirror-state'
import { sameList } from '../../schema/lists.ts'
import { sectionSchema } from '../../schema/nodes.ts'

/** One thing that somebody does in an editor: where in the section, and where in the block, from 0 to 1. */
export interface Edit {
  kind: Kind
  at: number
  within: number
  words: string
}

export const WORDS =
  `og i at det er en til på af som med for den de ikke der region kommune budget referat plan udvalg møde
  forslag borger patient sygehus samarbejde indsats økonomi ramme drift aftale status sekretariat bemærkning godkendt
  drøftet orientering strategi kapacitet`.split(/\s+/)

const type = (name: string): NodeType => {
  const found = sectionSchema.nodes[name]
  if (!found) throw new RangeError(name)
  return found
}
const markType = (name: string): MarkType => {
  const found = sectionSchema.marks[name]
  if (!found) throw new RangeError(name)
  return found
}
const item = type('list_item')

interface Spot {
  /** The content of a line. */
  from: number
  to: number
  /** The beginning of a word in it. */
  pos: number
  /** The end of that word. */
  end: number
}

type Doing = (spot: Spot, edit: Edit) => Command

const change =
  (make: (tr: Transaction) => Transaction): Command =>
  (state, dispatch) => {
    dispatch?.(make(state.tr))
    return true
  }
const whole =
  (command: Command): Doing =>
  () =>
    command
const paragraph = (words: string): Node => type('paragraph').create(null, sectionSchema.text(words))
const $before = (tr: Transaction, { from }: Spot) => tr.doc.resolve(from)

export const TEXT = {
  insert: ({ pos }, { words }) => change((tr) => tr.insertText(`${words} `, pos)),
  append: ({ to }, { words }) => change((tr) => tr.insertText(` ${words}.`, to)),
  replace: ({ pos, end }, { words }) => change((tr) => tr.insertText(words, pos, end)),
  erase: ({ pos, end, to }) => change((tr) => tr.delete(pos, Math.min(end + 1, to))),
  letter: ({ pos, end }) => change((tr) => (pos < end ? tr.insertText('e', end) : tr)),
  embolden: ({ to }) => toggleMark(markType(to % 2 ? 'strong' : 'em')),
} satisfies Record<string, Doing>

export const SHAPE = {
  split: () => chainCommands(splitListItem(item), splitBlock),
  join: () => joinBackward,
  heading: whole(setBlockType(type('heading'), { level: 2 })),
  body: whole(setBlockType(type('paragraph'))),
  task: (_, { words }) => setBlockType(type('task'), { id: `task-${words.length}`, owner: null, due: null }),
  due: ({ from }) =>
    change((tr) => {
      const { parent } = tr.doc.resolve(from)
      return parent.type.name === 'task' ? tr.setNodeAttribute(from - 1, 'due', '2026-12-01') : tr
    }),
  bullets: whole(autoJoin(wrapInList(type('bullet_list')), sameList)),
  numbers: whole(autoJoin(wrapInList(type('ordered_list')), sameList)),
  quote: whole(wrapIn(type('blockquote'))),
  lift: whole(chainCommands(liftListItem(item), lift)),
  sink: whole(sinkListItem(item)),
  listKind: (spot) =>
    change((tr) => {
      const $pos = $before(tr, spot)
      for (let depth = $pos.depth; depth > 0; depth--)
        if ($pos.node(depth).type.name === 'bullet_list')
          return tr.setNodeMarkup($pos.before(depth), type('ordered_list'))
      return tr
    }),
} satisfies Record<string, Doing>

export const BLOCKS = {
  newBlock: (spot, { words }) => change((tr) => tr.insert($before(tr, spot).after(), paragraph(`${words}.`))),
  newOnTop: (spot, { words }) => change((tr) => tr.insert($before(tr, spot).before(1), paragraph(words))),
  enterAtEnd: ({ to }, { words }) =>
    change((tr) => {
      const $end = tr.doc.resolve(to)
      return tr.insert($end.after(1), paragraph(words))
    }),
  removeBlock: (spot) =>
    change((tr) => {
      const $pos = $before(tr, spot)
      return tr.doc.childCount > 1 ? tr.delete($pos.before(1), $pos.after(1)) : tr
    }),
} satisfies Record<string, Doing>

/** What no proposal says for itself. */
export const RARE = {
  move: (spot, { within }) =>
    change((tr) => {
      const $pos = $before(tr, spot)
      const node = $pos.node(1)
      if (tr.doc.childCount < 2) return tr
      tr.delete($pos.before(1), $pos.after(1))
      let to = 0
      for (let i = 0; i < Math.floor(within * tr.doc.childCount); i++) to += tr.doc.child(i).nodeSize
      return tr.insert(to, node)
    }),
  copy: (spot) =>
    change((tr) => {
      const $pos = $before(tr, spot)
      return tr.insert($pos.after(1), $pos.node(1))
    }),
  table: (spot, { words }) =>
    change((tr) => {
      const cell = (text: string) => type('table_cell').create(null, paragraph(text))
      const row = (text: string) => type('table_row').create(null, [cell(text), cell(`${text} to`)])
      return tr.insert($before(tr, spot).before(1), type('table').create(null, [row(words), row('sidste')]))
    }),
  rowBelow: (spot) =>
    change((tr) => {
      const $pos = $before(tr, spot)
      for (let depth = $pos.depth; depth > 0; depth--)
        if ($pos.node(depth).type.name === 'table_row') return tr.insert($pos.after(depth), $pos.node(depth))
      return tr
    }),
  noRow: (spot) =>
    change((tr) => {
      const $pos = $before(tr, spot)
      for (let depth = $pos.depth; depth > 0; depth--)
        if ($pos.node(depth).type.name === 'table_row')
          return tr.delete($pos.before(depth), $pos.after(depth))
      return tr
    }),
  footnote: ({ pos }, { words }) =>
    change((tr) =>
      tr.insert(pos, type('footnote').create(null, words.length % 3 ? sectionSchema.text(words) : null)),
    ),
  lineBreak: ({ pos }) => change((tr) => tr.insert(pos, type('hard_break').create())),
  reference: ({ pos }) =>
    change((tr) => tr.insert(pos, type('reference').create({ item: 'x', text: 'punkt 4' }))),
  blank: (spot) => change((tr) => tr.insert($before(tr, spot).after(), type('paragraph').create())),
  blankList: (spot) => change((tr) => tr.insert($before(tr, spot).before(1), type('bullet_list').create())),
  eraseAcross: ({ pos }, { within }) =>
    change((tr) => tr.delete(pos, Math.min(tr.doc.content.size, pos + Math.floor(within * 80)))),
  everything: () => change((tr) => tr.delete(0, tr.doc.content.size)),
} satisfies Record<string, Doing>

const DOINGS = { ...TEXT, ...SHAPE, ...BLOCKS, ...RARE }
export type Kind = keyof typeof DOINGS
export const KINDS = Object.keys(DOINGS) as Kind[]

/** The section after one edit. */
export function edited(doc: Node, edit: Edit): Node {
  return editOf(doc, edit)?.doc ?? doc
}

/** What an edit does to a section; null when there is no such thing to be done. */
export function editOf(doc: Node, edit: Edit): Transaction | null {
  const spot = spotOf(doc, edit)
  if (!spot) return null
  const doing: Doing = DOINGS[edit.kind]
  const [from, to] = edit.kind === 'embolden' ? [spot.pos, spot.end] : [spot.pos, spot.pos]
  const start = edit.kind === 'join' ? spot.from : from
  const selection = TextSelection.create(doc, start, edit.kind === 'join' ? start : to)
  const state = EditorState.create({ doc, selection })
  let made: Transaction | null = null
  doing(spot, edit)(state, (tr) => (made = tr))
  return made
}

function spotOf(doc: Node, { at, within }: Edit): Spot | null {
  const lines: { from: number; node: Node }[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock) lines.push({ from: pos + 1, node })
    return !node.isTextblock
  })
  const line = lines[Math.min(lines.length - 1, Math.floor(at * lines.length))]
  if (!line) return null
  const { from, node } = line
  const text = node.textBetween(0, node.content.size, undefined, '\n')
  const words = node.children.every((child) => child.isText) ? [...text.matchAll(/[\p{L}\p{N}]+/gu)] : []
  const word = words[Math.min(words.length - 1, Math.floor(within * words.length))]
  const pos = from + (word?.index ?? 0)
  return { from, to: from + node.content.size, pos, end: pos + (word?.[0].length ?? 0) }
}
