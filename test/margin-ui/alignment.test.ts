import fc from '../fast-check.ts'
import { describe, expect, test } from 'vitest'
import { align, type Wanted } from '../../client/margin/alignment.ts'

const threads = (...rows: [y: number, height: number][]): Wanted[] =>
  rows.map(([y, height], i) => ({ id: String(i), y, height }))

describe('M40 threads stand beside their text', () => {
  test.each([
    ['far apart: each at its line', threads([10, 50], [200, 50]), null, [10, 200]],
    ['close together: one after the other', threads([10, 50], [20, 30], [25, 40]), null, [10, 76, 122]],
    ['the same line: stacked in order', threads([10, 50], [10, 50]), null, [10, 76]],
    [
      'the held one exactly, others pushed up and down',
      threads([100, 50], [110, 50], [120, 50]),
      { id: '1', y: 110 },
      [44, 110, 176],
    ],
    ['no room above: the row begins at the top', threads([10, 50], [20, 50]), { id: '1', y: 20 }, [0, 66]],
    ['held elsewhere than it wants', threads([10, 50], [300, 50]), { id: '1', y: 250 }, [10, 250]],
    ['what is held is not there', threads([10, 50]), { id: 'x', y: 99 }, [10]],
    ['nothing', [], null, []],
  ] as const)('M40 %s', (_name, list, held, places) => {
    expect([...align(list, held).values()]).toEqual(places)
  })

  test('M40 none covers another, none stands above the top, and the order is that of the text', () => {
    const row = fc.record({ y: fc.integer({ min: 0, max: 2000 }), height: fc.integer({ min: 20, max: 300 }) })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.nat(), (rows, pick) => {
        const list = rows.sort((a, b) => a.y - b.y).map((each, i) => ({ ...each, id: String(i) }))
        const active = list[pick % Math.max(1, list.length)]
        const places = align(list, active ?? null, 40)
        const tops = list.map(({ id }) => places.get(id) ?? NaN)
        tops.forEach((top, i) => {
          const before = list[i - 1]
          expect(top).toBeGreaterThanOrEqual(i === 0 ? 40 : (tops[i - 1] ?? 0) + (before?.height ?? 0) + 16)
        })
      }),
    )
  })
})
