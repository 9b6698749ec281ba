import fc from '../fast-check.ts'
import { newMeeting } from '../../server/routes/shapes.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { NewMeeting } from '../../schema/api.ts'
import type { MeetingJson } from '../../schema/meeting.ts'
import { fromMeetingJson } from '../../schema/new-paper.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import { WORDS } from '../../schema/words/index.ts'
import { NewMeetingForm, type NewMeetingParts } from '../../client/views/new-meeting/form.svelte.ts'
import { earlierMeetings, earlierOf, makeMeeting, readFile } from '../../client/views/new-meeting/making.ts'
import { isStanding } from '../../schema/standing.ts'
import { earlierSeed, meetingOf, templateSeed } from '../../client/views/new-meeting/seeds.ts'
import type { App } from '../../client/state/app.svelte.ts'
import { forum, meeting, member, overview } from './builders.ts'

const { da } = WORDS
const TODAY = '2026-03-10'
const HOME = forum('a', {
  organisations: [{ id: 'fjordland', name: 'Region Fjordland', colour: 1 }],
  members: [
    member('nanna', { role: 'secretary', organisation: 'fjordland' }),
    member('karen', { title: 'direktør' }),
    member('mads', { role: 'observer' }),
  ],
})

function ids(): () => string {
  let n = 0
  return () => `id-${++n}`
}

const FACTS: NewMeeting = {
  forum: 'a',
  subject: null,
  number: 7,
  date: '2026-06-11',
  start: '09:00',
  end: null,
  place: null,
}

const EARLIER: MeetingJson = {
  ...meetingOf(templateSeed(da, HOME, ids()), HOME, FACTS),
  items: [
    { title: 'Godkendelse af dagsorden', presenters: [], duration: 5 },
    { title: 'Fælles sårpleje i hjemmet', presenters: ['Karen'], duration: 30 },
    { title: 'Orientering fra formandskabet', presenters: ['Karen'], duration: 10 },
    { title: 'Eventuelt', presenters: [], duration: null },
  ].map((item, n) => ({
    id: `old-${n}`,
    number: String(n + 1),
    kind: null,
    closed: false,
    closedReason: null,
    publicWording: null,
    case: [{ type: 'paragraph', content: [{ type: 'text', text: 'hemmeligt fra sidst' }] }],
    recommendation: [],
    minutes: [{ type: 'paragraph', content: [{ type: 'text', text: 'hemmeligt fra sidst' }] }],
    outcomes: [{ kind: 'noted', point: null, to: null }],
    attachments: [{ title: 'Bilag fra sidst', file: null }],
    ...item,
  })),
}

describe('beginnings', () => {
  it('U11 the template has the standing items and every member, nobody present before the meeting', () => {
    const seed = templateSeed(da, HOME, ids())
    expect(seed.items.map(({ title }) => title)).toEqual([
      'Godkendelse af dagsorden',
      'Gensidig orientering',
      'Næste møde',
      'Eventuelt',
    ])
    expect(
      seed.people.map(({ person, organisation, attendance }) => [person, organisation, attendance]),
    ).toEqual([
      ['nanna', 'Region Fjordland', null],
      ['karen', null, null],
      ['mads', null, null],
    ])
  })

  it('U11 an earlier meeting gives its standing items under fresh ids, and none of its text', () => {
    const absences = [{ kind: 'late' as const, item: EARLIER.items[0]?.id ?? '' }]
    const people = EARLIER.people.map((person) => ({ ...person, attendance: 'present' as const, absences }))
    const seed = earlierSeed(da, { ...EARLIER, people }, ids())
    expect(seed.items.map(({ id, title, duration }) => [id, title, duration])).toEqual([
      ['id-5', 'Godkendelse af dagsorden', 5],
      ['id-6', 'Orientering fra formandskabet', 10],
      ['id-7', 'Eventuelt', null],
    ])
    expect(JSON.stringify(seed)).not.toMatch(/hemmeligt|Bilag fra sidst|noted|"present"|"late"/)
    expect(seed.people).toHaveLength(3)
  })

  it('U11 an earlier meeting without standing items gives the template’s', () => {
    const seed = earlierSeed(da, { ...EARLIER, items: EARLIER.items.slice(1, 2) }, ids())
    expect(seed.items[0]?.title).toBe('Godkendelse af dagsorden')
  })

  it.each([
    ['Godkendelse af dagsorden', true],
    ['Godkendelse af referat fra 5. marts', true],
    ['Approval of the agenda', true],
    ['Velkomst og godkendelse af dagsorden', true],
    ['Godkendelse af sidste referat', true],
    ['Mutual briefing', true],
    ['Any other business', true],
    ['Evt.', true],
    ['Næste møde', true],
    ['Next meeting', true],
    ['Fælles sårpleje', false],
    ['Godkendelse af kommissorium for datagruppen', false],
    ['Orientering om økonomien', false],
    ['Velkomstpakke til nye borgere', false],
    ['Eventuelt samarbejde om sårpleje', false],
  ])('U11 "%s" comes back at every meeting: %s', (title, standing) => {
    expect(isStanding(title)).toBe(standing)
  })

  it('U10 every beginning makes a paper that holds the header that was typed', () => {
    for (const seed of [
      templateSeed(da, HOME, ids()),
      earlierSeed(da, EARLIER, ids()),
      { people: [], items: [] },
    ]) {
      const paper = new Y.Doc()
      fromMeetingJson(paper, meetingOf(seed, HOME, FACTS), ids())
      const written = toMeetingJson(paper)
      expect(written).toMatchObject({ forum: 'Forum a', number: 7, date: '2026-06-11', start: '09:00' })
      expect(written.items.map(({ title }) => title)).toEqual(seed.items.map(({ title }) => title))
    }
  })
})

