import {
  baseKeymap,
  chainCommands,
  deleteSelection,
  joinBackward,
  joinForward,
  selectNodeBackward,
} from 'prosemirror-commands'
import type { Node } from 'prosemirror-model'
import type { Command } from 'prosemirror-state'
import { hardBreak, setType, type BlockType } from '../../client/editing/blocks.ts'
import { insertFootnote } from '../../client/editing/footnotes.ts'
import { setLink } from '../../client/editing/links.ts'
import { enterInList, shiftTabInList, tabInList, toggleList } from '../../client/editing/lists.ts'
import { toggleTextMark, type TextMark } from '../../client/editing/marks.ts'
import { filled } from '../../client/editing/pasted-slice.ts'
import { addColumn, deleteRow, toggleHeaderRow } from '../../client/editing/table-commands.ts'
import { addRow, insertTable, moveRow } from '../../client/editing/tables.ts'
import { enterInTask, toggleTask } from '../../client/editing/tasks.ts'
import {
  header,
  items,
  people,
  sectionKeys,
  setHeader,
  splitKey,
  type SectionKey,
} from '../../schema/paper.ts'
import type { Family } from './account.ts'
import type { Page } from './page.ts'

/** What hands need: chance, and words that nobody has typed before. */
export interface Chance {
  pick(below: number): number
  word(): string
  /** The last word of all, which somebody may be typing still. */
  lastWord(): string
  newId(): string
  /** Moves an item; a broken build does it in its own way. */
  move(page: Page, item: string, index: number): void
}

export interface Act {
  name: string
  weight: number
  family: Family
  work(page: Page, chance: Chance): void
}

/** A stretch of a section for the caret or a selection. */
interface Spot {
  key: SectionKey
  from: number
  to: number
}

const TYPES: readonly BlockType[] = ['body', 'heading', 'smallHeading', 'quote']
const MARKS: readonly TextMark[] = ['strong', 'em', 'underline']

const noId = (): string => `task-${Math.floor(Math.random() * 1e9)}`

