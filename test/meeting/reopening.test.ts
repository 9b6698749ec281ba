// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { OpenMeeting } from '../../client/meeting/open-meeting.svelte.ts'
import type { App } from '../../client/state/app.svelte.ts'
import { WORDS } from '../../schema/words/index.ts'

const { made } = vi.hoisted(() => ({ made: [] as { destroy: () => Promise<void> }[] }))

vi.mock('../../client/sync/meeting-room.svelte.ts', () => ({
  MeetingRoom: class {
    readonly doc = { on: () => undefined }
    readonly status = { kind: 'local', saved: true, why: 'diverged' }
    readonly isSaved = true
    readonly connect = vi.fn()
    readonly flush = async (): Promise<void> => undefined
    readonly destroy = vi.fn(async () => undefined)
    constructor() {
      made.push(this)
    }
  },
}))

test('O26 a copy that was given up is told of once, however often the status changes meanwhile', async () => {
  const announce = vi.fn()
  const app = {
    me: { user: { id: 'anna', name: 'Anna' } },
    desk: null,
    session: { meeting: () => null },
    words: WORDS.da,
    announce,
  }
  const open = new OpenMeeting(app as unknown as App, 'meeting-1')
  await Promise.all([open.heal(), open.heal()])
  expect(made).toHaveLength(2)
  expect(made[0]?.destroy).toHaveBeenCalledTimes(1)
  expect(announce).toHaveBeenCalledTimes(1)
})
