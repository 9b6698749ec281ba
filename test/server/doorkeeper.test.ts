import { expect, test } from 'vitest'
import { Doorkeeper } from '../../server/sync/doorkeeper.ts'
import type { Access, Session, Visitor } from '../../server/sync/visitor.ts'
import { ZONE, visitorOf } from './sync-server.ts'

const ANNA: Session = { id: 's', user: 'anna', expires: Infinity }
const HEADERS = { cookie: 'session=s' }

/** A door where a test says what holds, and sees how often it was asked. */
class Desk implements Access {
  asked = 0
  now = 0
  found: Session | null = ANNA
  right: Visitor | 'forbidden' = visitorOf('anna')
  readonly keeper = new Doorkeeper(this, { now: () => this.now, after: () => undefined })

  async session(): Promise<Session | null> {
    this.asked++
    return this.found
  }

  async visitor(): Promise<Visitor | 'forbidden'> {
    this.asked++
    return this.right
  }
}

test('W11 many windows at once are one question, and two seconds later another', async () => {
  const desk = new Desk()
  const all = await Promise.all(Array.from({ length: 20 }, () => desk.keeper.session(HEADERS)))
  expect([new Set(all).size, desk.asked]).toEqual([1, 1])
  desk.now += 1_999
  await desk.keeper.session(HEADERS)
  expect(desk.asked).toBe(1)
  desk.now += 1
  await desk.keeper.session(HEADERS)
  expect(desk.asked).toBe(2)
})

test('W11 other credentials, and another room, are another question', async () => {
  const desk = new Desk()
  await desk.keeper.session(HEADERS)
  await desk.keeper.session({ authorization: 'Bearer s' })
  await desk.keeper.session({ cookie: 'session=t' })
  await desk.keeper.visitor(ANNA, ZONE, 'paper')
  await desk.keeper.visitor(ANNA, 'other', 'paper')
  await desk.keeper.visitor(ANNA, ZONE, 'margin')
  await desk.keeper.visitor({ ...ANNA, id: 't' }, ZONE, 'paper')
  expect(desk.asked).toBe(7)
})

test('W11 a right that is taken away, or a session that ends, holds not a moment longer', async () => {
  const desk = new Desk()
  await desk.keeper.session(HEADERS)
  await desk.keeper.visitor(ANNA, ZONE, 'paper')
  desk.found = null
  desk.right = 'forbidden'
  desk.keeper.forget()
  expect([await desk.keeper.session(HEADERS), await desk.keeper.visitor(ANNA, ZONE, 'paper')]).toEqual([
    null,
    'forbidden',
  ])
})

test('W11 who was turned away, or not answered, is asked for anew', async () => {
  const desk = new Desk()
  desk.found = null
  desk.right = 'forbidden'
  await desk.keeper.session(HEADERS)
  await desk.keeper.visitor(ANNA, ZONE, 'paper')
  desk.found = ANNA
  desk.right = visitorOf('anna')
  expect(await desk.keeper.session(HEADERS)).toBe(ANNA)
  expect(await desk.keeper.visitor(ANNA, ZONE, 'paper')).toBe(desk.right)
  const failing = new Doorkeeper({ ...stub(), session: () => Promise.reject(new Error('no disk')) })
  await expect(failing.session(HEADERS)).rejects.toThrow('no disk')
})

function stub(): Access {
  return { session: async () => ANNA, visitor: async () => visitorOf('anna') }
}