describe('the form of a new meeting', () => {
  interface Made {
    id: string
    facts: NewMeeting
    content: MeetingJson
  }

  function formOf(fields: Partial<NewMeetingParts> = {}) {
    const made: Made[] = []
    const parts: NewMeetingParts = {
      words: () => da,
      today: () => TODAY,
      newId: ids(),
      forums: () => [HOME],
      meetings: () => [meeting('m', { number: 6 }), meeting('other', { forum: 'b', number: 40 })],
      read: async () => EARLIER,
      earlier: async () => EARLIER,
      make: async (id, facts, content) => void made.push({ id, facts, content }),
      ...fields,
    }
    return { form: new NewMeetingForm(parts, null), made }
  }

  const file = new File(['x'], 'referat.txt')

  it('U10 is made once under an id of the client, with what was typed', async () => {
    const { form: each, made } = formOf()
    each.date = 'to 11 jun'
    each.start = '9'
    each.end = '11.30'
    each.place = ' Birkevang Rådhus '
    const [id, again] = await Promise.all([each.make(), each.make()])
    expect([id, again, made.length]).toEqual(['id-1', null, 1])
    expect(made[0]?.facts).toEqual({
      forum: 'a',
      subject: null,
      number: 7,
      date: '2026-06-11',
      start: '09:00',
      end: '11:30',
      place: 'Birkevang Rådhus',
    })
  })

  it('U10 a meeting needs neither date nor time', async () => {
    const { form: each, made } = formOf({ meetings: () => [] })
    each.beginning = 'empty'
    expect(await each.make()).toBe('id-1')
    expect(made[0]?.facts).toMatchObject({ date: null, start: null, number: null })
    expect(made[0]?.content.items).toEqual([])
  })

  it('U10 what is not understood is not made', () => {
    const { form: each } = formOf()
    each.date = 'engang til sommer'
    expect([each.dateWrong, each.ready]).toEqual([true, false])
    each.date = '11/6'
    each.start = '11'
    each.end = '9'
    expect([each.endBefore, each.ready]).toEqual([true, false])
    each.end = '12'
    expect(each.ready).toBe(true)
  })

  it('U10 times are written as they are understood, what is not stays as typed', () => {
    const { form: flow } = formOf()
    flow.start = '9'
    flow.end = '1130'
    flow.tidyTimes()
    expect([flow.start, flow.end]).toEqual(['9.00', '11.30'])
    flow.end = 'ved elleve'
    flow.tidyTimes()
    expect(flow.end).toBe('ved elleve')
  })

  it('U12 a file fills in what was not typed, and comes along with its report', async () => {
    const report = [{ where: 'item', what: 'guessed', confidence: 0.3 }]
    const { form: each, made } = formOf({
      read: async () => ({ ...EARLIER, kind: 'minutes', report, place: 'Lyngø' }),
    })
    each.place = 'Birkevang'
    await each.take(file)
    expect([each.day, each.from, each.place]).toEqual(['2026-06-11', '09:00', 'Birkevang'])
    await each.make()
    expect(made[0]?.content).toMatchObject({ kind: 'minutes', report, place: 'Birkevang' })
    expect(made[0]?.content.items).toEqual(EARLIER.items)
  })

  it('U75 whatever a file says, the server takes the facts of it, and the paper has them whole', async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 2_000, unit: 'binary' }),
      fc.constantFrom('', ' ', '\u202e', null),
    )
    const facts = fc.record({ subject: text, place: text, number: fc.nat({ max: 100_000 }) })
    await fc.assert(
      fc.asyncProperty(facts, async (read) => {
        const { form: each, made } = formOf({ read: async () => ({ ...EARLIER, ...read }) })
        await each.take(file)
        await each.make()
        newMeeting.omit({ forum: true }).parse(made[0]?.facts)
        expect(made[0]?.content.subject).toBe(read.subject)
      }),
    )
    const { form: next, made } = formOf({ meetings: () => [meeting('m', { number: 100_000 })] })
    await next.make()
    expect(made[0]?.facts.number).toBeNull()
  })

  it('U76 a file from another forum is a meeting here only when that is confirmed, for each file anew', async () => {
    const { form: each, made } = formOf({ read: async () => ({ ...EARLIER, forum: 'Forum Vest' }) })
    await each.take(file)
    expect([each.otherForum, each.ready, await each.make()]).toEqual(['Forum Vest', false, null])
    each.sure = true
    expect(each.ready).toBe(true)
    await each.take(file)
    expect(each.ready).toBe(false)
    each.sure = true
    await each.make()
    expect(made).toHaveLength(1)
  })

  it('U77 a day on which the forum has a meeting is told of', () => {
    const on = meeting('m', { number: 6, date: '2026-06-11' })
    const { form: each } = formOf({ meetings: () => [meeting('x', { forum: 'b', date: '2026-06-12' }), on] })
    each.date = '11/6'
    expect(each.sameDay).toBe(on)
    each.date = '12/6'
    expect(each.sameDay).toBeNull()
  })

  it('U12 a file that is no meeting creates nothing and says why', async () => {
    const { form: each, made } = formOf({ read: () => Promise.reject(new Error('Filen er tom.')) })
    await each.take(file)
    expect(each.file).toEqual({ kind: 'failed', name: 'referat.txt', message: 'Filen er tom.' })
    expect([await each.make(), made.length]).toEqual([null, 0])
  })

  it('G14 a meeting that no room takes is not made, and that is said in words', async () => {
    const device = {
      createMeeting: async (_id: string, _facts: NewMeeting, write: (paper: Y.Doc) => void) =>
        write(new Y.Doc()),
    } as unknown as App['device']
    const app = { device, words: da, newId: ids() } as unknown as App
    const content = { ...EARLIER, items: Array.from({ length: 30_000 }, () => EARLIER.items).flat() }
    await expect(makeMeeting(app, 'm', FACTS, content)).rejects.toThrow(da.forum.create.tooMuch)
  })

  it('U10 a meeting that cannot be kept here is not made, and says so', async () => {
    const { form: each } = formOf({ make: () => Promise.reject(new Error('Der er ikke plads.')) })
    expect(await each.make()).toBeNull()
    expect([each.problem, each.busy]).toEqual(['Der er ikke plads.', false])
  })
})

