import { expect, test } from '@playwright/test'
import { toHtml } from '../../schema/documents/html.ts'
import { emptyItem, type MeetingJson } from '../../schema/meeting.ts'
import type { Block, Blocks } from '../../schema/nodes.ts'
import { documents } from '../../schema/words/da/documents.ts'
import { largeMeeting } from '../large-meeting.ts'
import { importMeeting, openOffice } from './office.ts'
import { partedIn } from './page-breaks.ts'

test.describe.configure({ timeout: 240_000 })

/** So that whatever can come to the foot of a page comes to the foot of one. */
const HEIGHTS = Array.from({ length: 12 }, (_, i) => 800 + i * 23)

const text = (words: string): Block => ({ type: 'text', text: words })
const p = (words: string): Block => ({ type: 'paragraph', content: [text(words)] })
const lines = (count: number): Block =>
  p(
    Array.from(
      { length: count },
      () => 'Udvalget drøftede sagen, og sekretariatet udarbejder en plan for den.',
    ).join(' '),
  )
const row = (type: string, ...cells: string[]): Block => ({
  type: 'table_row',
  content: cells.map((cell) => ({ type, content: [p(cell)] })),
})

/** A meeting in which an item has all that a page can break. */
function meeting(): MeetingJson {
  const items = Array.from({ length: 12 }, (_, i) => ({
    ...emptyItem(`print-item-${i}`, `Sag ${i + 1}`),
    number: String(i + 1),
    duration: 10,
    case: [
      lines(2 + (i % 5)),
      { type: 'heading', attrs: { level: 1 }, content: [text('Baggrund')] },
      lines(3),
      ...table(i),
    ],
    recommendation: [
      p('Det indstilles, at Direktørforum'),
      list('drøfter sagen', 'beslutter, hvem der stiller med en projektleder'),
    ],
    minutes: [lines(1 + (i % 4)), task(i), task(i + 100)],
    outcomes: [{ kind: 'adopted' as const, point: null, to: null }],
    attachments: [{ title: 'Oversigt', file: null }],
  }))
  return { ...largeMeeting(1), items }
}

function table(i: number): Blocks {
  const rows = Array.from({ length: 4 + i }, (_, n) =>
    row('table_cell', `Indsats ${n}`, 'Lyngø Kommune', 'Forløber efter planen. '.repeat(1 + (n % 9))),
  )
  return [
    { type: 'table', content: [row('table_header', 'Indsats', 'Ansvarlig', 'Status'), ...rows] },
    lines(1),
  ]
}

function list(...points: string[]): Block {
  const content = points.map((point) => ({ type: 'list_item', content: [p(point)] }))
  return { type: 'ordered_list', attrs: { start: 1, style: 'decimal' }, content }
}

function task(n: number): Block {
  const attrs = { id: `task-${n}`, owner: 'Nanna Dyrlund', due: '2026-12-17' }
  return {
    type: 'task',
    attrs,
    content: [text('sender et udkast til plan for det videre arbejde med indkøb til alle enheder')],
  }
}

test('D123 on paper an HTML document keeps together what belongs together', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 900 })
  const site = { fonts: '', list: '/offentlig' }
  for (const options of [{}, { audience: 'public', site } as const]) {
    await page.setContent(toHtml(meeting(), documents, options))
    expect(await partedIn(page, 'main', HEIGHTS)).toEqual([])
  }
})

test('U70 so does a meeting that is printed', async ({ browser }) => {
  const office = await openOffice(browser)
  try {
    const page = await office.seat('secretary')
    await importMeeting(page, { name: 'moede.json', buffer: Buffer.from(JSON.stringify(meeting())) })
    await expect(page.locator('.item table')).toHaveCount(12)
    // What is fetched when the page is idle would come while it is measured.
    await page.waitForLoadState('networkidle')
    await page.setViewportSize({ width: 700, height: 900 })
    expect(await partedIn(page, '.inner', HEIGHTS)).toEqual([])
  } finally {
    await office.close()
  }
})
