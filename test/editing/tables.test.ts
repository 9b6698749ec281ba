// @vitest-environment happy-dom
import fc from '../fast-check.ts'
import { describe, expect, test } from 'vitest'
import { Grid } from '../../client/editing/grid.ts'
import {
  clearedText,
  crossesCells,
  figureColumns,
  isFigure,
  tablePlugin,
} from '../../client/editing/table-plugin.ts'
import {
  addColumn,
  deleteColumn,
  deleteRow,
  deleteTable,
  moveColumn,
  toggleHeaderRow,
} from '../../client/editing/table-commands.ts'
import { addRow, insertTable, moveRow, nextCell, previousCell } from '../../client/editing/tables.ts'
import { apply, cell, doc, p, refuses, stateOf, table, td, th, tr, turns, type Built } from './builders.ts'
import { Selection, type Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { arrowInTable } from '../../client/editing/table-arrows.ts'

const two = (a: string, b: string, c: string, d: string) => doc(table(tr(th(a), th(b)), tr(td(c), td(d))))

describe('commands', () => {
  const cases: [string, Built, Command, Built][] = [
    [
      'insert',
      doc(p('<a>'), p('x')),
      insertTable(2, 2),
      doc(table(tr(th('<a>'), th()), tr(td(), td())), p('x')),
    ],
    [
      'insert below text',
      doc(p('en<a>'), p('x')),
      insertTable(1, 1),
      doc(p('en'), table(tr(th('<a>'))), p('x')),
    ],
    ['Tab', two('a<a>', 'b', 'c', 'd'), nextCell, two('a', '<a>b', 'c', 'd')],
    ['Shift Tab', two('a', 'b', '<a>c', 'd'), previousCell, two('a', '<a>b', 'c', 'd')],
    [
      'Tab from the last',
      two('a', 'b', 'c', 'd<a>'),
      nextCell,
      doc(table(tr(th('a'), th('b')), tr(td('c'), td('d')), tr(td('<a>'), td()))),
    ],
    [
      'row below the header',
      two('a', 'b<a>', 'c', 'd'),
      addRow(1),
      doc(table(tr(th('a'), th('b')), tr(td(), td('<a>')), tr(td('c'), td('d')))),
    ],
    [
      'column after',
      two('a<a>', 'b', 'c', 'd'),
      addColumn(1),
      doc(table(tr(th('a'), th('<a>'), th('b')), tr(td('c'), td(), td('d')))),
    ],
    ['delete row', two('a', 'b', 'c', 'd<a>'), deleteRow, doc(table(tr(th('a'), th('<a>b'))))],
    ['delete column', two('a', 'b<a>', 'c', 'd'), deleteColumn, doc(table(tr(th('<a>a')), tr(td('c'))))],
    ['delete the last row', doc(table(tr(td('a<a>')))), deleteRow, doc(p('<a>'))],
    ['delete table', doc(p('x'), table(tr(td('a<a>'))), p('y')), deleteTable, doc(p('x'), p('y'))],
    [
      'row up',
      two('a', 'b', 'c<a>', 'd'),
      moveRow(-1),
      doc(table(tr(td('c<a>'), td('d')), tr(th('a'), th('b')))),
    ],
    [
      'row down',
      two('a', 'b<a>', 'c', 'd'),
      moveRow(1),
      doc(table(tr(td('c'), td('d')), tr(th('a'), th('b<a>')))),
    ],
    ['column right', two('<a>a', 'b', 'c', 'd'), moveColumn(1), two('b', '<a>a', 'd', 'c')],
    [
      'header off',
      two('a<a>', 'b', 'c', 'd'),
      toggleHeaderRow,
      doc(table(tr(td('a<a>'), td('b')), tr(td('c'), td('d')))),
    ],
  ]
  test.each(cases)('T4 %s', (_name, before, command, after) => turns(before, command, after))

  test('T4 spans: a row through a tall cell makes it taller, deleting its first row keeps it', () => {
    const tall = () => doc(table(tr(cell({ rowspan: 2 }, p('høj')), td('a<a>')), tr(td('b'))))
    turns(
      tall(),
      addRow(1),
      doc(table(tr(cell({ rowspan: 3 }, p('høj')), td('a')), tr(td('<a>')), tr(td('b')))),
    )
    turns(tall(), deleteRow, doc(table(tr(cell({ rowspan: 1 }, p('høj')), td('<a>b')))))
  })

  test('T4 outside tables the commands do not apply', () => {
    for (const command of [nextCell, addRow(1), deleteColumn, moveRow(1)]) refuses(doc(p('<a>')), command)
    refuses(doc(table(tr(td('<a>')))), insertTable())
  })
})

describe('ragged tables', () => {
  const ragged = fc.array(
    fc.array(
      fc.record({ colspan: fc.integer({ min: -1, max: 4 }), rowspan: fc.integer({ min: 0, max: 4 }) }),
      {
        maxLength: 4,
      },
    ),
    { minLength: 1, maxLength: 4 },
  )
  const commands = [
    nextCell,
    previousCell,
    ...[addRow, addColumn, moveRow, moveColumn].flatMap((make) => [make(-1), make(1)]),
    deleteRow,
    deleteColumn,
    toggleHeaderRow,
    deleteTable,
  ]

  test('T4 no command throws on a ragged table, and each leaves valid text', () => {
    let applied = 0
    fc.assert(
      fc.property(ragged, fc.nat(), (rows, where) => {
        const built = doc(
          p('x'),
          table(...rows.map((cells) => tr(...cells.map((attrs) => cell(attrs, p('o')))))),
          p('y'),
        )
        let state = stateOf(built)
        const pos = where % built.content.size
        state = state.apply(state.tr.setSelection(Selection.near(state.doc.resolve(pos))))
        for (const command of commands) {
          const after = apply(command, state)
          if (after) applied++
          after?.doc.check()
        }
      }),
      { seed: 7 },
    )
    expect(applied).toBeGreaterThan(100)
  })

  test('T4 a huge span from outside is cut', () => {
    const grid = new Grid(doc(table(tr(cell({ colspan: 1e9, rowspan: 1e9 }, p())))).child(0))
    expect(grid.width).toBeLessThanOrEqual(64)
  })
})

describe('arrows', () => {
  const edge = { endOfTextblock: () => true } as unknown as EditorView
  const lands = (built: Built, side: -1 | 1) => {
    let state = stateOf(built)
    const done = arrowInTable(side)(state, (change) => (state = state.apply(change)), edge)
    return done ? state.selection.$head.parent.textContent : null
  }
  const cells = (a: string, d: string) =>
    doc(p('over'), table(tr(td(a), td('b')), tr(td('c'), td(d))), p('under'))

  test('T4 up and down go by row, and out of the table', () => {
    expect(lands(cells('a<a>', 'd'), 1)).toBe('c')
    expect(lands(cells('a', 'd<a>'), -1)).toBe('b')
    expect(lands(cells('a', 'd<a>'), 1)).toBe('under')
    expect(lands(cells('a<a>', 'd'), -1)).toBe('over')
    expect(lands(doc(p('x<a>')), 1)).toBeNull()
  })

  test('T4 a table that ends its section gets a line below to go to', () => {
    expect(lands(doc(table(tr(td('a<a>')))), 1)).toBe('')
    expect(lands(doc(table(tr(td('a<a>')))), -1)).toBeNull()
  })
})

describe('around tables', () => {
  test('T1 deleting a selection over cells empties their text and keeps the cells', () => {
    const state = stateOf(doc(table(tr(td('et<a>to'), td('tre')), tr(td('fi<b>re'), td('fem')))))
    expect(crossesCells(state)).toBe(true)
    expect(clearedText(state, 'x').doc.toJSON()).toEqual(
      doc(table(tr(td('etx'), td()), tr(td('re'), td('fem')))).toJSON(),
    )
  })

  test('T1 a table put last gets a line below it', () => {
    const state = stateOf(doc(p('<a>')), [tablePlugin()])
    const after = apply(insertTable(1, 1), state)
    expect(after?.doc.lastChild?.type.name).toBe('paragraph')
  })

  test('T4 columns of figures are found', () => {
    const grid = new Grid(
      doc(
        table(
          tr(th('Afsnit'), th('Forløb'), th('Andel')),
          tr(td('M2'), td('1.214'), td('93,5 %')),
          tr(td('G'), td(), td('4')),
        ),
      ).child(0),
    )
    expect(figureColumns(grid)).toEqual([1, 2])
    expect(['12', '-3,5', '1.000.000 kr.', '2026-03-12', 'to', '1,2,3'].map(isFigure)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
