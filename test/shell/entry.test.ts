import { describe, expect, it, vi } from 'vitest'
import { Failure } from '../../client/state/server.ts'
import { AGAIN, SignIn, tokenOf } from '../../client/views/entry/sign-in.svelte.ts'
import type { App } from '../../client/state/app.svelte.ts'
import { signOutOf } from '../../client/state/farewell.ts'
import { SignOut, type SignOutParts } from '../../client/state/sign-out.svelte.ts'
import { Welcome } from '../../client/views/entry/welcome.svelte.ts'
import { answers, forum, me, unreachable } from './builders.ts'

const TOKEN = '3q9fT0kzvB7aYpM2nX4cW8dL'

describe('sign-in', () => {
  function signIn(canned: Record<string, unknown>, token = '') {
    const done = vi.fn(async () => undefined)
    const { ask, asked } = answers(canned)
    return { flow: new SignIn({ ask, now: () => 1000, done }, token), asked, done }
  }

  it('U8 a link is looked at without being spent, and only the button spends it', async () => {
    const signedIn = { user: me.user, next: '/forum/a' }
    const canned = { 'POST /sign-in/look': { name: 'Nanna' }, 'POST /sign-in': signedIn }
    const { flow, asked, done } = signIn(canned, TOKEN)
    expect(flow.step).toEqual({ kind: 'looking', token: TOKEN })
    await flow.look(TOKEN)
    expect(asked).toEqual(['POST /sign-in/look'])
    expect(flow.step).toMatchObject({ kind: 'link', look: { name: 'Nanna' } })
    await flow.spend()
    expect(done).toHaveBeenCalledExactlyOnceWith(signedIn)
  })

  it('U8 a used link says so and leads to a new one', async () => {
    const { flow } = signIn({ 'POST /sign-in/look': new Failure('refused', 'brugt', 'linkUsed', 410) }, TOKEN)
    await flow.look(TOKEN)
    expect(flow.step).toEqual({ kind: 'mail', used: true })
  })

  it('U8 a server that does not answer does not make a link a used one', async () => {
    const { flow } = signIn({ 'POST /sign-in/look': unreachable }, TOKEN)
    await flow.look(TOKEN)
    expect(flow.step).toEqual({ kind: 'looking', token: TOKEN })
    expect(flow.problem).toBe('Serveren svarer ikke.')
  })

  const busy = new Failure('refused', 'Vent lidt.', 'tooMany', 429)
  const broken = new Failure('refused', 'Noget gik galt.', 'internal', 500)

  it.each([busy, broken])('U8 a link that could not be looked at is kept: $status', async (failure) => {
    const { flow } = signIn({ 'POST /sign-in/look': failure }, TOKEN)
    await flow.look(TOKEN)
    expect([flow.step, flow.problem]).toEqual([{ kind: 'looking', token: TOKEN }, failure.message])
  })

  it.each([busy, broken])('U8 a link that could not be spent is kept: $status', async (failure) => {
    const { flow } = signIn({ 'POST /sign-in/look': { name: 'Nanna' }, 'POST /sign-in': failure }, TOKEN)
    await flow.look(TOKEN)
    await flow.spend()
    expect([flow.step, flow.problem]).toMatchObject([{ kind: 'link', token: TOKEN }, failure.message])
  })

  it('U9 whatever the address, the page goes on the same way', async () => {
    const step = async (mail: string) => {
      const { flow } = signIn({ 'POST /sign-in/request': { mail: true } })
      flow.mail = mail
      await flow.send()
      return { ...flow.step, mail: '' }
    }
    expect(await step('nanna@fjordland.example')).toEqual(await step('nobody@nowhere.example'))
    expect(await step('x@y.example')).toMatchObject({ kind: 'sent', againAt: 1000 + AGAIN * 1000 })
  })

  it.each([
    [`https://samreferat.example/log-ind#${TOKEN}`, TOKEN],
    [TOKEN, TOKEN],
    ['https://samreferat.example/log-ind', null],
    ['hej', null],
    ['', null],
  ])('U8 the token of "%s" is %s', (text, token) => {
    expect(tokenOf(text)).toBe(token)
  })
})

