import { describe, expect, test, vi } from 'vitest'
import { receipt } from '../../schema/margin.ts'
import type { Round } from '../../schema/hearing.ts'
import { abilities, type Role } from '../../schema/roles.ts'
import { OpenHearing } from '../../client/hearing/open-hearing.svelte.ts'
import { MarginRoom } from '../../client/sync/margin-room.svelte.ts'
import { answers, meeting } from '../shell/builders.ts'
import { ZONE } from '../server/sync-server.ts'
import { QUICK, sceneOfEachTest } from '../sync/world.ts'

/** A machine under load takes its time. */
const SOON = { timeout: 20_000 }
const scene = sceneOfEachTest()

const ROUND: Round = {
  id: 'round-0001',
  phase: 'hearing',
  opened: '2026-03-13T09:00:00.000Z',
  closed: null,
  deadline: { day: '2026-03-20', time: '12:00' },
  asked: [
    { id: 'birkevang', name: 'Birkevang Kommune', people: [{ id: 'anna', name: 'Anna' }] },
    { id: 'lyngoe', name: 'Lyngø Kommune', people: [{ id: 'bo', name: 'Bo' }] },
  ],
}

interface Setting {
  me?: string
  role?: Role
  round?: Round
  now?: string
  canned?: Record<string, unknown>
}

/** The hearing of a meeting as somebody has it before them. */
function open(setting: Setting = {}) {
  const { me = 'anna', role = 'member', round = ROUND, now = '2026-03-18T09:00:00Z', canned = {} } = setting
  const tab = scene.open()
  const margin = new MarginRoom({
    meeting: ZONE,
    user: { id: 'anna', name: 'Anna', organisation: null, colour: 1 },
    local: tab.local,
    platform: scene.browser.platform(),
    times: QUICK,
    changed: () => tab.room.besideChanged(),
  })
  tab.room.joinedBy(margin)
  scene.closing({ close: () => margin.destroy() })
  let ids = 0
  const put = vi.fn()
  const { ask, asked, bodies } = answers(canned)
  const hearing = new OpenHearing({
    meeting: 'm',
    me,
    round: () => round,
    may: () => abilities(role, 'hearing', { membersSeeDrafts: false }),
    room: () => margin,
    now: () => new Date(now),
    newId: () => `response-${++ids}`,
    ask,
    put,
  })
  return { tab, margin, hearing, asked, bodies, put }
}

describe('answering', () => {
  test('Q10 an answer without a network waits on the device, also over a reload, and arrives once', async () => {
    scene.browser.setOnline(false)
    const first = open()
    first.margin.connect()
    expect(first.hearing.answer('withComments', ' Datoen mangler ')).toBe(true)
    expect(first.hearing.own).toMatchObject({ answer: 'withComments', text: 'Datoen mangler', seq: null })
    await vi.waitFor(() => expect(first.margin.isSaved).toBe(true), SOON)
    await vi.waitFor(() => expect(first.hearing.isWaiting).toBe(true), SOON)
    await first.margin.destroy()
    await first.tab.close()

    const again = open()
    await again.margin.whenReady
    again.margin.connect()
    expect(again.hearing.own).toMatchObject({ answer: 'withComments' })
    await vi.waitFor(() => expect(again.hearing.isWaiting).toBe(true), SOON)
    scene.browser.setOnline(true)
    await vi.waitFor(() => expect(again.margin.status).toEqual({ kind: 'server' }), SOON)
    expect(again.hearing.isWaiting).toBe(false)
    expect(again.margin.doc.getMap('responses').size).toBe(1)
    expect(receipt(again.margin.doc, 'responses', 'response-1')).toBeNull()
  })

  test('Q10 another answer takes the place of the first, and both stay', () => {
    const { hearing, margin } = open()
    hearing.answer('noComments', '')
    hearing.answer('cannotApprove', 'Tallet er forkert')
    expect(hearing.own?.answer).toBe('cannotApprove')
    expect(hearing.standpoints.map(({ stance, answer }) => [stance, answer?.answer])).toEqual([
      ['answered', 'cannotApprove'],
      ['awaited', undefined],
    ])
    expect(margin.doc.getMap('responses').size).toBe(2)
  })

  test('Q13 an answer counts when the server has it', async () => {
    scene.browser.setOnline(false)
    const { hearing, margin } = open()
    margin.connect()
    hearing.answer('noComments', '')
    expect([hearing.own?.answer, hearing.answered]).toEqual(['noComments', 0])
  })

  test.each<[string, Setting, boolean]>([
    ['a member who is asked', {}, true],
    ['a chair who is asked', { role: 'chair' }, true],
    ['after the deadline, while the round is open', { now: '2026-03-25T09:00:00Z' }, true],
    ['a member who is not asked', { me: 'eve' }, false],
    ['a secretary', { role: 'secretary' }, false],
    ['a round that is over', { round: { ...ROUND, closed: '2026-03-20T09:00:00.000Z' } }, false],
  ])('Q10 %s may answer: %#', (_name, setting, may) => {
    const { hearing, margin } = open(setting)
    expect([hearing.mayAnswer, hearing.answer('noComments', '')]).toEqual([may, may])
    expect(margin.doc.getMap('responses').size).toBe(may ? 1 : 0)
  })

  test('Q5 what is awaited becomes silence when the deadline is past', () => {
    expect(open().hearing.standpoints.map(({ stance }) => stance)).toEqual(['awaited', 'awaited'])
    const past = open({ now: '2026-03-20T11:00:01Z' }).hearing
    expect([past.isOver, ...past.standpoints.map(({ stance }) => stance)]).toEqual([true, 'silent', 'silent'])
  })
})

