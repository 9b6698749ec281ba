import { once } from 'node:events'
import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { setHeader } from '../../schema/paper.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import { CLOSE, MESSAGE, SYNC, readRefused, type CloseName } from '../../schema/protocol.ts'
import { awarenessFrame } from '../../server/sync/awareness.ts'
import { syncFrame } from '../../server/sync/frames.ts'
import {
  ANNA,
  ATTACKS,
  CARL,
  EVE,
  changeOf,
  element,
  honestContent,
  honestPaper,
  put,
  raw,
  text,
} from './attack-table.ts'
import { eventually } from './eventually.ts'
import {
  TestClient,
  openLedger,
  startSync,
  temporaryFolder,
  visitorOf,
  type SyncServer,
} from './sync-server.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let ledger: Awaited<ReturnType<typeof openLedger>>
let server: SyncServer
let meeting: Meeting

beforeAll(async () => {
  folder = await temporaryFolder()
  ledger = await openLedger(folder.dir)
  server = await startSync(ledger, {
    access: {
      session: async ({ 'x-user': user }) => ({ id: String(user), user: String(user), expires: Infinity }),
      visitor: async ({ user }) => visitorOf(user, { writes: true }),
    },
  })
  meeting = await Meeting.open()
})
afterAll(async () => {
  meeting.close()
  await server.close()
  await ledger.close()
  await folder.remove()
})

/** A room in which two honest people write, and a third has written and is offline with more. */
class Meeting {
  private static opened = 0
  readonly room = `paper:attacked-${Meeting.opened++}`
  readonly anna = new TestClient(server.url, 'anna', { room: this.room })
  readonly bo = new TestClient(server.url, 'bo', { room: this.room })
  private readonly carl: TestClient
  private words = 0

  private constructor() {
    const doc = new Y.Doc()
    doc.clientID = CARL
    this.carl = new TestClient(server.url, 'carl', { room: this.room, doc })
  }

  static async open(): Promise<Meeting> {
    const meeting = new Meeting()
    const { anna, bo, carl } = meeting
    await eventually(() => expect([anna.acked, bo.acked, carl.acked]).toEqual([1, 1, 1]))
    Y.applyUpdate(anna.doc, honestPaper(ANNA), 'first content')
    await eventually(() => expect(carl.text).toContain('Godkendt'))
    setHeader(carl.doc, { online: 'her' })
    await eventually(() => expect(carl.acked).toBe(2))
    carl.provider.disconnect()
    changeOf(carl.doc, put(element('paragraph', text('skrevet uden net'))))
    await meeting.write()
    return meeting
  }

  /** Both write a word, and both see both. */
  async write(): Promise<void> {
    const { anna, bo } = this
    const [one, two] = [`ord${this.words++}.`, `ord${this.words++}.`]
    anna.write(one, 'item-0001/recommendation')
    bo.write(two, 'item-0001/recommendation')
    await eventually(() => {
      for (const { doc } of [anna, bo]) {
        const written = doc.getXmlFragment('item-0001/recommendation').toString()
        expect([written.includes(one), written.includes(two)]).toEqual([true, true])
      }
      expect(toMeetingJson(anna.doc)).toEqual(toMeetingJson(bo.doc))
    })
  }

  /** The third comes back, and what was written offline is there. */
  async reunite(): Promise<void> {
    const { carl, bo } = this
    carl.provider.connect()
    await eventually(() => expect(bo.text).toContain('skrevet uden net'))
    await eventually(() => expect(toMeetingJson(carl.doc)).toEqual(toMeetingJson(bo.doc)))
  }

  /** Nobody honest was refused or sent away, and what they had written says what it said. */
  expectUnharmed(): void {
    for (const { doc, refusals, closes } of [this.anna, this.bo]) {
      expect([refusals, closes]).toEqual([[], []])
      expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
      expect(honestContent(doc)).toEqual(CONTENT)
    }
    expect(this.carl.refusals).toEqual([])
  }

  close(): void {
    for (const client of [this.anna, this.bo, this.carl]) client.destroy()
  }
}

const CONTENT = contentOf(honestPaper(ANNA))

function contentOf(update: Uint8Array): unknown {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return honestContent(doc)
}

/** A connection without y-websocket that may say what it likes. */
class Attacker {
  readonly heard: Uint8Array[] = []
  private constructor(readonly socket: WebSocket) {
    socket.binaryType = 'nodebuffer'
    socket.on('message', (data) => this.heard.push(data as Buffer))
    socket.on('error', () => undefined)
  }

  static async connect(client: number, user = 'eve'): Promise<Attacker> {
    const address = `${server.url}/${meeting.room}?schema=${SCHEMA_VERSION}&client=${client}`
    const attacker = new Attacker(new WebSocket(address, { headers: { 'x-user': user } }))
    await once(attacker.socket, 'message')
    return attacker
  }

  send(...updates: Uint8Array[]): void {
    for (const update of updates) this.socket.send(syncFrame(SYNC.update, update))
  }

  acked(count: number): Promise<void> {
    const ack = raw(MESSAGE.ack, count)
    return eventually(() => expect(this.heard.some((frame) => Buffer.compare(frame, ack) === 0)).toBe(true))
  }

  get refusals(): string[] {
    return this.heard
      .filter((frame) => frame[0] === MESSAGE.refused)
      .map((frame) => {
        const decoder = decoding.createDecoder(frame)
        decoding.readVarUint(decoder)
        return readRefused(decoder).reason
      })
  }
}

