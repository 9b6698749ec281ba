import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { HearingRecord } from '../../schema/hearing-record.ts'
import { receipt, replies, responses, threads } from '../../schema/margin.ts'
import { marginRoom } from '../../schema/protocol.ts'
import { addDays, daysBetween, isWorkingDay } from '../../schema/deadlines.ts'
import { demoDays, monthBefore } from '../../server/demo/days.ts'
import { fillDemo } from '../../server/demo/demo.ts'
import { demoMeetings } from '../../server/demo/meetings.ts'
import { PEOPLE } from '../../server/demo/people.ts'
import { eventually } from './eventually.ts'
import { startServer } from './harness.ts'
import { TestClient } from './sync-server.ts'

test('H17 whenever the demo is filled in, its meetings stand on days on which people meet', () => {
  for (let n = 0; n < 800; n++) {
    const today = addDays('2026-01-01', n)
    const { before, current, next, later } = demoDays(today)
    for (const day of [before, current, next, later]) {
      expect([day, isWorkingDay(day)]).toEqual([day, true])
      expect(day.slice(5) < '12-20', day).toBe(true)
    }
    expect(before < current && current <= today && today < next && next < later, today).toBe(true)
    expect(daysBetween(current, today), today).toBeLessThanOrEqual(28)
    expect(daysBetween(today, next), today).toBeGreaterThan(14)
  }
})

test('H17 who came is known of the meetings held, and of those to come nobody is said to be there', () => {
  const attendance = demoMeetings('2026-11-25').map(({ meeting }) => [
    ...new Set(meeting.people.map((person) => person.attendance)),
  ])
  expect(attendance).toEqual([['present'], ['present', 'apology'], [null], [null]])
})

test('H17 an outcome about a recommendation stands only where there is one', () => {
  const wrong = demoMeetings('2026-11-25')
    .flatMap(({ meeting }) => meeting.items)
    .filter(
      ({ outcomes, recommendation }) =>
        recommendation.length === 0 && outcomes.some(({ kind }) => /adopted|rejected/.test(kind)),
    )
  expect(wrong).toEqual([])
  expect(monthBefore('2027-01-07', 4)).toBe('september')
})

test('H17 people have said something beside the meetings that were held, and answered to the minutes', async () => {
  const server = await startServer()
  try {
    await fillDemo(server.server, Date.now(), randomUUID)
    await fillDemo(server.server, Date.now(), randomUUID)
    const email = PEOPLE.find(({ name }) => name === 'Nanna Dyrlund')?.email ?? ''
    const cookie = await server.signIn(email)
    const enter = async (meeting: string) => {
      const client = new TestClient(server.wsUrl, 'nanna', { room: marginRoom(meeting), headers: { cookie } })
      await eventually(() => expect(client.acked).toBe(1))
      return client
    }
    for (const { id, remarks, answers } of demoMeetings(new Date().toISOString().slice(0, 10))) {
      if (remarks.length === 0) continue
      const client = await enter(id)
      const said = threads(client.doc)
      expect(said.map(({ text }) => text)).toEqual(remarks.map(({ text }) => text))
      expect(said.map((thread) => receipt(client.doc, 'threads', thread.id)?.late)).toEqual(
        said.map(() => false),
      )
      expect(replies(client.doc)).toHaveLength(remarks.flatMap((remark) => remark.replies ?? []).length)
      expect(responses(client.doc)).toHaveLength(answers.length)
      client.destroy()
    }
    const [held] = demoMeetings('2026-11-25')
    const { status, body } = await server.call('GET', `/api/meetings/${held?.id ?? ''}/hearing/record`, {
      cookie,
    })
    expect(status).toBe(200)
    const { rounds, remarks } = body as unknown as HearingRecord
    const stances = rounds.flatMap(({ parties }) => parties).map(({ name, stance }) => `${name}: ${stance}`)
    expect(stances).toContain('Birkevang Kommune: answered')
    expect(stances).toContain('Psykiatrien: silent')
    expect(stances.filter((stance) => stance.endsWith(': answered'))).toHaveLength(4)
    expect(remarks.map(({ state }) => state)).toEqual(['resolved', 'declined', 'resolved'])
  } finally {
    await server.close()
  }
})
