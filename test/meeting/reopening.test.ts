// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { OpenMeeting } from '../../client/meeting/open-meeting.svelte.ts'
import type { App } from '../../client/state/app.svelte.ts'
import type { Role } from '../../schema/roles.ts'
import { WORDS } from '../../schema/words/index.ts'

const { made, order, fate } = vi.hoisted(() => ({
  fate: { why: 'diverged' },
  made: [] as { destroy: () => Promise<void> }[],
  order: [] as string[],
}))

vi.mock('../../client/sync/meeting-room.svelte.ts', () => ({
  MeetingRoom: class {
    readonly doc = { on: () => undefined }
    readonly status = { kind: 'local', saved: true, why: fate.why }
    readonly isSaved = true
    readonly connect = vi.fn()
    readonly flush = async (): Promise<void> => void order.push('flush')
    readonly destroy = vi.fn(async () => undefined)
    constructor() {
      made.push(this)
    }
  },
}))

function opened(announce = vi.fn(), why = 'diverged', role: Role | null = null): OpenMeeting {
  made.length = 0
  fate.why = why
  const app = {
    me: { user: { id: 'anna', name: 'Anna' } },
    device: null,
    session: {
      meeting: () => (role === null ? null : { forum: 'forum-1', phase: 'live' }),
      forum: () => ({ role, people: [], members: [], organisations: [] }),
    },
    words: WORDS.da,
    language: 'da',
    announce,
  }
  return new OpenMeeting(app as unknown as App, 'meeting-1')
}

test('U49 what is being typed in a field is written before the meeting is drawn anew', async () => {
  const open = opened()
  const field = document.createElement('input')
  document.body.append(field)
  field.addEventListener('blur', () => order.push('written'))
  field.focus()
  expect(await open.reopen()).toBe(true)
  expect(order).toEqual(['written', 'flush'])
})

test('O26 a copy that was given up is told of once, however often the status changes meanwhile', async () => {
  const announce = vi.fn()
  const open = opened(announce)
  await Promise.all([open.heal(), open.heal()])
  expect(made).toHaveLength(2)
  expect(made[0]?.destroy).toHaveBeenCalledTimes(1)
  expect(announce).toHaveBeenCalledTimes(1)
})

test.each([
  { role: 'member', told: 0 },
  { role: 'secretary', told: 1 },
] as const)('O26 to a $role it is told $told times that a copy was given up', async ({ role, told }) => {
  const announce = vi.fn()
  await opened(announce, 'diverged', role).heal()
  expect(made).toHaveLength(2)
  expect(announce).toHaveBeenCalledTimes(told)
})

test('O24 after a refusal the meeting goes on by itself; when it is refused again at once the user is asked', async () => {
  const announce = vi.fn()
  const open = opened(announce, 'refused')
  await Promise.all([open.heal(), open.heal()])
  expect(made).toHaveLength(2)
  expect(announce).toHaveBeenCalledTimes(1)
  await open.heal()
  expect(made).toHaveLength(2)
  expect(await open.reopen()).toBe(true)
})
