import { expect, test } from '@playwright/test'
import { Driver, type Where } from '../editor/driver.ts'
import { servePage } from '../editor/serve-page.ts'

let base = ''
let close: () => Promise<void>
test.beforeAll(async () => ({ url: base, close } = await servePage()))
test.afterAll(() => close())

let d: Driver
let errors: Error[] = []
test.beforeEach(async ({ page }) => {
  errors = []
  page.on('pageerror', (error) => errors.push(error))
  d = new Driver(page)
  await d.open(base)
})
test.afterEach(() => expect(errors).toEqual([]))

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
  [
    'E1 ArrowRight collapses a selection to its end',
    'i1/case',
    { anchor: 1, head: 23 },
    ['ArrowRight'],
    ['i1/case', 23],
  ],
  [
    'E1 ArrowLeft collapses a selection to its start',
    'i1/case',
    { anchor: 23, head: 5 },
    ['ArrowLeft'],
    ['i1/case', 5],
  ],
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
  await expect.poll(async () => (await d.where())?.[0]).toMatch(/^i2/)
  for (let i = 0; i < 25; i++) await d.keys('ArrowUp')
  await expect.poll(async () => (await d.where())?.[0]).toBe(before?.[0])
  await expect
    .poll(async () => Math.abs(Number((await d.where())?.[1]) - Number(before?.[1])))
    .toBeLessThanOrEqual(2)
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
  await expect.poll(() => d.where()).toEqual(['i1/case', expect.any(Number), expect.any(Number)])
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

