import { afterEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { da } from '../../schema/words/da/index.ts'
import { items, setHeader } from '../../schema/paper.ts'
import { writeSection, titleText } from '../../schema/sections.ts'
import { LivePaper } from '../../client/meeting/live-paper.svelte.ts'
import { RowDrag } from '../../client/meeting/row-drag.svelte.ts'
import { Outline, readMinutes } from '../../client/meeting/outline.svelte.ts'
import { budgetOf, lengthOf, stateOf, type BudgetRow } from '../../client/meeting/time-budget.ts'
import { budgetWords } from '../../client/meeting/budget-words.ts'
import { UndoSteps } from './undo-steps.ts'

const line = (text: string) => [{ type: 'paragraph', content: [{ type: 'text', text }] }]

function agenda(...titles: string[]) {
  const doc = new Y.Doc()
  titles.forEach((title, index) => {
    items.add(doc, `i${index}`, { duration: 10 })
    writeSection(doc, `i${index}/title`, line(title))
  })
  const steps = new UndoSteps(doc)
  const paper = new LivePaper(doc)
  const said: string[] = []
  const told: string[] = []
  const undos: (() => void)[] = []
  let ids = 0
  const outline = new Outline({
    paper,
    closed: () => undefined,
    steps,
    words: () => ({ ...da }),
    newId: () => `n${ids++}`,
    announce: (text) => said.push(text),
    offerUndo: (text, undo) => {
      told.push(text)
      undos.push(undo)
    },
    tellUnread: (example) => told.push(`Ikke forstået: ${example}`),
    current: () => null,
    writers: () => new Map(),
    waiting: () => new Map(),
  })
  const order = () => outline.rows.map(({ title }) => title).join(' ')
  return { doc, steps, paper, outline, order, said, told, undos }
}

describe('rows', () => {
  it('U20 follow titles, order and text that others write', () => {
    const { doc, outline, order } = agenda('A', 'B')
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    items.move(other, 'i1', 0)
    writeSection(other, 'i0/minutes', line('Drøftet.'))
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
    expect(order()).toBe('B A')
    expect(outline.rows.map(({ state }) => state)).toEqual(['open', 'treated'])
  })

  it('Z9 say of a closed item that it is one, and no title that is not there', () => {
    const { doc, outline } = agenda('A')
    items.add(doc, 'i1', { closed: true })
    expect(outline.rows.map(({ closed, title }) => [closed, title])).toEqual([
      [false, 'A'],
      [true, 'Lukket punkt'],
    ])
  })

  it('U20 leave what a transaction did not touch as it is', () => {
    const { doc, paper } = agenda('A')
    const { people, items: list } = paper
    setHeader(doc, { place: 'Salen' })
    expect(paper.people).toBe(people)
    expect(paper.items).toBe(list)
    expect(paper.header.place).toBe('Salen')
  })
})

describe('states', () => {
  it.each([
    [[], false, 'open'],
    [[], true, 'treated'],
    [['adopted'], false, 'decided'],
    [['postponed'], true, 'postponed'],
    [['postponed', 'noted'], false, 'decided'],
  ] as const)('U21 outcomes %j and minutes %s make %s', (kinds, minutes, state) => {
    const outcomes = kinds.map((kind) => ({ kind, point: null, to: null }))
    expect(stateOf({ outcomes }, minutes)).toBe(state)
  })
})

describe('time', () => {
  const row = (id: string, duration: number | null, state: BudgetRow['state'] = 'open') => ({
    id,
    duration,
    state,
  })
  const two = { start: '09:00', end: '11:00' }

  it('U22 leaves postponed items out and shows what is spare', () => {
    const budget = budgetOf(
      [row('a', 30, 'decided'), row('b', 15, 'postponed'), row('c', 80), row('d', null)],
      two,
      'c',
    )
    expect(budget).toMatchObject({ planned: 110, length: 120, spare: 10, without: 1 })
    expect(budget.parts).toEqual([
      { kind: 'done', minutes: 30 },
      { kind: 'current', minutes: 80 },
      { kind: 'free', minutes: 10 },
    ])
  })

  it('U22 cuts an overrun from the end of the bar', () => {
    const budget = budgetOf([row('a', 110), row('b', 15)], two, null)
    expect(budget.spare).toBe(-5)
    expect(budget.parts.map(({ minutes }) => minutes)).toEqual([110, 10, 5])
    expect(budget.parts.at(-1)?.kind).toBe('over')
    expect(budgetWords(budget, [], da).note).toBe('5 min. over')
  })

  it('U22 says nothing of spare time without a length', () => {
    const budget = budgetOf([row('a', 20)], { start: '09:00', end: null }, null)
    expect(budget).toMatchObject({ planned: 20, length: null, spare: null })
    expect(budgetWords(budget, [{ number: 6 }], da).note).toBe('Punkt 6 er udsat')
  })

  it('U22 counts a meeting over midnight', () => {
    expect(lengthOf({ start: '23:30', end: '00:15' })).toBe(45)
  })
})

describe('moving', () => {
  it('U23 goes one step and says so; at the ends nothing happens', () => {
    const { outline, order, said, told, steps } = agenda('A', 'B', 'C')
    outline.moveBy('i0', 1)
    expect(order()).toBe('B A C')
    // The message is a live region: said in another too, it would be heard twice.
    expect([told, said]).toEqual([['Punkt 1 er nu punkt 2'], []])
    outline.moveBy('i1', -1)
    expect(order()).toBe('B A C')
    expect(steps.undoManager.undoStack).toHaveLength(1)
  })

  it('U23 lifts, aims and puts down; Esc leaves the order as it was', () => {
    const { outline, order, steps } = agenda('A', 'B', 'C')
    outline.lift('i0')
    outline.shift(1)
    outline.shift(1)
    outline.shift(1)
    expect(order()).toBe('A B C')
    outline.drop()
    expect(order()).toBe('B C A')
    outline.lift('i0')
    outline.shift(-2)
    outline.putBack()
    expect(order()).toBe('B C A')
    expect(steps.undoManager.undoStack).toHaveLength(1)
  })

  it('U23 a pointer aims between the middles of the other rows', () => {
    expect([5, 15, 25, 99].map((y) => Outline.placeAt(y, [10, 20, 30]))).toEqual([0, 1, 2, 3])
  })
})

describe('removing', () => {
  it('U24 undo brings the item back with its text and place', () => {
    const { doc, outline, order, undos } = agenda('A', 'B', 'C')
    writeSection(doc, 'i1/case', line('Sagen'))
    outline.remove('i1')
    expect(order()).toBe('A C')
    undos[0]?.()
    expect(order()).toBe('A B C')
    expect(outline.rows[1]?.duration).toBe(10)
  })

  it('U24 undo takes back the removal alone when more was done since, and once', () => {
    const { outline, order, undos } = agenda('A', 'B', 'C')
    outline.remove('i1')
    outline.add('D', null)
    undos[0]?.()
    undos[0]?.()
    expect(order()).toBe('A B C D')
  })

  it('U24 undo leaves alone what a colleague has brought back and written in since', () => {
    const { doc, outline, order, undos } = agenda('A', 'B', 'C')
    outline.remove('i1')
    outline.add('D', null)
    items.add(doc, 'i1', { duration: 10 }, 1)
    items.set(doc, 'i1', { duration: 45, publicWording: 'Skrevet siden.' })
    undos[0]?.()
    expect(order()).toBe('A B C D')
    expect(items.maybe(doc, 'i1')).toMatchObject({ duration: 45, publicWording: 'Skrevet siden.' })
  })
})

describe('dragging', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('U23 a second finger takes the place of the first: nothing scrolls on when it is lifted', () => {
    const frames = new Set<number>()
    const page = new EventTarget()
    let last = 0
    vi.stubGlobal('requestAnimationFrame', () => (frames.add(++last), last))
    vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.delete(id))
    for (const name of ['addEventListener', 'removeEventListener'] as const)
      vi.stubGlobal(name, page[name].bind(page))
    const { outline } = agenda('A', 'B')
    const drag = new RowDrag(outline)
    drag.list({} as HTMLElement)
    const finger = { button: 0, clientY: 0, preventDefault: () => undefined } as PointerEvent
    drag.start(finger, 'i0')
    drag.start(finger, 'i1')
    page.dispatchEvent(new Event('pointerup'))
    expect([outline.lifted, frames.size]).toEqual([null, 0])
  })
})

