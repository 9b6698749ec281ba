import { describe, expect, test } from 'vitest'
import { hearingTime, nextStep, publicPage, stepsOf } from '../../client/meeting/phase/course.ts'
import { sayDue, sayGo, sayStanding, stepDate } from '../../client/meeting/phase/course-words.ts'
import { PhaseChange } from '../../client/meeting/phase/phase-change.svelte.ts'
import { Sharing } from '../../client/meeting/phase/sharing.svelte.ts'
import { Failure } from '../../client/state/server.ts'
import { abilitiesIn } from '../../client/state/people.ts'
import type { Meeting } from '../../schema/api.ts'
import { PHASES, type Phase } from '../../schema/phases.ts'
import { WORDS } from '../../schema/words/index.ts'
import { answers, forum, meeting } from '../shell/builders.ts'

const TODAY = '2026-03-12'
const NOW = new Date(2026, 2, 12, 11)
const { da, en } = WORDS
const { sent, live, hearing } = {
  sent: '2026-02-26T08:00:00.000Z',
  live: '2026-03-12T08:02:00.000Z',
  hearing: '2026-03-16T09:00:00.000Z',
}
const draft = '2026-02-02T08:00:00.000Z'

function held(fields: Partial<Meeting> = {}): Meeting {
  return meeting('m', { phase: 'live', date: TODAY, since: { draft, sent, live }, ...fields })
}

describe('the bar of phases', () => {
  test('V4 the way to the public page is shown as long as there is one', () => {
    const pages = PHASES.map((phase) => publicPage(meeting('m', { phase })))
    expect(pages).toEqual([null, null, null, null, null, '/offentlig/m'])
  })

  test('R11 each phase has its state and its date: those behind, the present one, and those ahead', () => {
    const steps = stepsOf(held(), forum('a'))
    expect(steps.map((step) => [step.phase, step.state, stepDate(da, step, NOW, TODAY)])).toEqual([
      ['draft', 'done', '2. februar'],
      ['sent', 'done', '26. februar'],
      ['live', 'now', expect.stringMatching(/^siden kl\. \d+\.02$/)],
      ['hearing', 'ahead', '19. marts'],
      ['approved', 'ahead', '26. marts'],
      ['published', 'ahead', ''],
    ])
  })

  test('R11 a phase that was left out is no phase that was', () => {
    const steps = stepsOf(held({ phase: 'hearing', since: { draft, hearing } }), forum('a'))
    expect(steps.map(({ state }) => state)).toEqual(['done', 'passed', 'passed', 'now', 'ahead', 'ahead'])
    // Seven days from the 16th, whatever the meeting's day.
    expect(steps[4]?.planned).toBe('2026-03-23')
  })

  test.each<[Phase, string, string, string]>([
    ['draft', '2026-03-29', 'Dagsorden udsendes i morgen', 'senest fredag den 13. marts'],
    ['sent', '2026-03-12', 'Mødet begynder i dag', 'torsdag den 12. marts'],
    ['live', '2026-03-12', 'Referat i høring om 7 dage', 'senest torsdag den 19. marts'],
    ['live', '2026-03-02', 'Referatet skulle være sendt i høring', '3 dage over fristen'],
  ])('R11 in %s what is due is said', (phase, date, title, more) => {
    const course = held({ phase, date })
    const { due } = nextStep(course, forum('a'), abilitiesIn(forum('a'), course), TODAY) ?? { due: null }
    const said = sayDue(da, phase, due, TODAY)
    expect(said).toMatchObject({ title, more })
    expect(sayDue(en, phase, due, TODAY)?.title).not.toBe(said?.title)
  })

  test('R11 of a meeting whose day is past what is due is the step that its button makes, and after a year nothing', () => {
    const said = (date: string) => {
      const course = held({ phase: 'draft', date })
      const next = nextStep(course, forum('a'), abilitiesIn(forum('a'), course), TODAY)
      return [next?.to, next && sayDue(da, next.from, next.due, TODAY)?.title]
    }
    expect(said('2026-03-02')).toEqual(['hearing', 'Referatet skulle være sendt i høring'])
    expect(said('2023-03-02')).toEqual(['hearing', undefined])
  })

  test('Q2 a hearing that ends at a time of day says so', () => {
    const round: Meeting['round'] = {
      id: 'round-1',
      phase: 'hearing',
      opened: hearing,
      closed: null,
      deadline: { day: '2026-03-20', time: '12:00' },
      asked: [],
    }
    const course = held({ phase: 'hearing', since: { draft, hearing }, round })
    const { due } = nextStep(course, forum('a'), abilitiesIn(forum('a'), course), TODAY) ?? { due: null }
    const said = (today: string, now: string) =>
      sayDue(da, 'hearing', due, today, hearingTime(course, new Date(now)))
    expect(said(TODAY, `${TODAY}T10:00:00Z`)).toMatchObject({
      title: 'Høringsfrist om 8 dage',
      more: 'senest fredag den 20. marts kl. 12',
    })
    expect(said('2026-03-20', '2026-03-20T10:59:00Z')).toMatchObject({
      title: 'Høringsfrist i dag',
      late: false,
    })
    expect(said('2026-03-20', '2026-03-20T11:01:00Z')).toEqual({
      title: 'Høringsfristen er udløbet',
      more: 'fristen var i dag kl. 12',
      late: true,
    })
    expect(hearingTime({ ...course, phase: 'approved' }, new Date(0))).toBeNull()
  })

  test('R14 while minutes are corrected nothing is due, and the next step approves the correction', () => {
    const correction = { reason: 'Tallet i punkt 1' }
    const course = held({ phase: 'hearing', since: { draft, hearing }, correction })
    const next = nextStep(course, forum('a'), abilitiesIn(forum('a'), course), '2026-09-01')
    expect(next).toMatchObject({ to: 'approved', due: null, may: true })
    expect(stepsOf(course, forum('a'))[4]?.planned).toBeNull()
    expect([sayGo(da, 'approved', course), sayGo(da, 'approved', held())]).toEqual([
      'Godkend rettelsen',
      'Godkend referat',
    ])
  })

  test('R11 the next step is a button for those who may make it', () => {
    const next = (role: 'secretary' | 'chair' | 'member', phase: Phase) => {
      const here = forum('a', { role })
      const course = held({ phase })
      const step = nextStep(course, here, abilitiesIn(here, course), TODAY)
      return step && [step.to, step.may]
    }
    expect(next('secretary', 'live')).toEqual(['hearing', true])
    expect(next('chair', 'live')).toEqual(['hearing', false])
    expect(next('chair', 'hearing')).toEqual(['approved', true])
    expect(next('member', 'hearing')).toEqual(['approved', false])
    expect(next('secretary', 'published')).toBeNull()
  })
})