describe('what is shown afterwards', () => {
  const closed = '2026-03-20T12:00:00.000Z'

  test('Q8 the answers to an agenda stand there while the meeting sits; those to minutes are in the record', () => {
    const { hearing } = open({ round: { ...ROUND, phase: 'sent', closed } })
    expect([hearing.isKept, hearing.standpoints.map(({ stance }) => stance)]).toEqual([
      false,
      ['silent', 'silent'],
    ])
    expect(open({ round: { ...ROUND, closed } }).hearing.isKept).toBe(true)
  })
})

describe('what secretaries do', () => {
  test('Q11 another deadline is shown at once, with what was said before', async () => {
    const deadline = { day: '2026-03-24', time: null }
    const changed = meeting('m', { phase: 'hearing', round: { ...ROUND, deadline } })
    const said = [{ at: ROUND.opened, by: 'Nanna', deadline, asked: ['Birkevang Kommune'] }]
    const { hearing, asked, bodies, put } = open({
      role: 'secretary',
      canned: { 'PATCH /meetings/m/hearing': changed, 'GET /meetings/m/hearing': said },
    })
    expect(await hearing.change({ deadline })).toBe(true)
    expect([asked, bodies[0]]).toEqual([
      ['PATCH /meetings/m/hearing', 'GET /meetings/m/hearing'],
      { deadline },
    ])
    expect(put).toHaveBeenCalledWith(changed)
    expect(hearing.terms).toEqual(said)
  })

  test('Q6 what became of the reminders is told, and what went wrong', async () => {
    const reminded = { sent: ['Bo'], recent: [], failed: [], toPass: null }
    const { hearing } = open({ canned: { 'POST /meetings/m/hearing/reminders': reminded } })
    expect(await hearing.remind()).toBe(true)
    expect(hearing.reminded).toEqual(reminded)
    const stopped = open().hearing
    expect(await stopped.remind()).toBe(false)
    expect([stopped.reminded, stopped.problem]).toEqual([null, expect.stringContaining('no answer')])
  })

  test('Q7 of a round that ended with the approval the record is read', async () => {
    const record = { at: '2026-03-20T12:00:00.000Z', rounds: [], remarks: [], seq: 7 }
    const { hearing, asked } = open({
      round: { ...ROUND, closed: '2026-03-20T12:00:00.000Z', asked: [] },
      canned: { 'GET /meetings/m/hearing/record': record },
    })
    await hearing.look()
    expect([asked, hearing.record]).toEqual([['GET /meetings/m/hearing/record'], record])
  })
})
