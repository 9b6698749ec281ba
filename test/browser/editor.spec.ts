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

test('E2 the page keys turn pages and come back to the same place', async () => {
  await d.open(base, '?items=8&chars=3000')
  await d.caret('i1/case', at(40))
  const before = await d.where()
  await d.keys('PageDown', 'PageDown')
  expect((await d.where())?.[0]).not.toBe('i1/case')
  await d.keys('PageUp', 'PageUp')
  expect(await d.where()).toEqual(before)
  await d.keys('Shift+PageDown', 'Shift+PageDown')
  expect((await d.where())?.[0]).toBe('wide')
})

test('E1 going down and up through many sections returns to the exact character', async () => {
  await d.open(base, '?items=4&chars=700')
  await d.caret('i1/case', at(40))
  const before = await d.where()
  for (let i = 0; i < 25; i++) await d.keys('ArrowDown')
  expect((await d.where())?.[0]).toMatch(/^i2/)
  for (let i = 0; i < 25; i++) await d.keys('ArrowUp')
  expect((await d.where())?.[0]).toBe(before?.[0])
  expect(Math.abs(Number((await d.where())?.[1]) - Number(before?.[1]))).toBeLessThanOrEqual(2)
})

test('E5 the mouse draws a selection over sections, and back into one', async ({ page }) => {
  await d.draw(await d.spot('i1/title', 'tle'), await d.spot('i1/recommendation', 'point 1 a'))
  await expect.poll(() => d.where()).toEqual(['wide', 'i1/title', 'i1/recommendation'])
  expect(await d.selectedText()).toContain('case 1 one')
  const from = await d.spot('i1/case', 'one')
  const to = await d.spot('i1/case', 'two')
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  const away = await d.spot('i1/minutes', 'minutes')
  await page.mouse.move(away.x, away.y, { steps: 5 })
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
  await expect.poll(async () => (await d.where())?.length).toBe(3)
  expect((await d.where())?.[0]).toBe('i1/case')
  await d.type('X')
  expect(await d.text('i1/case')).toMatch(/X/)
})

test('E5 drawing beyond the edge of the window scrolls on', async ({ page }) => {
  await d.open(base, '?items=8&chars=3000')
  const from = await d.spot('i1/title', 'title')
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 200, 990, { steps: 8 })
  await expect.poll(() => page.evaluate(() => scrollY), { timeout: 15_000 }).toBeGreaterThan(1500)
  await page.mouse.up()
  const where = await d.where()
  expect(where?.slice(0, 2)).toEqual(['wide', 'i1/title'])
  expect(where?.[2]).toMatch(/^i[2-8]/)
  const { scrolled } = await page.evaluate(() => ({ scrolled: scrollY }))
  await d.keys('ArrowLeft')
  expect(await d.where()).toEqual(['i1/title', expect.any(Number)])
  expect(await page.evaluate(() => scrollY)).toBeLessThan(scrolled)
})

test('E5 Shift and a click select up to there; a plain click ends a wide selection', async ({ page }) => {
  await d.caret('i1/title', at(4))
  const to = await d.spot('i2/case', 'one')
  await page.keyboard.down('Shift')
  await page.mouse.click(to.x, to.y)
  await page.keyboard.up('Shift')
  expect(await d.where()).toEqual(['wide', 'i1/title', 'i2/case'])
  const back = await d.spot('i2/minutes', 'nu')
  await page.mouse.click(back.x, back.y)
  await expect.poll(async () => (await d.where())?.[0]).toBe('i2/minutes')
  await d.type('X')
  expect(await d.text('i2/minutes')).toContain('X')
})

test('E6 a wide copy keeps order, structure and names, as HTML and as text', async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await d.caret('i1/title', at(1))
  await d.keys('Control+a', 'Control+a', 'Control+c')
  const html = await d.clip('text/html')
  expect(html.indexOf('title 1')).toBeLessThan(html.indexOf('case 1 one'))
  expect(html).toContain('<ol')
  expect(html.replace(/ style="[^"]*"/g, '')).toMatch(/<h3[^>]*>Indstilling<\/h3>/)
  expect(await d.clip('text/plain')).toMatch(
    /^1\. title 1\n\nSagsfremstilling\n\ncase 1 one\n\ncase 1 two\n\nIndstilling/,
  )
})

test('E6 pasting it inside the paper brings the text and not the names', async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await d.caret('i1/title', at(1))
  await d.keys('Control+a', 'Control+a', 'Control+c')
  await d.caret('i3/minutes', 'start')
  await d.keys('Control+v')
  await expect
    .poll(() => d.text('i3/minutes'))
    .toBe('title 1|case 1 one|case 1 two|rec 1|point 1 a|point 1 b|minutes 1')
  expect(await d.undoSteps()).toBe(1)
})

