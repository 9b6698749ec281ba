import fc from '../fast-check.ts'
import { expect, test } from 'vitest'
import { toHtml } from '../../schema/documents/html.ts'
import { readText } from '../../schema/documents/text.ts'
import type { MeetingJson } from '../../schema/meeting.ts'
import { documents as danish } from '../../schema/words/da/documents.ts'
import { documents as english } from '../../schema/words/en/documents.ts'
import { ids, meeting } from './meetings.ts'

const SOURCE = `REFERAT

Samarbejdsforum Havland

Torsdag den 12. marts 2026 kl. 9.00-11.00

Teams: https://teams.example/hemmelig

Deltagere:

Mona Brandt, direktør, Region Havland (mødeleder)

Jens Tved, chef, Klint Kommune

Afbud:

Lea Vang, læge, PLO-Havland

1. Velkomst – 5 min.

Sagen¹ & <b>fed</b> tekst.

| A | B |
|---|---|
| 1 | 2 |

Referat:

Drøftet.

¹ En note.

2. Udbud af kørsel (lukket)

Hemmelig sagsfremstilling.

Referat:

Hemmelig beslutning.
`

const read = (): MeetingJson => readText(SOURCE, { newId: ids() })

test('D110 the page has a language, a title, one h1, items as h2 and sections as h3', () => {
  const html = toHtml(read(), danish)
  expect(html).toContain('<html lang="da">')
  expect(html).toContain(
    '<title>Udkast til referat: Samarbejdsforum Havland, torsdag den 12. marts 2026</title>',
  )
  expect(html.match(/<h1[ >]/g)).toHaveLength(1)
  expect(html.match(/<h2[ >]/g)).toHaveLength(3)
  expect([...html.matchAll(/<h3>([^<]*)/g)].map((found) => found[1])).toEqual([
    'Sagsfremstilling',
    'Referat',
    'Sagsfremstilling',
    'Referat',
  ])
})

test('D111 people stand by organisation, and those away on a line of their own', () => {
  const html = toHtml(read(), danish)
  expect(html).toMatch(/<dt>Region Havland<\/dt><dd><ul><li>Mona Brandt, <small>direktør \(mødeleder\)/)
  expect(html).toMatch(/<dt>Afbud<\/dt><dd><ul><li>Lea Vang, <small>læge, PLO-Havland/)
})

test('D112 table headings have a scope, and footnotes a way there and back', () => {
  const html = toHtml(read(), danish)
  expect(html).toContain('<thead><tr><th scope="col">A</th>')
  expect(html).toContain('href="#note-1"')
  expect(html).toContain('href="#notemark-1"')
  expect(html).toContain('En note.')
})

test('D113 the public page says why an item is closed, and never holds it or the online meeting', () => {
  const closed = read()
  const attachments = [{ title: 'Hemmeligt bilag', file: null }]
  for (const publicWording of [null, 'Forum behandlede et udbud.']) {
    closed.items = closed.items.map((item) => (item.closed ? { ...item, publicWording, attachments } : item))
    const html = toHtml(closed, danish, { audience: 'public' })
    expect(html).not.toMatch(/hemmelig|Udbud af kørsel|Begrundelse/i)
    expect(html).toContain(publicWording ?? danish.closedFallback)
  }
  const closedReason = 'Tilbud, jf. forvaltningslovens § 27'
  closed.items = closed.items.map((item) => (item.closed ? { ...item, closedReason } : item))
  const html = toHtml(closed, danish, { audience: 'public' })
  expect(html).toContain('<p class="meta">Begrundelse: Tilbud, jf. forvaltningslovens § 27</p>')
  expect(html).not.toMatch(/hemmelig|Udbud af kørsel/i)
  expect(toHtml(closed, danish)).toMatch(/teams\.example/)
})