test('E5 resting at the edge goes over the border too, out of a long section', async ({ page }) => {
  await d.open(base, '?items=3&chars=4000')
  const from = await d.spot('i1/case', 'two')
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 30, 600, { steps: 4 })
  await page.mouse.move(from.x + 30, 997, { steps: 4 })
  await expect
    .poll(() => d.where(), { timeout: 20_000 })
    .toEqual(['wide', 'i1/case', expect.stringMatching(/^i[23]/)])
  await page.mouse.up()
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

test('E8 undo takes back only one’s own, wherever it was, and puts the caret back', async ({ page }) => {
  await d.open(base, '?items=30&chars=1500')
  await d.caret('i1/case', at(5))
  await d.type('ALPHA')
  await d.caret('i1/minutes', 'end')
  await d.type('BETA')
  await d.caret('i28/case', at(3))
  await d.type('GAMMA')
  await d.remoteInsert('i1/case', 0, 'theirs ')
  expect(await d.undoSteps()).toBe(3)
  await d.keys('Control+z')
  expect(await d.where()).toEqual(['i28/case', 3])
  await d.keys('Control+z')
  expect(await d.where()).toEqual(['i1/minutes', 10])
  await d.keys('Control+z')
  expect(await d.where()).toEqual(['i1/case', 5 + 'theirs '.length])
  expect(await d.text('i1/case')).toMatch(/^theirs case 1 one/)
  await expect(d.section('i1/case')).toBeInViewport()
  await d.keys('Control+Shift+z')
  expect(await d.where()).toEqual(['i1/case', 5 + 'theirs '.length + 'ALPHA'.length])
  await d.keys('Control+y')
  expect(await d.where()).toEqual(['i1/minutes', 14])
  expect(await page.evaluate(() => [window.lab.editor.canUndo, window.lab.editor.canRedo])).toEqual([
    true,
    true,
  ])
})

test('E8 moving the caret makes no step and keeps what can be redone', async () => {
  await d.caret('i1/case', at(5))
  await d.type('A')
  await d.keys('Control+z', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Control+y')
  expect(await d.text('i1/case')).toContain('A')
})

test('E8 a change of the header or of an item is a step of its own', async ({ page }) => {
  await d.caret('i1/case', at(5))
  await d.type('A')
  await page.evaluate(() => {
    const { editor, paper, doc } = window.lab
    editor.transact(() => paper.setHeader(doc, { place: 'Lyngø' }))
    editor.transact(() => paper.items.set(doc, 'i2', { duration: 20 }))
  })
  expect(await d.undoSteps()).toBe(3)
  await d.keys('Control+z')
  await d.keys('Control+z')
  expect(await page.evaluate(() => window.lab.paper.header(window.lab.doc).place)).toBe(null)
  expect(await d.text('i1/case')).toContain('A')
  await d.keys('Control+z')
  expect(await d.text('i1/case')).not.toContain('A')
})

test('E9 undo of a deleted item brings it back whole, with the caret in it', async ({ page }) => {
  await d.open(base, '?items=12&chars=900')
  await d.caret('i1/case', at(5))
  await page.evaluate(() => {
    const { editor, paper, doc } = window.lab
    editor.transact(() => paper.items.remove(doc, 'i9'))
  })
  await expect(d.section('i9/title')).toHaveCount(0)
  await d.keys('Control+z')
  await expect(d.section('i9/title')).toBeInViewport()
  expect(await d.where()).toEqual(['i9/title', 1])
  expect(await d.shown('i9/minutes')).toBe('minutes 9')
})

test('E10 what others write moves neither the caret nor the line one writes on', async ({ page }) => {
  await d.open(base, '?items=6&chars=1500')
  await d.caret('i3/case', at(5))
  const top = () => page.evaluate(() => window.lab.editor.view('i3/case')?.coordsAtPos(5).top ?? 0)
  const before = await top()
  await page.evaluate(() => {
    const { remote, writeSection } = window.lab
    const paragraphs = Array.from({ length: 4 }, (_, i) => ({
      type: 'paragraph',
      content: [{ type: 'text', text: `new ${i}` }],
    }))
    for (const key of ['i1/case', 'i2/minutes', 'i3/title'] as const)
      remote((theirs) => writeSectionInto(theirs, key))
    function writeSectionInto(
      theirs: Parameters<Parameters<typeof remote>[0]>[0],
      key: 'i1/case' | 'i2/minutes' | 'i3/title',
    ) {
      const fragment = theirs.getXmlFragment(key)
      fragment.delete(0, fragment.length)
      writeSection(theirs, key, paragraphs)
    }
  })
  await expect.poll(() => d.shown('i2/minutes')).toBe('new 0|new 1|new 2|new 3')
  await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(2)
  await d.remoteInsert('i3/case', 0, 'before ')
  expect(await d.where()).toEqual(['i3/case', 12])
  await d.remoteInsert('i3/case', 30, ' after')
  expect(await d.where()).toEqual(['i3/case', 12])
  await d.type('X')
  expect(await d.text('i3/case')).toMatch(/^before caseX? ?X?3/)
  expect(await d.undoSteps()).toBe(1)
})

test('E21 two who type at one place get their own words whole', async () => {
  await d.caret('i1/title', 'end')
  const before = (await d.text('i1/title')).length
  for (const [mine, theirs] of ['aA', 'bB', 'cC'] as const) {
    await d.type(mine ?? '')
    // The other one's caret is behind what that one wrote: always at the end.
    await d.remoteInsert('i1/title', (await d.text('i1/title')).length, theirs ?? '')
  }
  expect((await d.text('i1/title')).slice(before)).toBe('abcABC')
})

test('E21 a caret set behind a word that a colleague is writing goes along to its end, and no further', async () => {
  const text = () => d.text('i1/title')
  const before = (await text()).length
  await d.remoteInsert('i1/title', before, ' god')
  await d.caret('i1/title', 'end')
  await d.remoteInsert('i1/title', before + 4, 'kend')
  await d.remoteInsert('i1/title', before + 8, 't nu')
  await d.type(' X')
  expect((await text()).slice(before)).toBe(' godkendt X nu')
})

test('E10 a wide selection stays while others write in it and take an item away', async ({ page }) => {
  await d.caret('i1/title', at(4))
  await d.keys('Control+Shift+End')
  await d.remoteInsert('i1/title', 0, 'Ny ')
  await d.remoteInsert('i2/case', 0, 'Ny ')
  await page.evaluate(() => window.lab.remote((theirs) => window.lab.paper.items.remove(theirs, 'i2')))
  await expect(d.section('i2/title')).toHaveCount(0)
  expect(await d.where()).toEqual(['wide', 'i1/title', 'i3/minutes'])
  await d.keys('Delete')
  await expect.poll(() => d.text('i1/title')).toBe('Ny tit')
})

test('E11 when others move the item one writes in, typing goes on in it', async ({ page }) => {
  await d.open(base, '?items=20&chars=300')
  await d.caret('i10/case', at(5))
  const top = () => page.evaluate(() => window.lab.editor.view('i10/case')?.coordsAtPos(5).top ?? 0)
  const before = await top()
  await d.type('A')
  await page.evaluate(() => window.lab.remote((theirs) => window.lab.paper.items.move(theirs, 'i10', 15)))
  await d.type('B')
  await page.evaluate(() => window.lab.remote((theirs) => window.lab.paper.items.move(theirs, 'i10', 4)))
  await d.type('C')
  expect(await d.text('i10/case')).toMatch(/^caseABC 10/)
  await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(3)
})

test('E12 an input method composes while others write in the same paragraph', async ({ page }) => {
  await d.caret('i1/case', at(6))
  const cdp = await page.context().newCDPSession(page)
  const compose = (text: string) =>
    cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await compose('に')
  await d.remoteInsert('i1/case', 0, 'FØR ')
  await compose('にほ')
  await d.remoteInsert('i1/case', 15, ' EFTER')
  await d.remoteInsert('i1/minutes', 0, 'andetsteds ')
  await compose('日本')
  await cdp.send('Input.insertText', { text: '日本' })
  await expect.poll(() => d.text('i1/case')).toBe('FØR case 日本1 one EFTER|case 1 two')
  await expect.poll(() => d.agrees()).toBe(true)
  await d.type('!')
  expect(await d.text('i1/case')).toContain('日本!1 one')
})

test('E12 composing over a wide selection deletes it first', async ({ page }) => {
  await d.caret('i1/title', at(4))
  await d.keys('Shift+ArrowDown', 'Shift+ArrowDown')
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
  await cdp.send('Input.insertText', { text: '日' })
  await expect.poll(() => d.text('i1/title')).toBe('tit日')
  await expect.poll(() => d.agrees()).toBe(true)
})

test('E13 a section that is far away looks as it does mounted, and mounting writes nothing', async ({
  page,
}) => {
  await d.open(base, '?items=30&chars=900')
  const html = () =>
    page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll<HTMLElement>('[data-text]')].map((element) => [
          element.dataset.text,
          [element.innerHTML.replaceAll(' ProseMirror', ''), element.getBoundingClientRect().height],
        ]),
      ),
    )
  const mounted = () => page.evaluate(() => [...document.querySelectorAll('.ProseMirror')].length)
  expect(await mounted()).toBeLessThan(60)
  await page.addStyleTag({ content: 'article { content-visibility: visible !important }' })
  const far = (await html())['i20/recommendation']
  const updates = await page.evaluate(() => window.lab.updates())
  await d.section('i20/recommendation').scrollIntoViewIfNeeded()
  await expect(d.section('i20/recommendation')).toHaveClass(/ProseMirror/)
  expect((await html())['i20/recommendation']).toEqual(far)
  await d.section('i30/minutes').scrollIntoViewIfNeeded()
  await expect(d.section('i30/minutes')).toHaveClass(/ProseMirror/)
  await d.caret('i30/minutes', 'start')
  expect(await page.evaluate(() => window.lab.updates())).toBe(updates)
  await d.section('i1/title').scrollIntoViewIfNeeded()
  await expect(d.section('i20/recommendation')).not.toHaveClass(/ProseMirror/)
  await expect(d.section('i20/recommendation')).toHaveAttribute('aria-label', 'Punkt 20, Indstilling')
})