export const ACTS: readonly Act[] = [
  act('type', 40, 'write', (page, chance) => {
    const spot = caretSpot(page, chance)
    const text = Array.from({ length: 1 + chance.pick(2) }, () => chance.word()).join(' ')
    if (spot) page.at(spot.key, spot.from, spot.from, insert(`${text} `))
  }),
  act('type letter by letter', 10, 'write', (page, chance) => {
    const spot = caretSpot(page, chance)
    if (!spot) return
    page.at(spot.key, spot.from, spot.from, insert(' '))
    for (const [i, letter] of [...chance.word()].entries())
      page.at(spot.key, spot.from + i, spot.from + i, insert(letter))
  }),
  act('type unmounted', 4, 'write', (page, chance) => {
    const spot = caretSpot(page, chance)
    if (spot) page.edit(spot.key, (tr) => tr.insertText(`${chance.word()} `, spot.from))
  }),
  act('erase words', 8, 'erase', (page, chance) => atRange(page, chance, 3, deleteSelection)),
  act('erase a block', 4, 'erase', (page, chance) => {
    const spot = topBlock(page, chance)
    if (spot) page.edit(spot.key, (tr) => tr.delete(spot.from, spot.to))
  }),
  act('erase across blocks', 2, 'erase', (page, chance) => {
    const [a, b] = [caretSpot(page, chance), caretSpot(page, chance)]
    if (a && b && a.key === b.key)
      page.at(a.key, Math.min(a.from, b.from), Math.max(a.from, b.from), deleteSelection)
  }),
  act('empty two sections', 1, 'erase', (page, chance) => {
    const keys = [sectionOf(page, chance), sectionOf(page, chance)].filter((key) => key !== null)
    page.editTogether([...new Set(keys)], () => {
      for (const key of new Set(keys)) page.edit(key, emptied)
    })
  }),
  act('split', 9, 'shape', (page, chance) => atCaret(page, chance, enter)),
  act('join', 7, 'shape', (page, chance) => atBlockEdge(page, chance)),
  act('list', 7, 'shape', (page, chance) =>
    atCaret(page, chance, toggleList(chance.pick(2) ? 'bullet_list' : 'ordered_list')),
  ),
  act('reshape under the pen', 8, 'shape', (page, chance) => {
    const block = blockUnderPen(page, chance)
    if (!block) return
    const end = block.at + 1 + block.node.content.size
    const [at, command] = [
      [block.at + 1, toggleList('bullet_list')],
      [block.at + 1, backspace],
      [block.at + 1, setType(TYPES[chance.pick(TYPES.length)] ?? 'body', noId)],
      [end, joinForward],
      [block.at + 1, enter],
    ][chance.pick(5)] as [number, Command]
    page.at(block.key, at, at, command)
  }),
  act('indent', 2, 'shape', (page, chance) => atCaret(page, chance, tabInList)),
  act('outdent', 2, 'shape', (page, chance) => atCaret(page, chance, shiftTabInList)),
  act('block type', 5, 'shape', (page, chance) =>
    atCaret(page, chance, setType(TYPES[chance.pick(TYPES.length)] ?? 'body', noId)),
  ),
  act('task', 2, 'shape', (page, chance) => atCaret(page, chance, toggleTask(noId))),
  act('mark', 6, 'write', (page, chance) =>
    atRange(page, chance, 3, toggleTextMark(MARKS[chance.pick(MARKS.length)] ?? 'em')),
  ),
  act('link', 2, 'write', (page, chance) =>
    atRange(page, chance, 2, (state, dispatch) => {
      dispatch?.(setLink(state.tr, state.selection, chance.pick(3) ? 'https://a.example/' : null))
      return true
    }),
  ),
  act('hard break', 2, 'write', (page, chance) => atCaret(page, chance, hardBreak)),
  act('footnote', 2, 'write', (page, chance) => {
    const spot = caretSpot(page, chance)
    if (!spot || !page.at(spot.key, spot.from, spot.from, insertFootnote)) return
    page.run(spot.key, insert(chance.word()))
  }),
  act('table', 1, 'write', (page, chance) => atCaret(page, chance, insertTable(2, 2))),
  act('table row', 2, 'write', (page, chance) =>
    atCaret(page, chance, chance.pick(2) ? addRow(1) : addColumn(1)),
  ),
  act('table shape', 2, 'shape', (page, chance) =>
    atCaret(page, chance, chance.pick(2) ? moveRow(1) : toggleHeaderRow),
  ),
  act('delete a row', 1, 'erase', (page, chance) => atCaret(page, chance, deleteRow)),
  act('copy', 3, 'write', (page, chance) => {
    const spot = range(page, chance, 4)
    if (spot) page.clipboard = page.node(spot.key).slice(spot.from, spot.to)
  }),
  act('cut', 4, 'erase', (page, chance) => {
    const spot = chance.pick(2) ? range(page, chance, 4) : topBlock(page, chance)
    if (!spot) return
    page.clipboard = page.node(spot.key).slice(spot.from, spot.to)
    page.edit(spot.key, (tr) => tr.deleteRange(spot.from, spot.to))
  }),
  act('paste', 5, 'copy', (page, chance) => {
    const spot = caretSpot(page, chance)
    const slice = page.clipboard
    if (!spot || !slice || isTitle(spot.key)) return
    page.at(spot.key, spot.from, spot.from, (state, dispatch) => {
      dispatch?.(state.tr.replaceSelection(filled(slice)).setMeta('paste', true))
      return true
    })
  }),
  act('caret', 5, 'write', (page, chance) => atCaret(page, chance, () => true)),
  act('leave a section', 2, 'write', (page, chance) => {
    const key = sectionOf(page, chance)
    if (key) page.unmount(key)
  }),
  act('take up an offer', 2, 'copy', (page) => page.answer(true)),
  act('let an offer go', 1, 'copy', (page) => page.answer(false)),
  act('undo', 9, 'undo', (page) => void page.history.manager.undo()),
  act('redo', 4, 'redo', (page) => void page.history.manager.redo()),
  act('add an item', 2, 'write', (page, chance) => {
    const id = `item-${chance.newId()}`
    page.step(() => items.add(page.doc, id, { printedNumber: id }, chance.pick(4)))
    page.at(`${id}/title`, 1, 1, insert(chance.word()))
  }),
  act('move an item', 7, 'write', (page, chance) => {
    const list = items.list(page.doc)
    const item = list[chance.pick(list.length)]
    if (item) page.step(() => chance.move(page, item.id, chance.pick(list.length)))
  }),
  act('remove an item', 2, 'write', (page, chance) => {
    const list = items.list(page.doc)
    const item = list[chance.pick(list.length)]
    if (item && list.length > 2) page.step(() => items.remove(page.doc, item.id))
  }),
  act('item fields', 3, 'write', (page, chance) => {
    const list = items.list(page.doc)
    const item = list[chance.pick(list.length)]
    if (item)
      page.step(() => items.set(page.doc, item.id, { duration: chance.pick(60), presenters: ['A', 'B'] }))
  }),
  act('header', 3, 'write', (page, chance) =>
    page.step(() =>
      setHeader(page.doc, { place: `Sal ${chance.pick(9)}`, number: (header(page.doc).number ?? 0) + 1 }),
    ),
  ),
  act('people', 4, 'write', changePeople),
]

function act(name: string, weight: number, family: Family, work: Act['work']): Act {
  return { name, weight, family, work }
}

function changePeople(page: Page, chance: Chance): void {
  const list = people.list(page.doc)
  const person = list[chance.pick(list.length)]
  const kind = chance.pick(4)
  page.step(() => {
    if (!person || kind === 0)
      people.add(page.doc, `person-${chance.newId()}`, { name: `Navn ${chance.pick(99)}` })
    else if (kind === 1) people.remove(page.doc, person.id)
    else if (kind === 2) people.move(page.doc, person.id, chance.pick(list.length))
    else people.set(page.doc, person.id, { title: `Titel ${chance.pick(99)}` })
  })
}