test('Z9 an item of which only the place is known prints what may be said of it, for members too', () => {
  const closed = read()
  closed.items = closed.items.map((item) =>
    item.closed
      ? { ...item, title: '', case: [], minutes: [], closedReason: 'Personsag', publicWording: 'Et udbud.' }
      : item,
  )
  const html = toHtml(closed, danish)
  expect(html).toMatch(/<h2[^>]*><span class="no">2<\/span> Lukket punkt<\/h2>/)
  expect(html).toContain('<p class="meta">Begrundelse: Personsag</p>')
  expect(html).toContain('<p>Et udbud.</p>')
})

test('D115 what somebody was not there for is told after the name and at the items', () => {
  const partly = read()
  const [first, second] = partly.items.map(({ id }) => id)
  const absences = {
    'Mona Brandt': [{ kind: 'recused' as const, item: second ?? '' }],
    'Jens Tved': [{ kind: 'late' as const, item: second ?? '' }],
  }
  partly.people = partly.people.map((one) => ({
    ...one,
    absences: absences[one.name as keyof typeof absences] ?? [],
  }))
  expect(first).toBeDefined()
  const html = toHtml(partly, danish)
  expect(html).toContain('<p class="part">Jens Tved deltog ikke i behandlingen.</p>')
  expect(html).toContain('<p class="part">Mona Brandt (inhabil) deltog ikke i behandlingen.</p>')
  expect(html).toMatch(/Jens Tved.*\(fra punkt 2\)/)
  expect(html).toMatch(/Mona Brandt.*inhabil i punkt 2/)
  expect(toHtml(partly, danish, { audience: 'public' })).not.toContain('inhabil')
})

test.each([
  ['is postponed', [{ kind: 'postponed' as const, point: null, to: null }], 'Udsættes.'],
  ['was not dealt with', [], ''],
])('D115 of an item that %s only a recusal is told', (_, outcomes, text) => {
  const partly = read()
  const [first = '', second = ''] = partly.items.map(({ id }) => id)
  const minutes = [{ type: 'paragraph', content: text === '' ? [] : [{ type: 'text', text }] }]
  partly.items = partly.items.map((item) => (item.id === first ? { ...item, outcomes, minutes } : item))
  partly.people = partly.people.map((one) => ({
    ...one,
    absences: [one.name === 'Jens Tved' ? { kind: 'late', item: second } : { kind: 'recused', item: first }],
  }))
  const html = toHtml(partly, danish)
  expect(html).toContain('<p class="part">Mona Brandt (inhabil) deltog ikke i behandlingen.</p>')
  expect(html).not.toMatch(/class="part">[^<]*Jens Tved/)
  expect(html).toMatch(/Jens Tved.*\(fra punkt 2\)/)
})

test('D116 the head says which meeting it is, and no function twice', () => {
  const numbered = { ...read(), number: 7 }
  const first = numbered.people[0]
  if (first) {
    first.title = 'medformand'
    first.functions = ['cochair', 'chair']
  }
  const html = toHtml(numbered, danish)
  expect(html).toContain('<p class="kind">Udkast til referat, 7. møde</p>')
  expect(html).toContain('Samarbejdsforum Havland, 7. møde, torsdag den 12. marts 2026</title>')
  expect(html).toContain('Mona Brandt, <small>medformand (mødeleder)</small>')
  expect(toHtml({ ...numbered, subject: 'Referat af 7. møde' }, danish)).not.toContain('referat, 7. møde</p>')
})

test('D117 the public reads who wrote the minutes and who the secretariat is, and nothing of tasks', () => {
  const told = read()
  const [first, second] = told.people
  if (first && second) {
    first.functions = ['chair']
    const absences = [{ kind: 'late', item: told.items[1]?.id ?? '' }]
    Object.assign(second, { title: 'Sekretariatet', functions: ['minutetaker', 'secretary'], absences })
  }
  const task = { type: 'task', attrs: { id: 't', owner: 'Mona', due: null }, content: [] }
  told.items = told.items.map((item) => ({ ...item, closed: false, minutes: [...item.minutes, task] }))
  const [all, open] = [toHtml(told, danish), toHtml(told, danish, { audience: 'public' })]
  expect([all.includes('class="task"'), open.includes('class="task"')]).toEqual([true, false])
  const line = (label: string, person: string) =>
    `<dt>${label}</dt><dd><ul><li>${person}</small></li></ul></dd>`
  expect(open).toContain(line('Sekretariat', 'Jens Tved, <small>Klint Kommune (referent, fra punkt 2)'))
  expect(open).not.toContain('<dt>Klint Kommune</dt>')
  expect(open).toContain(line('Region Havland', 'Mona Brandt, <small>direktør (mødeleder)'))
  expect(all).toContain(line('Klint Kommune', 'Jens Tved, <small>Sekretariatet (referent, fra punkt 2)'))
  expect(all).not.toContain('<dt>Sekretariat</dt>')
})