test('U42 a printed page says how far the meeting has come', () => {
  const say = (phase: Phase) => sayStanding(da, held({ phase, since: { approved: hearing } }))
  expect(say('live')).toBe('Udkast')
  expect(say('hearing')).toBe('I høring')
  expect(say('published')).toBe('Godkendt 16. marts 2026')
  expect(sayStanding(da, null)).toBe('Udkast')
})

describe('a change of phase', () => {
  const warning = {
    key: 'noMinutes:p4',
    kind: 'noMinutes',
    level: 'warning',
    item: 'p4',
    number: 4,
  } as const
  const error = { ...warning, key: 'noTitle:p4', kind: 'noTitle', level: 'error' } as const

  function changeOf(canned: Record<string, unknown>, from = held()) {
    const { ask, asked, bodies } = answers(canned)
    const put: Meeting[] = []
    let begun = 0
    const change = new PhaseChange({
      meeting: () => from,
      ask,
      put: (changed) => void put.push(changed),
      beginMinutes: () => (begun += 1),
    })
    return { change, asked, bodies, put, begun: () => begun }
  }

  test('R4 warnings that were shown are passed by name', async () => {
    const { change, bodies, put } = changeOf({
      'GET /meetings/m/findings?to=hearing': [warning],
      'POST /meetings/m/phase': held({ phase: 'hearing' }),
    })
    await change.choose('hearing')
    expect([change.ready, change.warnings.length, change.errors.length]).toEqual([true, 1, 0])
    expect(await change.make()).toBe(true)
    expect(bodies.at(-1)).toEqual({ to: 'hearing', known: ['noMinutes:p4'] })
    expect(put.map(({ phase }) => phase)).toEqual(['hearing'])
  })

  test.each<[Phase, Phase, number]>([
    ['draft', 'sent', 0],
    ['sent', 'live', 1],
    ['sent', 'hearing', 1],
    ['hearing', 'approved', 0],
    ['approved', 'hearing', 0],
  ])('R15 from %s to %s minutes are begun: %i', async (phase, to, times) => {
    const canned = {
      [`GET /meetings/m/findings?to=${to}`]: [],
      'POST /meetings/m/phase': held({ phase: to }),
    }
    const { change, begun } = changeOf(canned, held({ phase }))
    await change.choose(to)
    change.reason = 'Et navn er stavet forkert'
    expect([await change.make(), begun()]).toEqual([true, times])
  })

  test('R15 a step that was not made begins nothing', async () => {
    const { change, begun } = changeOf(
      {
        'GET /meetings/m/findings?to=live': [],
        'POST /meetings/m/phase': new Failure('refused', 'Nej.', 'phaseWarnings', 409),
      },
      held({ phase: 'sent' }),
    )
    await change.choose('live')
    expect([await change.make(), begun()]).toEqual([false, 0])
  })

  test('Q2 a phase that asks for answers is begun with what is to be other than by the rules', async () => {
    const { change, bodies } = changeOf({
      'GET /meetings/m/findings?to=hearing': [],
      'POST /meetings/m/phase': held({ phase: 'hearing' }),
    })
    await change.choose('hearing')
    change.round = { deadline: { day: '2026-03-27', time: '12:00' } }
    expect(await change.make()).toBe(true)
    const round = { deadline: { day: '2026-03-27', time: '12:00' } }
    expect(bodies.at(-1)).toEqual({ to: 'hearing', known: [], round })
  })

  test('R4 errors stop it here already, and what the server says stays beside what is missing now', async () => {
    const stopped = changeOf({ 'GET /meetings/m/findings?to=hearing': [error, warning] })
    await stopped.change.choose('hearing')
    expect([stopped.change.ready, await stopped.change.make()]).toEqual([false, false])
    const late = changeOf({
      'GET /meetings/m/findings?to=hearing': [],
      'POST /meetings/m/phase': new Failure('refused', 'Punkt 4 mangler referat.', 'phaseWarnings', 409),
    })
    await late.change.choose('hearing')
    expect(await late.change.make()).toBe(false)
    expect(late.change.problem).toBe('Punkt 4 mangler referat.')
    expect(late.asked.at(-1)).toBe('GET /meetings/m/findings?to=hearing')
  })

  test('R14 a correction goes back to hearing with its reason, and asks nobody', async () => {
    const { change, bodies } = changeOf(
      { 'POST /meetings/m/phase': held({ phase: 'hearing' }) },
      held({ phase: 'approved' }),
    )
    await change.choose('hearing', true)
    expect(change.ready).toBe(false)
    change.reason = 'Tallet i punkt 1'
    expect(await change.make()).toBe(true)
    expect(bodies).toEqual([{ to: 'hearing', reason: 'Tallet i punkt 1', round: { asked: [] } }])
  })

  test('R5 back asks for a reason and looks for nothing missing', async () => {
    const { change, asked, bodies } = changeOf({ 'POST /meetings/m/phase': held({ phase: 'sent' }) })
    await change.choose('sent')
    change.reason = ' x '
    expect(change.ready).toBe(false)
    change.reason = ' Begyndt for tidligt '
    expect(await change.make()).toBe(true)
    expect([asked, bodies]).toEqual([
      ['POST /meetings/m/phase'],
      [{ to: 'sent', reason: 'Begyndt for tidligt' }],
    ])
  })
})