test('E13 static text follows what others write', async ({ page }) => {
  await d.open(base, '?items=30&chars=900')
  await d.remoteInsert('i25/minutes', 0, 'langt nede ')
  await expect.poll(() => d.shown('i25/minutes')).toBe('langt nede minutes 25')
  expect(await page.evaluate(() => window.lab.editor.view('i25/minutes'))).toBe(null)
})

test('E14 others’ carets show where they are, with a name that shrinks and comes back', async ({ page }) => {
  await d.caret('i2/case', 'start')
  await d.peer(7, 'Amalie', 'i1/minutes', 10, 10)
  const caret = d.section('i1/minutes').locator('.cur')
  await expect(caret).toHaveText('Amalie, Birkevang')
  await expect(caret).toHaveClass(/end/)
  await expect(caret).toHaveClass(/o2/)
  await expect(caret.locator('span')).toBeVisible()
  await expect(caret.locator('span')).toBeHidden({ timeout: 5000 })
  const bar = await caret.boundingBox()
  await page.mouse.move((bar?.x ?? 0) - 1, (bar?.y ?? 0) - 2)
  await expect(caret.locator('span')).toBeVisible()
  await d.peer(7, 'Amalie', 'i1/case', 2, 6)
  await expect(caret).toHaveCount(0)
  await expect(d.section('i1/case').locator('.others')).toHaveText('ase ')
  await expect(d.section('i1/case').locator('.cur')).not.toHaveClass(/end/)
  await d.remoteInsert('i1/case', 0, 'xx')
  await expect(d.section('i1/case').locator('.others')).toHaveText('ase ')
  expect(
    await page.evaluate(() => window.lab.editor.others.map(({ user, section }) => [user.name, section])),
  ).toEqual([['Amalie', 'i1/case']])
  expect(await d.where()).toEqual(['i2/case', 1])
  expect(await page.evaluate(() => window.lab.awareness.getLocalState()?.cursor?.section)).toBe('i2/case')
})