test('D117 a minute-taker who is not of the secretariat is told among the others', () => {
  const told = read()
  const [first] = told.people
  if (first) first.functions = ['minutetaker']
  expect(toHtml(told, danish, { audience: 'public' })).toContain(
    '<dt>Region Havland</dt><dd><ul><li>Mona Brandt, <small>direktør (referent)</small>',
  )
})

test('D116 what answers one point of a recommendation is told as on the screen, and one next meeting as one', () => {
  const told = read()
  const outcomes = [{ kind: 'postponed' as const, point: 2, to: 'næste møde' }]
  told.items = told.items.map((item) => ({ ...item, outcomes }))
  const next = { date: '2026-04-23', start: '09:00', end: '11:00', place: 'Rådhuset' }
  const html = toHtml({ ...told, nextMeetings: [next] }, danish)
  expect(html).toContain('<p class="outcome">2. punkt: udsat til næste møde</p>')
  expect(html).toContain(
    '<dt>Næste møde</dt><dd><ul><li>Torsdag den 23. april 2026 kl. 9.00–11.00, Rådhuset</li></ul></dd>',
  )
  expect(toHtml({ ...told, nextMeetings: [next, next] }, danish)).toContain('<dt>Næste møder</dt>')
})

test('D116 where there is no recommendation, none was approved', () => {
  const told = read()
  const outcomes = [{ kind: 'adopted' as const, point: null, to: null }]
  const recommendation = [{ type: 'paragraph', content: [{ type: 'text', text: 'Det indstilles.' }] }]
  told.items = told.items.map((item) => ({ ...item, closed: false, outcomes }))
  expect(toHtml(told, danish)).toContain('<p class="outcome">Godkendt</p>')
  told.items = told.items.map((item) => ({ ...item, recommendation }))
  expect(toHtml(told, danish)).toContain('<p class="outcome">Indstillingen godkendt</p>')
})

test('D121 attachments have the numbers they have on the screen', () => {
  const told = read()
  const attachments = ['Budget', 'Plan'].map((title) => ({ title, file: null }))
  told.items = told.items.map((item) => ({ ...item, attachments }))
  for (const audience of ['members', 'public'] as const)
    expect(toHtml(told, danish, { audience })).toContain('<li>1.1 Budget</li><li>1.2 Plan</li>')
  told.items = told.items.map((item) => ({ ...item, number: null }))
  expect(toHtml(told, danish)).toContain('<li>Budget</li>')
})

test('D118 approved minutes say since when, and what was put right', () => {
  const approval = { approved: '2026-03-24', published: '2026-04-07', corrections: [] }
  const html = toHtml(read(), danish, { approval })
  expect(html).toContain('<p class="kind">Referat</p>')
  expect(html).toContain('<p class="standing">Godkendt 24. marts 2026. Offentliggjort 7. april 2026.</p>')
  const corrections = [{ day: '2026-04-09', what: 'Et navn' }]
  expect(toHtml(read(), danish, { approval: { ...approval, published: null, corrections } })).toContain(
    '<p class="standing">Godkendt 24. marts 2026.</p><p class="standing">Rettet 9. april 2026: Et navn</p>',
  )
})