describe('sign-out', () => {
  function signOut(fields: Partial<SignOutParts>) {
    const calls: string[] = []
    const parts: SignOutParts = {
      look: async () => undefined,
      waiting: () => 0,
      keptApart: () => 0,
      online: () => true,
      shared: false,
      send: async () => calls.push('send') > 0,
      leave: async () => void calls.push('leave'),
      end: async (erase) => void calls.push(erase ? 'erase' : 'keep'),
      ...fields,
    }
    return { flow: new SignOut(parts), calls }
  }

  it('U16 nothing unsent on an own computer: out at once, and what is here stays', async () => {
    const { flow, calls } = signOut({})
    expect(flow.asks).toBe(false)
    expect(await flow.go()).toBe(true)
    expect(calls).toEqual(['leave', 'keep'])
  })

  it('U16 unsent text: sending is chosen, and nothing is erased before the server has it', async () => {
    const { flow, calls } = signOut({ waiting: () => 12 })
    expect([flow.asks, flow.choice]).toEqual([true, 'send'])
    expect(await flow.go()).toBe(true)
    expect(calls).toEqual(['send', 'leave', 'erase'])
  })

  it('U16 what was not acknowledged keeps the user signed in and the text here', async () => {
    const { flow, calls } = signOut({ waiting: () => 12, send: async () => false })
    expect(await flow.go()).toBe(false)
    expect([flow.problem, calls]).toEqual(['sendFailed', []])
  })

  it('U16 without the server sending is not offered, and keeping is chosen', () => {
    const { flow } = signOut({ waiting: () => 12, online: () => false })
    expect([flow.offered, flow.choice]).toEqual([false, 'keep'])
  })

  it('U16 on a shared computer keeping is never chosen beforehand', () => {
    for (const online of [true, false])
      for (const waiting of [0, 12]) {
        const { flow } = signOut({ shared: true, waiting: () => waiting, online: () => online })
        expect(flow.asks).toBe(true)
        expect(flow.choice).toBe(online || waiting === 0 ? 'send' : null)
      }
  })

  it('U16 text that was kept apart is never erased without a choice: it is on this computer alone', async () => {
    const keptApart = () => 1
    for (const waiting of [0, 12]) {
      const own = signOut({ keptApart, waiting: () => waiting })
      expect([own.flow.asks, own.flow.choice]).toEqual([true, 'keep'])
      expect(await own.flow.go()).toBe(true)
      expect(own.calls).toEqual(['leave', 'keep'])
      const shared = signOut({ keptApart, waiting: () => waiting, shared: true })
      expect(shared.flow.choice).toBeNull()
      expect(await shared.flow.go()).toBe(false)
      expect(shared.calls).toEqual([])
    }
  })

  it('U16 nor is what was begun and not sent', () => {
    const begun = [{ meeting: 'meeting-1', text: 'Hvorfor?' }]
    const device = { waiting: 0, commands: [], asides: [], begun }
    const app = (shared: boolean) =>
      ({ device, settings: { shared }, session: { online: true } }) as unknown as App
    expect([true, false].map((shared) => signOutOf(app(shared)).choice)).toEqual([null, 'keep'])
  })

  it('U16 text that turns up when it is looked for is asked about instead of left behind', async () => {
    let waiting = 0
    const look = async () => void (waiting = 3)
    const { flow, calls } = signOut({ waiting: () => waiting, look })
    expect(await flow.go()).toBe(false)
    expect([flow.asks, calls]).toEqual([true, []])
  })

  it('U16 what is chosen follows the server, what was picked stays', () => {
    let online = true
    const { flow } = signOut({ waiting: () => 1, online: () => online })
    expect(flow.choice).toBe('send')
    online = false
    expect(flow.choice).toBe('keep')
    flow.choice = 'erase'
    online = true
    expect(flow.choice).toBe('erase')
  })

  it('U16 a server that does not let go of the session changes nothing here', async () => {
    const leave = () => Promise.reject(unreachable)
    const { flow, calls } = signOut({ waiting: () => 1, leave })
    flow.choice = 'erase'
    expect(await flow.go()).toBe(false)
    expect([flow.problem, calls]).toEqual([{ message: 'Serveren svarer ikke.' }, []])
  })
})

describe('the first run', () => {
  function welcome(as = me) {
    const known = vi.fn()
    const made = forum('new', { organisations: [], members: [] })
    const canned = {
      'PATCH /me': me,
      'POST /forums': made,
      'PATCH /forums/new': made,
      'POST /forums/new/organisations': { id: 'o', name: 'Region Fjordland', colour: 1 },
      'PATCH /forums/new/members/nanna': {},
      'POST /forums/new/members': { member: {}, link: 'https://samreferat.example/log-ind#x' },
    }
    const { ask, asked, bodies } = answers(canned)
    return { flow: new Welcome({ ask, newId: () => 'new', me: as, known }), asked, bodies, known }
  }

  it('U10 each step is kept when it is done', async () => {
    const { flow, asked } = welcome()
    flow.forumName = 'Direktørforum'
    await flow.nameForum()
    expect([flow.step, asked]).toEqual([2, ['POST /forums']])
    flow.organisations = ['Region Fjordland', '']
    await flow.nameOrganisations()
    expect(flow.step).toBe(3)
    expect(asked.slice(1)).toEqual(['POST /forums/new/organisations', 'PATCH /forums/new/members/nanna'])
    flow.mateName = 'Rasmus'
    flow.mateMail = 'rasmus@lyngoe.example'
    await flow.invite()
    expect(flow.invitation?.link).toContain('#x')
  })

  it('U10 going back changes the forum instead of making another', async () => {
    const { flow, asked } = welcome()
    flow.forumName = 'Direktørforum'
    await flow.nameForum()
    flow.step = 1
    flow.myName = 'Nanna D.'
    await flow.nameForum()
    expect(asked).toEqual(['POST /forums', 'PATCH /me', 'PATCH /forums/new'])
  })

  it('H20 the first operator gives name and address once, and both show at once', async () => {
    const nobody = { ...me, user: { ...me.user, name: '', email: 'operator@samreferat.local' } }
    const { flow, asked, bodies, known } = welcome(nobody)
    flow.forumName = 'Direktørforum'
    flow.myName = 'Nanna Dyrlund'
    expect([flow.asksMail, flow.firstReady]).toEqual([true, false])
    flow.myMail = 'nanna@fjordland.example'
    expect(flow.firstReady).toBe(true)
    await flow.nameForum()
    expect(bodies[0]).toEqual({ name: 'Nanna Dyrlund', email: 'nanna@fjordland.example' })
    expect(known).toHaveBeenCalledExactlyOnceWith(me)
    expect(flow.asksMail).toBe(false)
    flow.step = 1
    await flow.nameForum()
    expect(asked).toEqual(['PATCH /me', 'POST /forums', 'PATCH /forums/new'])
  })

  it('U10 lines of organisations come and go, and one always stays', () => {
    const { flow } = welcome()
    flow.organisations = ['Region Fjordland']
    expect(flow.addLine(0)).toBe(1)
    flow.removeLine(1)
    flow.removeLine(0)
    expect(flow.organisations).toEqual(['Region Fjordland'])
  })
})