const EMPTIED = {
  'i1/title': 'tit',
  'i1/case': '',
  'i1/recommendation': '',
  'i1/minutes': 'es 1',
  'i2/title': 'title 2',
}

/** What takes a wide selection's text away, and what stands in its place. */
const REPLACED: [title: string, act: () => Promise<void>, text: string][] = [
  ['E7 Delete', () => d.keys('Delete'), ''],
  ['E7 Backspace', () => d.keys('Backspace'), ''],
  ['E7 cut', () => d.keys('Control+x'), ''],
  ['E7 a typed letter', () => d.type('æ'), 'æ'],
  ['E7 an emoji', () => d.page.keyboard.insertText('🙂'), '🙂'],
]
for (const [title, act, text] of REPLACED)
  test(`${title} empties what is selected and leaves items and names, as one step`, async ({ page }) => {
    const before = await d.all()
    const select = () =>
      page.evaluate(() => {
        const [root] = document.getElementsByTagName('main')
        if (!root) throw new Error('No paper.')
        window.lab.editor.focusSection('i1/title', { anchor: 4, head: 4 })
      })
    await select()
    await d.keys(
      'Shift+ArrowDown',
      'Shift+ArrowDown',
      'Shift+ArrowDown',
      'Shift+ArrowDown',
      'Shift+ArrowDown',
      'Shift+ArrowDown',
    )
    await d.keys('Shift+Home')
    for (let i = 0; i < 5; i++) await d.keys('Shift+ArrowRight')
    await expect.poll(() => d.where()).toEqual(['wide', 'i1/title', 'i1/minutes'])
    await act()
    await expect.poll(() => d.all()).toMatchObject({ ...EMPTIED, 'i1/title': `tit${text}` })
    expect(await d.where()).toEqual(['i1/title', 4 + text.length])
    expect(await d.undoSteps()).toBe(1)
    expect(await page.locator('article').count()).toBe(3)
    await d.keys('Control+z')
    await expect.poll(() => d.all()).toEqual(before)
    expect(await d.where()).toEqual(['wide', 'i1/title', 'i1/minutes'])
    await d.keys('Control+Shift+z')
    await expect.poll(() => d.all()).toMatchObject({ ...EMPTIED, 'i1/title': `tit${text}` })
    await expect.poll(() => d.agrees()).toBe(true)
  })

test('E7 Enter does nothing to a wide selection', async () => {
  const before = await d.all()
  await d.caret('i1/case', 'start')
  await d.keys('Control+a', 'Control+a', 'Enter')
  expect(await d.all()).toEqual(before)
})

test('E7 pasting over a wide selection is one step', async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const before = await d.all()
  await d.caret('i2/minutes', 'start')
  await d.keys('Control+a', 'Control+c')
  await d.caret('i1/case', { anchor: 6, head: 6 })
  await d.keys('Control+Shift+End')
  await d.keys('Control+v')
  await expect.poll(() => d.text('i1/case')).toBe('case minutes 2')
  expect(await d.text('i2/minutes')).toBe('')
  expect(await d.undoSteps()).toBe(1)
  await d.keys('Control+z')
  await expect.poll(() => d.all()).toEqual(before)
})

test('E7 everything of a long paper, mounted or not, goes and comes back in one step', async () => {
  await d.open(base, '?items=30&chars=1500')
  const before = await d.all()
  await d.caret('i1/title', 'start')
  await d.keys('Control+a', 'Control+a', 'Control+a', 'Delete')
  await expect.poll(async () => Object.values(await d.all()).join('')).toBe('')
  await d.keys('Control+z')
  await expect.poll(() => d.all()).toEqual(before)
})

test('E7 a mark is set over sections, and taken away when all of it has it', async ({ page }) => {
  await d.caret('i1/case', at(6))
  await d.keys('Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown')
  const bold = () => page.evaluate(() => document.querySelectorAll('[data-text] strong').length)
  await page.evaluate(() => window.lab.editor.toggleMark('strong'))
  await expect.poll(bold).toBeGreaterThan(2)
  expect((await d.where())?.[0]).toBe('wide')
  expect(await d.undoSteps()).toBe(1)
  await page.evaluate(() => window.lab.editor.toggleMark('strong'))
  await expect.poll(bold).toBe(0)
  await d.keys('Control+z', 'Control+z')
  await expect.poll(bold).toBe(0)
})