describe('earlier meetings', () => {
  const meetings = [
    meeting('here', { date: '2026-01-08' }),
    meeting('there', { date: '2026-02-12' }),
    meeting('elsewhere', { forum: 'b', date: '2026-03-01' }),
  ]
  const offered = (online: boolean) =>
    earlierMeetings(
      {
        device: {
          meetings: [
            { meeting: 'here', waiting: 0, oldest: null, savedAt: new Date(0), acknowledgedAt: null },
          ],
        },
        session: { online, overview: overview([HOME], meetings) },
      },
      'a',
    ).map(({ id }) => id)

  it('U74 are offered, the forum’s own first and the latest first; without the server those on this device', () => {
    expect(offered(true)).toEqual(['there', 'here', 'elsewhere'])
    expect(offered(false)).toEqual(['here'])
  })

  it('U74 one that cannot be fetched is said, and nothing is made of it', async () => {
    const device = { meetings: [], fetch: async () => false } as unknown as App['device']
    await expect(earlierOf({ device, words: da }, 'there')).rejects.toThrow('kunne ikke hentes')
  })
})

describe('files', () => {
  // The readers are loaded with the first file; a busy machine takes its time for that.
  beforeAll(() => import('../../schema/documents/index.ts'), 60_000)

  const read = (name: string, text: string | Uint8Array<ArrayBuffer>) =>
    readFile(new File([text], name), { words: da, language: 'da' }, ids())

  it('U12 a text is read as the meeting it is', async () => {
    const text = 'DAGSORDEN\n\nDirektørforum\n\n1. Godkendelse af dagsorden\n\n2. Eventuelt\n'
    const titles = (await read('dagsorden.txt', text)).items.map(({ title }) => title)
    expect(titles).toEqual(['Godkendelse af dagsorden', 'Eventuelt'])
  })

  it.each([
    ['an empty file', 'tom.txt', '', 'tom.txt'],
    ['a binary file', 'billede.txt', new Uint8Array([0x89, 0x50, 0, 0, 0, 1]), 'billede.txt'],
    ['broken JSON', 'referat.json', '{"format": "samreferat/1", "items": 7}', 'items'],
  ])('U12 %s is refused with what came and what was expected', async (_what, name, content, said) => {
    await expect(read(name, content)).rejects.toThrow(said)
  })
})