describe('adding', () => {
  it('U27 makes the item of the line and opens the next; an empty line makes none', () => {
    const { doc, outline, order, steps } = agenda('A')
    outline.startAdding()
    if (outline.adding) outline.adding.title = '  Møder i   2027 '
    if (outline.adding) outline.adding.minutes = '10 min'
    const id = outline.addLine()
    expect(order()).toBe('A Møder i 2027')
    expect(titleText(doc, id ?? '')).toBe('Møder i 2027')
    expect(outline.rows[1]?.duration).toBe(10)
    expect(outline.adding).toMatchObject({ title: '', minutes: '' })
    expect(outline.addLine()).toBeNull()
    expect(outline.adding).toBeNull()
    expect(steps.undoManager.undoStack).toHaveLength(1)
  })

  it('U63 a new item stands before those that close the meeting; one of these stands last', () => {
    const { outline, order } = agenda('A', 'Næste møde', 'B', 'Punkter til næste møde', 'Evt.')
    outline.startAdding()
    expect(outline.lineAt).toBe(3)
    for (const title of ['X', 'Eventuelt', 'Y']) {
      if (outline.adding) outline.adding.title = title
      outline.addLine()
    }
    expect(order()).toBe('A Næste møde B X Y Punkter til næste møde Evt. Eventuelt')
  })

  it('U63 so does one that is begun on the paper', () => {
    const { outline } = agenda('A', 'Eventuelt')
    const id = outline.add('', null)
    expect(outline.rows.map((row) => row.id)).toEqual(['i0', id, 'i1'])
  })

  it('U63 a new item stands where it is put, also among those that close the meeting', () => {
    const { outline, order } = agenda('Eventuelt')
    outline.startAdding()
    if (outline.adding) outline.adding.title = 'A'
    outline.addLine()
    outline.startAdding('i0')
    if (outline.adding) outline.adding.title = 'B'
    outline.addLine()
    expect(order()).toBe('A Eventuelt B')
  })

  it('U30 minutes that are not understood are not written, and that is said', () => {
    const { outline, told } = agenda('A')
    outline.typeDuration('i0', 'lidt')
    expect([outline.rows[0]?.duration, told]).toEqual([10, ['Ikke forstået: 1:30']])
    outline.typeDuration('i0', '20 min')
    outline.typeDuration('i0', '')
    expect([outline.rows[0]?.duration, told.length]).toEqual([null, 1])
    outline.startAdding()
    if (outline.adding) Object.assign(outline.adding, { title: 'X', minutes: 'længe' })
    outline.addLine()
    expect([outline.rows[1]?.duration, told.length]).toEqual([null, 2])
  })

  it('U27 a line below an item is followed by a line below the new one', () => {
    const { outline, order } = agenda('A', 'B')
    outline.startAdding('i0')
    if (outline.adding) outline.adding.title = 'X'
    outline.addLine()
    if (outline.adding) outline.adding.title = 'Y'
    outline.addLine()
    expect(order()).toBe('A X Y B')
  })

  it('U27 the line stays where it is when a colleague removes the item above it', () => {
    const { doc, outline, order } = agenda('A', 'B', 'C')
    outline.startAdding('i1')
    if (outline.adding) outline.adding.title = 'X'
    items.remove(doc, 'i1')
    expect(outline.lineAt).toBe(1)
    outline.addLine()
    expect(order()).toBe('A X C')
    items.move(doc, 'i0', 2)
    if (outline.adding) outline.adding.title = 'Y'
    outline.addLine()
    expect(order()).toBe('X Y C A')
  })

  it.each([
    ['10', 10],
    ['10 min', 10],
    ['1 t', 60],
    ['1 t 30', 90],
    ['1:30', 90],
    ['2 timer', 120],
    ['', null],
    ['snart', null],
  ])('U27 reads %j as %s minutes', (typed, minutes) => {
    expect(readMinutes(typed)).toBe(minutes)
  })
})