test('D122 a printed page says which meeting it is, how far it has come, and which page of how many', () => {
  const draft = toHtml(read(), danish)
  expect(draft).toContain('@top-left { content: "Samarbejdsforum Havland, torsdag den 12. marts 2026"')
  expect(draft).toContain('@bottom-left { content: "Udkast til referat"')
  expect(draft).toContain('content: "Side " counter(page) " af " counter(pages)')
  const approval = { approved: '2026-03-24', published: null, corrections: [] }
  const approved = toHtml({ ...read(), forum: '</style><b>' }, danish, { approval })
  expect(approved).toContain('@bottom-left { content: "Godkendt 24. marts 2026"')
  expect(approved.match(/<\/style>/g)).toHaveLength(1)
})

test('D124 on the public site the heading has the day, and the contents lead to the items', () => {
  const site = { fonts: '@font-face { }', list: '/offentlig' }
  const told = { ...read(), forum: 'Samarbejdsforum – Klynge <Havland>' }
  const html = toHtml(told, danish, { audience: 'public', site })
  expect(html).toContain('<h1>Samarbejdsforum den 12. marts 2026</h1>')
  expect(html).toContain('<b>Klynge &#60;Havland&#62;</b><a href="/offentlig">Alle referater</a>')
  expect(html).toContain('<a class="skip" href="#text">Gå til referatet</a>')
  expect(html.match(/<h1[ >]/g)).toHaveLength(1)
  const contents = /<nav class="contents"[^]*?<\/nav>/.exec(html)?.[0] ?? ''
  expect([...contents.matchAll(/<a href="#([^"]*)"><span>(.*?)<\/span> <span>(.*?)<\/span>/g)]).toMatchObject(
    [
      { 1: 'item-1', 2: '1', 3: 'Velkomst' },
      { 1: 'item-2', 2: '2', 3: 'Lukket punkt' },
    ],
  )
  for (const [, target = ''] of html.matchAll(/href="#([^"]*)"/g)) expect(html).toContain(`id="${target}"`)
  const alone = toHtml(told, danish, { audience: 'public' })
  expect(alone).not.toMatch(/class="(site|skip|banner|contents)"/)
  expect(alone).toContain('<h1>Samarbejdsforum – Klynge &#60;Havland&#62;</h1>')
})

test('D120 a day is told in words: where an item was sent, and when a task is due', () => {
  const told = read()
  const task = { type: 'task', attrs: { id: 't', owner: null, due: '2026-05-08' }, content: [] }
  const outcomes = ['2026-12-17', 'næste møde'].map((to) => ({ kind: 'postponed' as const, point: null, to }))
  told.items = told.items.map((item) => ({ ...item, closed: false, minutes: [task], outcomes }))
  const html = toHtml(told, danish)
  for (const text of ['Udsat til 17. december 2026<', 'Udsat til næste møde<', 'Frist: 8. maj 2026)'])
    expect(html).toContain(text)
  expect(html).not.toMatch(/\d{4}-\d{2}-\d{2}/)
  expect(toHtml(told, english)).toContain('Postponed to 17 December 2026<')
})

test('D114 whatever a meeting holds is escaped: no script, nothing from elsewhere, every tag closed', () => {
  const hostile = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&'
  fc.assert(
    fc.property(meeting, (one) => {
      const html = toHtml(
        {
          ...one,
          forum: hostile,
          place: hostile,
          items: one.items.map((item) => ({ ...item, title: hostile })),
        },
        danish,
      )
      const tags = (html.match(/<[^>]*>/g) ?? []).join('\n')
      expect(tags).not.toMatch(/<script|<img|javascript:|\ssrc=|\son\w+=/i)
      expect(html).not.toMatch(/@import/)
      const opened = html.match(
        /<(p|ul|ol|li|table|tr|td|th|article|section|h[1-5]|div|blockquote)[ >]/g,
      )?.length
      expect(
        html.match(/<\/(p|ul|ol|li|table|tr|td|th|article|section|h[1-5]|div|blockquote)>/g)?.length,
      ).toBe(opened)
    }),
    { numRuns: 60 },
  )
})
