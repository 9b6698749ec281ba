import { expect, test } from '@playwright/test'
import { Driver, type Where } from '../editor/driver.ts'
import { servePage } from '../editor/serve-page.ts'

let base = ''
let close: () => Promise<void>
test.beforeAll(async () => ({ url: base, close } = await servePage()))
test.afterAll(() => close())

let d: Driver
test.beforeEach(async ({ page }) => {
  d = new Driver(page)
  await d.open(base)
})

type At = 'start' | 'end' | { anchor: number; head: number }
const at = (pos: number) => ({ anchor: pos, head: pos })

/** From a place, by keys, to a place. Titles are 7 characters long, the two paragraphs of a case text 10 each. */
const MOVES: [title: string, key: string, at: At, keys: string[], where: Where][] = [
  ['E1 ArrowRight at the end goes to the next section', 'i1/title', 'end', ['ArrowRight'], ['i1/case', 1]],
  [
    'E1 ArrowLeft at the start goes to the end of the one before',
    'i1/case',
    'start',
    ['ArrowLeft'],
    ['i1/title', 8],
  ],
  [
    'E1 ArrowDown leaves a title and ArrowUp comes back',
    'i1/title',
    at(3),
    ['ArrowDown', 'ArrowUp'],
    ['i1/title', 3],
  ],
  ['E1 ArrowDown goes line by line inside a section', 'i1/case', at(4), ['ArrowDown'], ['i1/case', 16]],
  ['E1 ArrowDown at the last line goes on', 'i1/minutes', 'start', ['ArrowDown'], ['i2/title', 1]],
  [
    'E1 ArrowUp at the first line goes to the last line of a list',
    'i1/minutes',
    'start',
    ['ArrowUp'],
    ['i1/recommendation', 23],
  ],
  ['E1 ArrowUp stays at the top of the paper', 'i1/title', 'start', ['ArrowUp'], ['i1/title', 1]],
  ['E1 an empty section is a stop on the way', 'i3/recommendation', 'end', ['ArrowRight'], ['i3/minutes', 1]],
  ['E2 Home and End stay in the line', 'i1/case', at(16), ['Home', 'End'], ['i1/case', 23]],
  ['E2 Ctrl+End goes to the end of the paper', 'i1/title', 'start', ['Control+End'], ['i3/minutes', 1]],
  ['E2 Ctrl+Home goes to its beginning', 'i3/case', 'end', ['Control+Home'], ['i1/title', 1]],
  [
    'E3 Backspace at the start goes to the end of the section before',
    'i1/case',
    'start',
    ['Backspace'],
    ['i1/title', 8],
  ],
  [
    'E3 Delete at the end goes to the start of the next section',
    'i1/title',
    'end',
    ['Delete'],
    ['i1/case', 1],
  ],
  ['E3 Ctrl+Delete at the end merges nothing either', 'i1/title', 'end', ['Control+Delete'], ['i1/case', 1]],
  [
    'E3 Ctrl+Backspace at the start merges nothing either',
    'i2/title',
    'start',
    ['Control+Backspace'],
    ['i1/minutes', 10],
  ],
  ['E4 Enter in a title goes to the next section', 'i1/title', at(3), ['Enter'], ['i1/case', 1]],
  ['E4 Tab in a title goes to the next section', 'i1/title', at(3), ['Tab'], ['i1/case', 1]],
  ['E4 Shift+Tab in a title goes back', 'i2/title', at(3), ['Shift+Tab'], ['i1/minutes', 1]],
  [
    'E5 Shift+ArrowRight selects over the border',
    'i1/title',
    'end',
    ['Shift+ArrowRight'],
    ['wide', 'i1/title', 'i1/case'],
  ],
  [
    'E5 Shift+ArrowLeft comes back into one section',
    'i1/title',
    at(7),
    ['Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowLeft'],
    ['i1/title', 7, 8],
  ],
  [
    'E5 Shift+ArrowDown selects over borders',
    'i1/title',
    at(3),
    ['Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown'],
    ['wide', 'i1/title', 'i1/recommendation'],
  ],
  [
    'E5 Shift+ArrowUp selects upwards',
    'i2/title',
    at(3),
    ['Shift+ArrowUp', 'Shift+ArrowUp'],
    ['wide', 'i1/recommendation', 'i2/title'],
  ],
  [
    'E5 Ctrl+Shift+End selects to the end of the paper',
    'i1/case',
    'start',
    ['Control+Shift+End'],
    ['wide', 'i1/case', 'i3/minutes'],
  ],
  [
    'E5 Ctrl+Shift+Home selects to its beginning',
    'i2/case',
    'start',
    ['Control+Shift+Home'],
    ['wide', 'i1/title', 'i2/case'],
  ],
  [
    'E5 Ctrl+Shift+ArrowRight goes over the border too',
    'i1/title',
    'end',
    ['Control+Shift+ArrowRight'],
    ['wide', 'i1/title', 'i1/case'],
  ],
  ['E5 Ctrl+A selects the section', 'i1/case', at(4), ['Control+a'], ['i1/case', 1, 23]],
  [
    'E5 Ctrl+A twice selects the item',
    'i1/case',
    at(4),
    ['Control+a', 'Control+a'],
    ['wide', 'i1/title', 'i1/minutes'],
  ],
  [
    'E5 Ctrl+A thrice selects the paper',
    'i1/case',
    at(4),
    ['Control+a', 'Control+a', 'Control+a'],
    ['wide', 'i1/title', 'i3/minutes'],
  ],
  [
    'E5 Ctrl+A in an empty section selects the item',
    'i3/minutes',
    'start',
    ['Control+a'],
    ['wide', 'i3/title', 'i3/minutes'],
  ],
  [
    'E5 Escape leaves the caret at the moving end',
    'i1/title',
    'end',
    ['Shift+ArrowRight', 'Shift+ArrowRight', 'Escape'],
    ['i1/case', 2],
  ],
  [
    'E5 ArrowLeft goes to the beginning of a wide selection',
    'i1/title',
    at(6),
    ['Shift+ArrowDown', 'ArrowLeft'],
    ['i1/title', 6],
  ],
  ['E5 ArrowRight goes to its end', 'i1/title', 'end', ['Shift+ArrowRight', 'ArrowRight'], ['i1/case', 1]],
]
for (const [title, key, start, keys, where] of MOVES)
  test(title, async () => {
    await d.caret(key, start)
    await d.keys(...keys)
    await expect.poll(() => d.where()).toEqual(where)
    await d.type('#')
    expect(await d.undoSteps()).toBe(1)
  })