test.each(ATTACKS)('G10 $name, while honest people write', async ({ updates, outcome }) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(meeting.anna.doc))
  doc.clientID = EVE
  const sent = updates({ doc, victim: CARL })
  const attacker = await Attacker.connect(EVE)
  attacker.send(...sent)
  await meeting.write()
  await attacker.acked(sent.length)
  const isRefused = outcome !== 'row' && outcome !== 'nothing'
  expect(attacker.refusals).toEqual(isRefused ? [outcome] : [])
  attacker.socket.terminate()
  await meeting.write()
  meeting.expectUnharmed()
  if (outcome !== 'row' && sent.length === 1) return
  // What was let in stays: the next attack finds a room without it.
  await meeting.reunite()
  meeting.close()
  meeting = await Meeting.open()
})

test('G9 whoever was offline during all that comes back', async () => {
  await meeting.reunite()
  meeting.expectUnharmed()
})

const FRAMES: [string, Uint8Array | string, CloseName | null][] = [
  ['text', 'hello', 'garbage'],
  ['no message', new Uint8Array(), 'garbage'],
  ['an unknown message', new Uint8Array([55, 1, 2]), 'garbage'],
  ['an acknowledgement', new Uint8Array([MESSAGE.ack, 1]), 'garbage'],
  ['a refusal', raw(MESSAGE.refused, 1, 'forbidden'), 'garbage'],
  ['a word about the ledger', raw(MESSAGE.head, 9), 'garbage'],
  ['an authentication', raw(MESSAGE.auth, 0, 'x'), 'garbage'],
  ['a sync step that is none', new Uint8Array([0, 7, 0]), 'garbage'],
  ['a message cut short', new Uint8Array([0, 2, 200, 1, 1]), 'garbage'],
  ['bytes after the end', new Uint8Array([0, 2, 1, 0, 9]), 'garbage'],
  ['a length beyond all', new Uint8Array([0, 2, ...new Array<number>(9).fill(255), 1]), 'garbage'],
  ['a state vector that is none', syncFrame(SYNC.step1, new Uint8Array([200, 200, 200])), 'garbage'],
  ['a state vector without end', syncFrame(SYNC.step1, raw(2 ** 40)), 'garbage'],
  ['a state vector of the future', syncFrame(SYNC.step1, raw(1, CARL, 2 ** 40)), null],
  ['awareness that is none', new Uint8Array([1, 3, 9, 9, 9]), 'garbage'],
  ['awareness that is no JSON', new Uint8Array([1, 5, 1, EVE, 1, 1, 0x7b]), 'garbage'],
  ['awareness without end', new Uint8Array([1, 1, 255]), 'garbage'],
  ['awareness of a million', raw(1, raw(1_000_000).length, raw(1_000_000)), 'garbage'],
  [
    'awareness too large',
    awarenessFrame([{ client: EVE, clock: 1, state: { x: 'y'.repeat(100_000) } }]),
    null,
  ],
  ['awareness that is a list', raw(1, 6, raw(1, EVE, 1, '[]')), null],
  ['a question after everybody', new Uint8Array([MESSAGE.queryAwareness]), null],
  ['a frame too large', new Uint8Array(9 * 1024 * 1024), 'tooLarge'],
]

test.each(FRAMES)('W5 %s ends by name or is harmless', async (_what, frame, close) => {
  const attacker = await Attacker.connect(EVE)
  const closed = once(attacker.socket, 'close') as Promise<[number]>
  attacker.socket.send(frame)
  if (close !== null) expect(await closed).toEqual([CLOSE[close].code, expect.anything()])
  else {
    const pong = once(attacker.socket, 'pong')
    attacker.socket.ping()
    await pong
    expect(attacker.socket.readyState).toBe(WebSocket.OPEN)
    attacker.socket.terminate()
  }
  meeting.expectUnharmed()
})

test('W5 bytes that are no WebSocket end that connection alone', async () => {
  const attacker = await Attacker.connect(EVE)
  const closed = once(attacker.socket, 'close')
  const { _socket: stream } = attacker.socket as unknown as { _socket: NodeJS.WritableStream }
  stream.write(Buffer.alloc(1000, 0xff))
  await closed
  await meeting.write()
  meeting.expectUnharmed()
})

const FLOODS: [string, (attacker: Attacker) => void][] = [
  ['garbage', ({ socket }) => socket.send(syncFrame(SYNC.update, new Uint8Array([9, 9])))],
  ['questions for the whole room', ({ socket }) => socket.send(syncFrame(SYNC.step1, new Uint8Array([0])))],
  ['questions after everybody', ({ socket }) => socket.send(new Uint8Array([MESSAGE.queryAwareness]))],
  [
    'changes of state',
    ({ socket }) => socket.send(awarenessFrame([{ client: EVE, clock: 1, state: { x: 'y'.repeat(3000) } }])),
  ],
  ['updates of nothing', ({ socket }) => socket.send(syncFrame(SYNC.update, new Uint8Array([0, 0])))],
]

test.each(FLOODS)('W8 a flood of %s, while honest people write', async (_what, pour) => {
  const attackers = await Promise.all([EVE, EVE + 1, EVE + 2].map((client) => Attacker.connect(client)))
  for (let i = 0; i < 3_000; i++) attackers.forEach(pour)
  for (let i = 0; i < 3; i++) await meeting.write()
  meeting.expectUnharmed()
  attackers.forEach(({ socket }) => socket.terminate())
})