const enter: Command = chainCommands(enterInTask(noId), enterInList, baseKeymap.Enter ?? (() => false))
const backspace = chainCommands(deleteSelection, joinBackward, selectNodeBackward)

function insert(text: string): Command {
  return (state, dispatch) => {
    dispatch?.(state.tr.insertText(text))
    return true
  }
}

function emptied(tr: Parameters<Parameters<Page['edit']>[1]>[0]): void {
  const paragraph = tr.doc.type.schema.nodes.paragraph
  if (paragraph) tr.replaceWith(0, tr.doc.content.size, paragraph.create())
}

function atCaret(page: Page, chance: Chance, command: Command): void {
  const spot = caretSpot(page, chance)
  if (spot) page.at(spot.key, spot.from, spot.from, isTitle(spot.key) ? () => true : command)
}

function atRange(page: Page, chance: Chance, words: number, command: Command): void {
  const spot = range(page, chance, words)
  if (spot)
    page.at(
      spot.key,
      spot.from,
      spot.to,
      isTitle(spot.key) && command !== deleteSelection ? () => true : command,
    )
}

function atBlockEdge(page: Page, chance: Chance): void {
  const key = sectionOf(page, chance)
  const block = key && textblock(page.node(key), chance)
  if (!block) return
  const forward = chance.pick(3) === 0
  const at = forward ? block.at + 1 + block.node.content.size : block.at + 1
  page.at(key, at, at, forward ? joinForward : backspace)
}

/** A section of the paper; the first items' are chosen more often, so that people meet. */
function sectionOf(page: Page, chance: Chance): SectionKey | null {
  const keys = sectionKeys(page.doc)
  return keys[chance.pick(chance.pick(3) === 0 ? keys.length : Math.min(keys.length, 6))] ?? null
}

function isTitle(key: SectionKey): boolean {
  return splitKey(key).section === 'title'
}

function textblock(doc: Node, chance: Chance): { node: Node; at: number } | null {
  const blocks: { node: Node; at: number }[] = []
  doc.descendants(
    (node, at) => void (node.isTextblock && node.type.name !== 'footnote' && blocks.push({ node, at })),
  )
  return blocks[chance.pick(blocks.length)] ?? null
}

/** The block in which the last word, or as much of it as has come, was typed; not in titles. */
function blockUnderPen(page: Page, chance: Chance): { key: SectionKey; node: Node; at: number } | null {
  const beginning = chance.lastWord().slice(0, 2)
  for (const key of sectionKeys(page.doc).filter((each) => !isTitle(each))) {
    let found: { key: SectionKey; node: Node; at: number } | null = null
    page.node(key).descendants((node, at) => {
      const isIt = node.isTextblock && ` ${node.textContent}`.includes(` ${beginning}`)
      if (isIt && node.type.name !== 'footnote') found = { key, node, at }
      return !isIt
    })
    if (found) return found
  }
  return null
}

/** Between two words of a block, or at one of its ends; now and then anywhere in it. */
function caretSpot(page: Page, chance: Chance): Spot | null {
  const key = sectionOf(page, chance)
  const block = key && textblock(page.node(key), chance)
  if (!block) return null
  const places = gaps(block.node).map((gap) => block.at + 1 + gap)
  const from = places[chance.pick(places.length)] ?? block.at + 1
  return { key, from, to: from }
}

function range(page: Page, chance: Chance, words: number): Spot | null {
  const key = sectionOf(page, chance)
  const block = key && textblock(page.node(key), chance)
  if (!block) return null
  const places = gaps(block.node).map((gap) => block.at + 1 + gap)
  const first = chance.pick(places.length)
  const last = Math.min(places.length - 1, first + 1 + chance.pick(words))
  return { key, from: places[first] ?? block.at + 1, to: places[last] ?? block.at + 1 }
}

function topBlock(page: Page, chance: Chance): Spot | null {
  const key = sectionOf(page, chance)
  if (!key) return null
  const doc = page.node(key)
  let from = 0
  const index = chance.pick(doc.childCount)
  for (let i = 0; i < index; i++) from += doc.child(i).nodeSize
  return doc.childCount > 1 ? { key, from, to: from + doc.child(index).nodeSize } : null
}

/** Offsets in a block at which no word is cut. */
function gaps(block: Node): number[] {
  const found = [0]
  let at = 0
  block.forEach((child) => {
    if (child.isText)
      for (const [i, letter] of [...(child.text ?? '')].entries()) if (letter === ' ') found.push(at + i + 1)
    at += child.nodeSize
    if (!child.isText) found.push(at)
  })
  return [...new Set([...found, block.content.size])]
}
