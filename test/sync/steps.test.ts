import { beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { RoomListener } from '../../client/sync/journal.ts'
import type { Local } from '../../client/sync/local.ts'
import { FROM_TAB, LocalRoom, type LocalRoomListener } from '../../client/sync/local-room.ts'
import { OwnSteps } from '../../client/sync/own-steps.ts'
import { WaitingSteps, type Step } from '../../client/sync/waiting.ts'

let now: number
let waiting: WaitingSteps
let undo: Y.UndoManager
let doc: Y.Doc
let message: number

beforeEach(() => {
  now = 1000
  message = 0
  waiting = new WaitingSteps()
  doc = new Y.Doc()
  undo = new Y.UndoManager(doc.getText('t'), { captureTimeout: 500, trackedOrigins: new Set(['me']) })
  const own = new OwnSteps('tab', waiting, () => now)
  own.watch(undo)
  doc.on('update', () => void own.changed())
})

/** A change that begins a step of its own. */
function step(text: string): void {
  undo.stopCapturing()
  more(text)
}

/** A change within the step that was begun. */
function more(text: string): void {
  now += 1000
  doc.transact(() => doc.getText('t').insert(0, text), 'me')
}

/** Everything waiting leaves with the next message. */
function send(): number {
  waiting.sentAs(++message)
  return message
}

describe('O11 what waits is counted in the user’s own undo steps', () => {
  test('O11 typing that is one undo step counts once, with the age of its beginning', () => {
    step('a')
    more('b')
    more('c')
    expect([waiting.count, waiting.oldest]).toEqual([1, 2000])
    step('d')
    expect([waiting.count, waiting.oldest]).toEqual([2, 2000])
  })

  test('O11 a step is settled with the message that carried its last change', () => {
    step('a')
    const first = send()
    more('b')
    const second = send()
    step('c')
    waiting.settled(first)
    expect(waiting.count).toBe(2)
    waiting.settled(second)
    expect([waiting.count, waiting.oldest]).toEqual([1, 4000])
  })

  test('O11 a connection that broke settles nothing of what it did not acknowledge', () => {
    step('a')
    step('b')
    send()
    waiting.disconnected()
    waiting.settled(99)
    expect(waiting.count).toBe(2)
    waiting.settled(send())
    expect([waiting.count, waiting.oldest]).toEqual([0, null])
  })

  test('O11 undoing what was never sent takes it out of the count; something still has to be sent', () => {
    step('a')
    step('b')
    undo.undo()
    expect(waiting.count).toBe(1)
    undo.undo()
    expect(waiting.count).toBe(1)
    undo.redo()
    undo.redo()
    expect(waiting.count).toBe(3)
    waiting.settled(send())
    expect(waiting.count).toBe(0)
  })

  test('O11 undoing what the server has is a step of its own', () => {
    step('a')
    waiting.settled(send())
    undo.undo()
    expect(waiting.count).toBe(1)
  })

  test('O11 going on in a step that the server has makes it wait again', () => {
    step('a')
    waiting.settled(send())
    more('b')
    expect([waiting.count, waiting.oldest]).toEqual([1, 3000])
  })

  test('O11 changes outside the undo manager count as one step', () => {
    doc.getMap('m').set('a', 1)
    doc.getMap('m').set('b', 1)
    expect(waiting.count).toBe(1)
  })

  test('O11 steps of an earlier visit keep their number and the age of the oldest', () => {
    waiting.restore(12, 500)
    step('a')
    expect([waiting.count, waiting.oldest]).toEqual([13, 500])
    waiting.settled(send())
    expect(waiting.count).toBe(0)
  })
})

test('O11 what another tab tells of waits for nothing when it is here already', async () => {
  const waits = new WaitingSteps()
  const { room, tell } = await roomOfTabs(waits)
  const other = new Y.Doc()
  const updates: Uint8Array[] = []
  other.on('update', (update: Uint8Array) => updates.push(update))
  other.getText('t').insert(0, 'af anden fane')
  const [update = new Uint8Array()] = updates
  tell(update, [{ id: 'other-1', at: 1 }])
  expect(waits.count).toBe(1)
  waits.sentAs(1)
  waits.settled(1)
  tell(update, [{ id: 'other-1', at: 1 }])
  expect(waits.count).toBe(0)
  room.close()
})

/** A room whose journal says what the test lets another tab say. */
async function roomOfTabs(
  waits: WaitingSteps,
): Promise<{ room: LocalRoom; tell(update: Uint8Array, steps: Step[]): void }> {
  let heard: RoomListener | null = null
  const local = {
    store: { load: async () => ({ updates: [], record: null, schema: 0 }), onLost: new Set() },
    journal: {
      join: (_room: string, _vector: Uint8Array, listener: RoomListener) => {
        heard = listener
        return () => undefined
      },
    },
  } as unknown as Local
  const nothing = (): void => undefined
  const doc = new Y.Doc()
  const room = new LocalRoom('paper:0001', doc, local, waits, {
    isServer: () => false,
    applyServers: nothing,
    applyTabs: (update: Uint8Array) => Y.applyUpdate(doc, update, FROM_TAB),
    changedHere: () => ({ id: 'own', at: 0 }),
    changedThere: nothing,
    changedInTab: nothing,
    refused: nothing,
    changed: nothing,
  } as unknown as LocalRoomListener)
  await room.open()
  return { room, tell: (update, steps) => heard?.received(update, steps, false) }
}