test('E16 a search sees all text, shows what it found and goes there without taking focus', async ({
  page,
}) => {
  await d.open(base, '?items=30&chars=900')
  await page.locator('#outside').focus()
  const found = await page.evaluate(() => {
    const { editor } = window.lab
    const matches = editor.textIndex().flatMap(({ key, text, range }) => {
      const at = text.indexOf('point 2')
      return at < 0 ? [] : [{ key, ...range(at, at + 7) }]
    })
    editor.setMatches(matches, matches.length - 1)
    const last = matches.at(-1)
    if (last) editor.reveal(last.key, last.from, last.to)
    return matches.map(({ key }) => key)
  })
  expect(found).toHaveLength(11)
  const current = page.locator('.match.now')
  await expect(current).toHaveText('point 2')
  await expect(current).toBeInViewport()
  await expect(page.locator('#outside')).toBeFocused()
})

test('E30 undo in a field beside the paper takes nothing from it', async ({ page }) => {
  await d.caret('i1/case', 'end')
  await d.type(' og mere')
  const written = await d.text('i1/case')
  await page.evaluate(() => document.body.append(document.createElement('textarea')))
  await page.locator('textarea').focus()
  await d.keys('Control+z', 'Control+z')
  await expect(page.locator('textarea')).toBeFocused()
  expect(await d.text('i1/case')).toBe(written)
  await d.caret('i1/case', 'end')
  await d.keys('Control+z')
  expect(await d.text('i1/case')).not.toContain('mere')
})

test('E17 text dragged to another section moves there in one step', async ({ page }) => {
  await d.caret('i1/minutes', { anchor: 1, head: 8 })
  const word = await d.spot('i1/minutes', 'minutes')
  const to = await d.spot('i2/minutes', 's 2')
  await page.mouse.move(word.x, word.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y - 5, { steps: 5 })
  await page.mouse.move(to.x, to.y, { steps: 3 })
  await page.mouse.up()
  await expect.poll(() => d.text('i1/minutes')).toBe(' 1')
  expect(await d.text('i2/minutes')).toBe('minutes minutes2')
  expect(await d.undoSteps()).toBe(1)
  await d.keys('Control+z')
  expect(await d.text('i1/minutes')).toBe('minutes 1')
  expect(await d.text('i2/minutes')).toBe('minutes 2')
})

test('E18 who may only read can select and copy everything, and changes nothing', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await d.open(base, '?editable=no')
  const before = await d.all()
  await d.draw(await d.spot('i1/title', 'tle'), await d.spot('i1/minutes', 'min'))
  await expect.poll(async () => (await d.where())?.[0]).toBe('wide')
  await d.keys('Control+c')
  await expect.poll(() => d.clip('text/html')).toContain('data-samreferat')
  await d.type('nej')
  await d.keys('Delete', 'Enter', 'Control+x', 'Control+v', 'Control+z')
  expect(await d.all()).toEqual(before)
  await expect(page.locator('[contenteditable=true]')).toHaveCount(0)
  await d.remoteInsert('i1/case', 0, 'Ny ')
  await expect.poll(() => d.shown('i1/case')).toBe('Ny case 1 one|case 1 two')
})

test('E19 an emoji is never cut in two', async ({ page }) => {
  await d.caret('i1/title', 'end')
  await page.keyboard.insertText('🙂👍')
  await d.keys('Shift+ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Delete')
  await d.caret('i1/title', 'end')
  await d.keys('ArrowLeft', 'Shift+ArrowDown', 'Delete')
  await expect.poll(() => d.agrees()).toBe(true)
  expect(await d.text('i1/title')).toBe('title 1🙂')
  const theirs = await page.evaluate(() => {
    const { Y, doc } = window.lab
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    return copy.getXmlFragment('i1/title').toString()
  })
  expect(theirs).not.toContain('\uFFFD')
})

test('E20 a key in a meeting of 200 pages redraws its own section alone', async ({ page }) => {
  await d.open(base, '?items=40&chars=11000')
  await d.caret('i20/case', at(50))
  await d.type('a')
  // What is mounted follows the caret.
  await expect(d.section('i1/title')).not.toHaveClass(/ProseMirror/)
  for (const near of ['i19/case', 'i19/minutes', 'i20/title'])
    await expect(d.section(near)).toHaveClass(/ProseMirror/)
  const watch = await page.evaluateHandle(() => {
    const sections = new Set<string>()
    let changes = 0
    new MutationObserver((records) => {
      changes += records.length
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement
        sections.add(element?.closest<HTMLElement>('[data-text]')?.dataset.text ?? 'page')
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    return { read: () => ({ sections: [...sections], changes }) }
  })
  for (let i = 0; i < 40; i++) await d.keys('a')
  const { sections, changes } = await watch.evaluate(({ read }) => read())
  expect(sections).toEqual(['i20/case'])
  // What a key changes in the page is a few nodes of its line, however long the meeting and its section are.
  expect(changes).toBeLessThan(40 * 8)
})