test('R9 invitations to a meeting are listed, made, and taken back', async () => {
  const guest = {
    user: 'g',
    name: 'Gro',
    email: 'gro@museet.example',
    organisation: 'Museet',
    item: null,
    invited: '2026-03-10T08:00:00.000Z',
    linkExpires: null,
  }
  const link = 'http://localhost/log-ind#abc'
  const { ask, asked } = answers({
    'GET /meetings/m/guests': [guest],
    'POST /meetings/m/guests': { guest, link },
    'DELETE /meetings/m/guests/g': undefined,
    'POST /forums/a/members': { member: { name: 'Mads', email: 'mads@plo.example' }, link: null },
  })
  const sharing = new Sharing('m', 'a', ask)
  const person = { email: 'gro@museet.example', name: 'Gro', organisation: 'Museet', item: null }
  expect(await sharing.inviteGuest(person)).toBe(true)
  expect([sharing.made, sharing.guests]).toEqual([{ name: 'Gro', email: guest.email, link }, [guest]])
  await sharing.inviteMember({ ...person, title: null, role: 'member' })
  expect(sharing.made).toEqual({ name: 'Mads', email: 'mads@plo.example', link: null })
  await sharing.revoke('g')
  expect([sharing.made, asked.at(-2)]).toEqual([null, 'DELETE /meetings/m/guests/g'])
})

test('H9 the list of who is invited to a meeting is read anew when a mail could not be sent', async () => {
  const failure = new Failure('refused', 'Mailen kunne ikke sendes.', 'mailFailed', 502)
  const { ask, asked } = answers({ 'GET /meetings/m/guests': [], 'POST /meetings/m/guests': failure })
  const sharing = new Sharing('m', 'a', ask)
  const gro = { email: 'gro@museet.example', name: 'Gro', organisation: null, item: null }
  expect(await sharing.inviteGuest(gro)).toBe(false)
  expect([sharing.problem, sharing.guests]).toEqual(['Mailen kunne ikke sendes.', []])
  expect(asked).toEqual(['POST /meetings/m/guests', 'GET /meetings/m/guests'])
})
