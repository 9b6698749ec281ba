import { expect, test } from '@playwright/test'
import { Driver } from '../editor/driver.ts'
import { servePage } from '../editor/serve-page.ts'

let base = ''
let close: () => Promise<void>
test.beforeAll(async () => ({ url: base, close } = await servePage()))
test.afterAll(() => close())

test('E1 an arrow at the border goes on in the next section', async ({ page }) => {
  const d = new Driver(page)
  await d.open(base)
  await d.caret('i1/title', 'end')
  await d.keys('ArrowRight')
  expect(await d.where()).toEqual(['i1/case', 1])
  await d.keys('ArrowLeft')
  expect(await d.where()).toEqual(['i1/title', 8])
  await d.keys('ArrowDown')
  expect((await d.where())?.[0]).toBe('i1/case')
  await d.keys('ArrowDown', 'ArrowDown')
  expect((await d.where())?.[0]).toBe('i1/recommendation')
  await d.keys('ArrowUp')
  expect((await d.where())?.[0]).toBe('i1/case')
  await d.type('Hej')
  expect(await d.text('i1/case')).toContain('Hej')
  await d.keys('Control+z')
  expect(await d.text('i1/case')).not.toContain('Hej')
})
