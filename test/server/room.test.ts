import { once } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { eventually } from './eventually.ts'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { addThread, receipt } from '../../schema/margin.ts'
import { CLOSE, MAX_MESSAGE, MESSAGE, SYNC, marginRoom } from '../../schema/protocol.ts'
import { Clerk } from '../../server/margin/clerk.ts'
import { awarenessFrame } from '../../server/sync/awareness.ts'
import { CLOCK } from '../../server/sync/clock.ts'
import { syncFrame } from '../../server/sync/frames.ts'
import { HeldLedger } from './held-ledger.ts'
import {
  ROOM,
  TestClient,
  ZONE,
  openLedger,
  startSync,
  temporaryFolder,
  visitorOf,
  type SyncOptions,
  type SyncServer,
} from './sync-server.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let ledger: HeldLedger
let server: SyncServer
const clients: TestClient[] = []

beforeEach(async () => {
  folder = await temporaryFolder()
  ledger = new HeldLedger(await openLedger(folder.dir))
  server = await startSync(ledger)
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await server.close()
  await ledger.close()
  await folder.remove()
})

function client(user: string, options?: ConstructorParameters<typeof TestClient>[2]): TestClient {
  const made = new TestClient(server.url, user, options)
  clients.push(made)
  return made
}

async function synced(
  user: string,
  options?: ConstructorParameters<typeof TestClient>[2],
): Promise<TestClient> {
  const made = client(user, options)
  await until(() => made.provider.synced && made.acked >= 1)
  return made
}

/** Anna says something of the whole meeting. */
function ask(margin: Y.Doc, id: string): void {
  addThread(margin, id, {
    author: 'anna',
    at: 1,
    kind: 'comment',
    target: { kind: 'meeting' },
    text: 'Hvem?',
    mentions: [],
    change: null,
  })
}

/** Everything that was accepted is on disk, and whose the clients are. */
function areSettled(): boolean {
  return [...server.rooms.openRooms()].every((room) => room.isSettled)
}

/** In the room, whether or not anything can be acknowledged. */
async function connected(user: string): Promise<TestClient> {
  const made = client(user)
  await until(() => made.provider.synced)
  await made.roundTrip()
  return made
}

function until(condition: () => boolean): Promise<void> {
  return eventually(() => expect(condition()).toBe(true))
}

async function restart(options: SyncOptions): Promise<void> {
  await server.close()
  server = await startSync(ledger, options)
}

/** A socket without y-websocket, for what no honest client sends. */
async function socket(
  user: string | null,
  { address = `/${ROOM}?schema=${SCHEMA_VERSION}&client=77`, headers = {} as Record<string, string> } = {},
): Promise<WebSocket & { heard: Promise<unknown> }> {
  const made = new WebSocket(server.url + address, {
    headers: { ...(user ? { 'x-user': user } : {}), ...headers },
  })
  made.binaryType = 'nodebuffer'
  // The first message may come with the opening itself.
  const heard = once(made, 'message').catch(() => null)
  await once(made, 'open')
  return Object.assign(made, { heard })
}

async function closeCode(made: WebSocket): Promise<number> {
  const [code] = (await once(made, 'close')) as [number]
  return code
}

test.each([
  ['unknownRoom', 'anna', `/paper:00000000-none?schema=${SCHEMA_VERSION}&client=5`, {}],
  ['unknownRoom', 'anna', '/nonsense?schema=1&client=5', {}],
  ['unknownRoom', 'anna', '/%?schema=1&client=5', {}],
  ['signIn', null, `/${ROOM}?schema=1&client=5`, {}],
  ['signIn', 'nobody', `/${ROOM}?schema=1&client=5`, {}],
  ['foreignOrigin', 'anna', `/${ROOM}?schema=1&client=5`, { origin: 'https://evil.example' }],
  ['tooOld', 'anna', `/${ROOM}?schema=${SCHEMA_VERSION - 1}&client=5`, {}],
  ['garbage', 'anna', `/${ROOM}?schema=1&client=none`, {}],
  ['garbage', 'anna', `/${ROOM}`, {}],
] as const)('W1 a connection that may not be ends as %s', async (name, user, address, headers) => {
  expect(await closeCode(await socket(user, { address, headers }))).toBe(CLOSE[name].code)
  expect(ledger.loads).toEqual([])
})

test('W1 a user without the right is turned away by name', async () => {
  await restart({
    access: {
      session: async () => ({ id: 's', user: 'anna', expires: Infinity }),
      visitor: async () => 'forbidden',
    },
  })
  expect(await closeCode(await socket('anna'))).toBe(CLOSE.forbidden.code)
})

test('W1 a page of our own may come in', async () => {
  const made = await socket('anna', { headers: { origin: 'http://own.example' } })
  await made.heard
  made.close()
})

test('W1 a session that ends, ends its connections by name', async () => {
  const anna = await synced('anna')
  server.door.endSession('session-anna')
  await until(() => anna.closes.includes(CLOSE.signIn.code))
})

test('W1 a session past its time is ended at the next sign of life', async () => {
  let now = Date.now()
  await restart({
    heartbeat: 20,
    now: () => now,
    access: {
      session: async () => ({ id: 's', user: 'anna', expires: 0 }),
      visitor: async () => visitorOf('anna', { expires: now + 1000 }),
    },
  })
  const anna = await synced('anna')
  now += 2000
  await until(() => anna.closes.includes(CLOSE.signIn.code))
})

test('W2 two clients write and both are acknowledged', async () => {
  const anna = await synced('anna')
  const bo = await synced('bo')
  anna.write('Godkendt')
  bo.write('Drøftet')
  await until(() => anna.acked === 2 && bo.acked === 2)
  await until(() => anna.text === bo.text && anna.text.includes('Godkendt') && anna.text.includes('Drøftet'))
  expect(server.warnings).toEqual([])
})

test('W2 what changes nothing and what is refused count too', async () => {
  const anna = await synced('anna')
  anna.write('et')
  await until(() => anna.acked === 2)
  const state = Y.encodeStateAsUpdate(anna.doc)
  anna.sendFrame(syncFrame(SYNC.update, state))
  anna.sendFrame(syncFrame(SYNC.update, new Uint8Array([9, 9, 9])))
  anna.write('to')
  await until(() => anna.acked === 5)
  expect(anna.refusals).toEqual(['garbage'])
  expect((await ledger.load(ROOM)).seq).toBe(2)
})

test('W3 nothing is acknowledged, or passed on to who may write, before it is on disk', async () => {
  const anna = await synced('anna')
  const bo = await synced('bo')
  ledger.hold()
  anna.write('endnu ikke')
  await until(() => ledger.waiting === 1)
  // A round trip of both, so that whatever was sent has arrived.
  const late = client('anna')
  await until(() => late.provider.synced)
  await bo.roundTrip()
  await anna.roundTrip()
  expect([anna.acked, late.acked, bo.text, late.text]).toEqual([1, 0, '', ''])
  ledger.release()
  await until(() => anna.acked === 2 && late.acked === 1)
  await until(() => bo.text.includes('endnu ikke') && late.text.includes('endnu ikke'))
})

test('W3 who may only read sees what is written before the disk has it, also on coming meanwhile', async () => {
  const anna = await synced('anna')
  const rie = await synced('rie')
  await until(areSettled)
  ledger.hold()
  anna.write('endnu ikke')
  await until(() => rie.text.includes('endnu ikke'))
  const late = client('rie')
  await until(() => late.text.includes('endnu ikke'))
  await Promise.all([rie.roundTrip(), late.roundTrip()])
  expect([anna.acked, rie.head, late.head]).toEqual([1, 0, 0])
  ledger.release()
  await until(() => anna.acked === 2 && rie.head === 1 && late.head === 1)
  expect([...rie.refusals, ...late.refusals]).toEqual([])
})

test('G6 W3 what a reader was shown and the disk never had is no reader’s writing, and comes with its writer', async () => {
  const anna = await synced('anna')
  const rie = await synced('rie')
  await until(areSettled)
  ledger.fail(new Error('disk full'))
  anna.provider.shouldConnect = false
  anna.write('kun hos læseren')
  await until(() => rie.text.includes('kun hos') && rie.closes.length === 1)
  ledger.fail(null)
  await until(() => rie.provider.synced && rie.head === 0)
  await rie.roundTrip()
  expect(rie.refusals).toEqual([])
  expect((await ledger.load(ROOM)).seq).toBe(0)
  anna.provider.connect()
  const bo = await synced('bo')
  await until(() => bo.text.includes('kun hos læseren'))
  expect(bo.text).toBe(rie.text)
})

test('W3 what a new Yjs client writes first is shown to readers after the disk knows whose it is', async () => {
  const anna = await synced('anna')
  const rie = await synced('rie')
  await until(areSettled)
  ledger.hold()
  const typing = anna.doc.clientID
  // As the window's other client, which nobody has announced.
  anna.doc.clientID = 2 ** 31 + 5
  anna.write('flyttet')
  anna.doc.clientID = typing
  await until(() => ledger.waiting === 1)
  anna.write('tastet')
  await until(() => ledger.waiting === 2)
  await rie.roundTrip()
  const late = await connected('rie')
  const seen = [rie.text, late.text]
  ledger.release()
  expect(seen).toEqual(['', ''])
  await until(() => [rie, late].every(({ text }) => text.includes('tastet') && text === anna.text))
  ledger.hold()
  anna.write('siden')
  await until(() => ledger.waiting === 1)
  await rie.roundTrip()
  ledger.release()
  expect(rie.text).toContain('siden')
})

test('W3 L6 while the disk is in trouble who may only read sees what is on it', async () => {
  const anna = await synced('anna')
  const rie = await synced('rie')
  await until(areSettled)
  ledger.tell('full')
  ledger.hold()
  anna.write('endnu ikke')
  await until(() => ledger.waiting === 1)
  await rie.roundTrip()
  const seen = rie.text
  ledger.release()
  expect(seen).toBe('')
  await until(() => rie.text.includes('endnu ikke'))
})

test('W3 G5 who became a writer takes nobody’s client by what they were shown and a crash took', async () => {
  let promoted = false
  await restart({
    access: {
      session: async ({ 'x-user': user }) => ({ id: String(user), user: String(user), expires: Infinity }),
      visitor: async ({ user }) => visitorOf(user, { writes: user !== 'rie' || promoted }),
    },
  })
  const anna = await synced('anna')
  const rie = await synced('rie')
  await until(areSettled)
  anna.provider.shouldConnect = false
  ledger.fail(new Error('disk full'))
  const typing = anna.doc.clientID
  anna.doc.clientID = 2 ** 31 + 5
  anna.write('flyttet')
  anna.doc.clientID = typing
  await until(() => anna.closes.length === 1)
  promoted = true
  ledger.fail(null)
  await until(() => rie.provider.synced)
  await rie.roundTrip()
  anna.provider.connect()
  await until(() => anna.provider.synced)
  anna.doc.clientID = 2 ** 31 + 5
  anna.write('og videre')
  anna.doc.clientID = typing
  await until(() => rie.text.includes('videre'))
  expect([...anna.refusals, ...rie.refusals]).toEqual([])
})

test('W3 M11 in a margin readers too see what is on disk, for the server writes in it', async () => {
  const MARGIN = marginRoom(ZONE)
  await restart({
    clerk: (name) => Promise.resolve(name === MARGIN ? new Clerk(clerks++, null) : null),
    access: {
      session: async ({ 'x-user': user }) => ({ id: String(user), user: String(user), expires: Infinity }),
      visitor: async ({ user }) => visitorOf(user, { roots: ['threads'] }),
    },
    now: () => time,
  })
  let clerks = 90
  let time = 1000
  const anna = await synced('anna', { room: MARGIN })
  const rie = await synced('rie', { room: MARGIN })
  await until(areSettled)
  ledger.fail(new Error('disk full'))
  ask(anna.doc, 'th-1')
  await until(() => rie.closes.length === 1)
  time = 2000
  ledger.fail(null)
  await until(
    () => receipt(anna.doc, 'threads', 'th-1') !== null && receipt(rie.doc, 'threads', 'th-1') !== null,
  )
  await until(() => rie.head === 2)
  expect(receipt(rie.doc, 'threads', 'th-1')).toEqual(receipt(anna.doc, 'threads', 'th-1'))
  expect(rie.refusals).toEqual([])
})

test('W6 nothing is said of what a paper says while some of it is not on disk', async () => {
  const anna = await synced('anna')
  const rie = await synced('rie')
  const digests: number[] = []
  rie.provider.messageHandlers[MESSAGE.digest] = () => void digests.push(rie.head)
  anna.write('på disken')
  await until(() => anna.acked === 2)
  const [room] = [...server.rooms.openRooms()]
  ledger.hold()
  anna.write('endnu ikke')
  await until(() => ledger.waiting === 1)
  room?.tellDigest(1, 'hvad der er på disken')
  await rie.roundTrip()
  expect(digests).toEqual([])
  ledger.release()
  await until(() => anna.acked === 3)
  room?.tellDigest(2, 'alt')
  await until(() => digests.length === 1)
  // How far it reaches comes first: only who has exactly that much compares.
  expect(digests).toEqual([2])
})

test('W6 a reader who was shown more than the ledger has is told what the paper says when its writer had time to come', async () => {
  const later: (() => void)[] = []
  const after = CLOCK.after.bind(CLOCK)
  vi.spyOn(CLOCK, 'after').mockImplementation((ms, run) =>
    ms === 60_000 ? void later.push(run) : after(ms, run),
  )
  const anna = await synced('anna')
  const [rie, rikke] = [await synced('rie'), await synced('rie')]
  await until(areSettled)
  const digests: string[] = []
  rie.provider.messageHandlers[MESSAGE.digest] = () => void digests.push('rie')
  rikke.provider.messageHandlers[MESSAGE.digest] = () => void digests.push('rikke')
  rikke.provider.disconnect()
  ledger.fail(new Error('disk full'))
  anna.provider.shouldConnect = false
  anna.write('kun hos læseren')
  await until(() => rie.text.includes('kun hos') && rie.closes.length === 1)
  ledger.fail(null)
  await until(() => rie.provider.synced && rie.head === 0)
  rikke.provider.connect()
  await until(() => rikke.provider.synced)
  for (const room of server.rooms.openRooms()) room.tellDigest(0, 'uden Annas ord')
  await Promise.all([rie.roundTrip(), rikke.roundTrip()])
  expect(digests).toEqual(['rikke'])
  // Asking does not make the wait longer.
  rie.sendFrame(syncFrame(SYNC.step1, Y.encodeStateVector(rie.doc)))
  await rie.roundTrip()
  expect([digests.length, later.length]).toEqual([1, 1])
  later.forEach((run) => run())
  await rie.roundTrip()
  expect(digests).toEqual(['rikke', 'rie'])
  rie.sendFrame(syncFrame(SYNC.step1, Y.encodeStateVector(rie.doc)))
  await rie.roundTrip()
  expect(digests).toEqual(['rikke', 'rie', 'rie'])
})

test('W3 a message that repeats what is not on disk yet waits for it', async () => {
  const anna = await synced('anna')
  ledger.hold()
  anna.write('en gang')
  await until(() => ledger.waiting === 1)
  anna.sendFrame(syncFrame(SYNC.update, Y.encodeStateAsUpdate(anna.doc)))
  await anna.roundTrip()
  expect(anna.acked).toBe(1)
  ledger.release()
  await until(() => anna.acked === 3)
})

test('W4 a state is stamped with the user of the session and echoed', async () => {
  const anna = await synced('anna')
  const bo = await synced('bo')
  const heard = anna.awarenessCount
  anna.provider.awareness.setLocalState({ user: { name: 'Direktøren' }, cursor: { section: 'x' } })
  await until(() => bo.provider.awareness.getStates().get(anna.doc.clientID)?.cursor !== undefined)
  expect(bo.provider.awareness.getStates().get(anna.doc.clientID)).toEqual({
    user: { id: 'anna', name: 'ANNA', organisation: 'Region Fjordland', colour: 1 },
    cursor: { section: 'x' },
  })
  await until(() => anna.awarenessCount > heard)
})

test('W4 nobody speaks for another client', async () => {
  const anna = await synced('anna')
  const bo = await synced('bo')
  anna.provider.awareness.setLocalState({ here: true })
  await until(() => bo.provider.awareness.getStates().get(anna.doc.clientID)?.here === true)
  bo.sendFrame(awarenessFrame([{ client: anna.doc.clientID, clock: Date.now() * 2, state: null }]))
  await bo.roundTrip()
  expect(bo.provider.awareness.getStates().get(anna.doc.clientID)?.here).toBe(true)
  expect(anna.provider.awareness.getLocalState()).toEqual({ here: true })
})

test('W4 who leaves is gone at once, and is seen again on coming back under the old clock', async () => {
  const bo = await synced('bo')
  const anna = await synced('anna')
  const states = bo.provider.awareness.getStates()
  anna.provider.awareness.setLocalState({ here: true })
  await until(() => states.has(anna.doc.clientID))
  anna.provider.disconnect()
  await until(() => !states.has(anna.doc.clientID))
  anna.provider.connect()
  await until(() => states.get(anna.doc.clientID)?.here === true)
})

test('W4 a newcomer is told who is here', async () => {
  const anna = await synced('anna')
  anna.provider.awareness.setLocalState({ here: true })
  await anna.roundTrip()
  const bo = client('bo')
  await until(() => bo.provider.awareness.getStates().get(anna.doc.clientID)?.here === true)
})

test.each([
  ['text', 'hello'],
  ['no message', new Uint8Array([])],
  ['an unknown message', new Uint8Array([55, 1, 2])],
  ['a message of the server', new Uint8Array([MESSAGE.ack, 1])],
  ['a sync step that is none', new Uint8Array([0, 7, 0])],
  ['a message cut short', new Uint8Array([0, 2, 200, 1, 1])],
  ['bytes after the end', new Uint8Array([0, 2, 1, 0, 9])],
  ['a state vector that is none', syncFrame(SYNC.step1, new Uint8Array([200, 200, 200]))],
  ['awareness that is none', new Uint8Array([1, 3, 9, 9, 9])],
])('W5 %s ends the connection as garbage', async (_what, bytes) => {
  const made = await socket('anna')
  made.send(bytes)
  expect(await closeCode(made)).toBe(CLOSE.garbage.code)
  expect((await ledger.load(ROOM)).seq).toBe(0)
})

test('W5 a frame too large ends the connection by name', async () => {
  const made = await socket('anna')
  made.send(new Uint8Array(MAX_MESSAGE + 1))
  expect(await closeCode(made)).toBe(CLOSE.tooLarge.code)
  expect((await ledger.load(ROOM)).seq).toBe(0)
})

test('L5 a room is loaded once for all who come at once, and again after it was forgotten', async () => {
  const all = await Promise.all([synced('anna'), synced('bo'), synced('rie')])
  expect(ledger.loads).toEqual([ROOM])
  all.forEach((each) => each.provider.disconnect())
  await until(() => [...server.rooms.openRooms()].length === 0)
  await synced('anna')
  expect(ledger.loads).toEqual([ROOM, ROOM])
})

test('L5 who comes back while a room closes has it at once, and it is forgotten when the last one has left for good', async () => {
  const closings: (() => void)[] = []
  const forgotten: string[] = []
  let held = true
  await restart({
    closing: () => new Promise((saved) => (held ? closings.push(saved) : saved())),
    forgotten: ({ name }) => void forgotten.push(name),
  })
  const anna = await synced('anna')
  anna.write('før')
  await anna.roundTrip()
  anna.provider.disconnect()
  await until(() => closings.length === 1)
  expect(await server.rooms.updates(ROOM)).not.toEqual([])
  const bo = await synced('bo')
  expect([bo.text.includes('før'), ledger.loads.length]).toEqual([true, 1])
  // What was begun before is over while somebody is in the room, and while it closes for the second time.
  closings[0]?.()
  bo.write('efter')
  await bo.roundTrip()
  bo.provider.disconnect()
  await until(() => closings.length === 2)
  const rie = await synced('rie')
  expect([rie.text.includes('efter'), ledger.loads.length, forgotten]).toEqual([true, 1, []])
  rie.provider.disconnect()
  await until(() => closings.length === 3)
  held = false
  closings[1]?.()
  await synced('anna')
  expect([ledger.loads.length, forgotten]).toEqual([1, []])
  closings[2]?.()
  clients.splice(0).forEach((each) => each.destroy())
  await until(() => forgotten.length === 1)
  await synced('anna')
  expect(ledger.loads.length).toBe(2)
})

test('L5 what the server writes alone leaves no room open, also when it changes nothing', async () => {
  const doc = new Y.Doc()
  doc.getMap('anchors').set('x', 1)
  const nothing = Y.encodeStateAsUpdate(new Y.Doc())
  await server.rooms.write(ROOM, 77, nothing)
  await until(() => [...server.rooms.openRooms()].length === 0)
  await expect(server.rooms.write(ROOM, 77, Y.encodeStateAsUpdate(doc))).rejects.toThrow('refused')
  await until(() => [...server.rooms.openRooms()].length === 0)
})

test('L5 a room that everybody has left keeps until its last update is on disk', async () => {
  const anna = await synced('anna')
  ledger.hold()
  anna.write('farvel')
  await until(() => ledger.waiting === 1)
  anna.provider.disconnect()
  const bo = client('bo')
  await until(() => bo.provider.synced)
  expect(bo.text).toBe('')
  ledger.release()
  await until(() => bo.text.includes('farvel'))
  expect(ledger.loads.length).toBe(1)
})

test('L6 a ledger that cannot write acknowledges nothing, and all come back to what is on disk', async () => {
  const anna = await synced('anna')
  const bo = await synced('bo')
  anna.write('før')
  await until(() => bo.text.includes('før'))
  ledger.fail(new Error('disk full'))
  anna.write('mens disken er fuld')
  await until(
    () => anna.closes.includes(CLOSE.unavailable.code) && bo.closes.includes(CLOSE.unavailable.code),
  )
  expect(bo.text).not.toContain('fuld')
  expect((await ledger.load(ROOM)).seq).toBe(1)
  ledger.fail(null)
  await until(() => bo.text.includes('mens disken er fuld'))
  await until(() => anna.acked >= 1)
  expect(server.warnings.join()).toContain('disk full')
})

test('L7 a damaged room is not served, and its rows stay as they are', async () => {
  const damaged = {
    room: ROOM,
    seq: 1,
    author: 'anna',
    client: 1,
    at: 0,
    bytes: new Uint8Array([9, 9]),
    claims: [],
  }
  await ledger.append([damaged])
  expect(await closeCode(await socket('anna'))).toBe(CLOSE.unavailable.code)
  expect(server.warnings.join()).toContain('could not be opened')
  expect((await ledger.load(ROOM)).tail.map((bytes) => [...bytes])).toEqual([[9, 9]])
})

test('L20 damage that shows when somebody writes ends that room alone, and it is not served again', async () => {
  const doc = new Y.Doc()
  doc.getMap('nonsense').set('a', 1)
  const bytes = Y.encodeStateAsUpdate(doc)
  await ledger.append([{ room: ROOM, seq: 1, author: 'anna', client: 1, at: 0, bytes, claims: [] }])
  const anna = await synced('anna')
  anna.write('på sand')
  await until(() => anna.closes.includes(CLOSE.unavailable.code))
  anna.provider.disconnect()
  expect(server.warnings.join()).toContain('what is stored is damaged')
  expect(await closeCode(await socket('anna'))).toBe(CLOSE.unavailable.code)
  expect((await ledger.load(ROOM)).seq).toBe(1)
})

test('L10 a connection is told up to which row it has been told', async () => {
  const anna = await synced('anna')
  const bo = await synced('bo')
  expect([anna.head, bo.head]).toEqual([0, 0])
  anna.write('et')
  anna.write('to')
  await until(() => anna.head === 2 && bo.head === 2)
  const late = await synced('rie')
  expect(late.head).toBe(2)
})

test('G5 a client of another user is turned away at the door', async () => {
  const anna = await synced('anna')
  anna.provider.disconnect()
  const address = `/${ROOM}?schema=${SCHEMA_VERSION}&client=${anna.doc.clientID}`
  expect(await closeCode(await socket('bo', { address }))).toBe(CLOSE.foreignClient.code)
  await server.close()
  server = await startSync(ledger)
  expect(await closeCode(await socket('bo', { address }))).toBe(CLOSE.foreignClient.code)
})

test('G5 an update under the client of another is refused', async () => {
  const anna = await synced('anna')
  const bo = await synced('bo')
  const forged = new Y.Doc()
  forged.clientID = anna.doc.clientID
  forged.getMap('meeting').set('subject', 'falsk')
  bo.sendFrame(syncFrame(SYNC.update, Y.encodeStateAsUpdate(forged)))
  await until(() => bo.refusals.includes('foreignClient'))
  expect((await ledger.load(ROOM)).seq).toBe(0)
})

test('G6 a reader reads, and what a reader writes is refused', async () => {
  const anna = await synced('anna')
  const rie = await synced('rie')
  anna.write('til læsning')
  await until(() => rie.text.includes('til læsning'))
  rie.write('ikke min')
  await until(() => rie.refusals.includes('forbidden'))
  await anna.roundTrip()
  expect(anna.text).not.toContain('ikke min')
})

test('G4 an update with a gap is refused as missing and healed by a resync', async () => {
  const anna = await synced('anna')
  const other = new Y.Doc()
  const updates: Uint8Array[] = []
  other.on('update', (update: Uint8Array) => updates.push(update))
  other.getMap('meeting').set('subject', 'første')
  other.getMap('meeting').set('place', 'andet')
  anna.sendFrame(syncFrame(SYNC.update, updates[1] ?? new Uint8Array()))
  await until(() => anna.refusals.includes('missing'))
  anna.sendFrame(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(other)))
  await until(() => anna.acked === 4)
  expect((await ledger.load(ROOM)).seq).toBe(1)
})

test('W1 a connection that comes back before its old one is missed takes its place', async () => {
  const first = await socket('anna')
  const second = await socket('anna')
  expect(await closeCode(first)).toBe(CLOSE.unavailable.code)
  expect(second.readyState).toBe(WebSocket.OPEN)
  second.close()
})

test('L11 joining waits for no write, and a known client or a reader writes nothing', async () => {
  ledger.hold()
  const anna = client('anna')
  const rie = client('rie')
  await until(() => anna.provider.synced && rie.provider.synced)
  expect(ledger.claims).toEqual([{ room: ROOM, client: anna.doc.clientID, user: 'anna' }])
  const address = `/${ROOM}?schema=${SCHEMA_VERSION}&client=${anna.doc.clientID}`
  expect(await closeCode(await socket('bo', { address }))).toBe(CLOSE.foreignClient.code)
  ledger.release()
  anna.provider.disconnect()
  rie.provider.disconnect()
  await until(() => [...server.rooms.openRooms()].length === 0)
  anna.provider.connect()
  await until(() => anna.provider.synced)
  expect(ledger.claims.length).toBe(1)
})

test('L11 who has only read and comes back to write is their client’s on disk', async () => {
  let writes = false
  await restart({
    access: {
      session: async (headers) => ({ id: 's', user: String(headers['x-user']), expires: Infinity }),
      visitor: async ({ user }) => visitorOf(user, user === 'rie' ? { writes } : {}),
    },
  })
  await synced('anna')
  const rie = await synced('rie')
  rie.provider.disconnect()
  writes = true
  server.door.reauthorise({ user: 'rie' })
  rie.provider.connect()
  await until(() => ledger.claims.some(({ client }) => client === rie.doc.clientID))
  expect(ledger.claims.length).toBe(2)
})

test('L11 L17 after a restore a client that is known writes once that its user is back', async () => {
  const anna = await synced('anna')
  const load = ledger.load.bind(ledger)
  vi.spyOn(ledger, 'load').mockImplementation(async (room) => ({
    ...(await load(room)),
    restored: Date.now(),
  }))
  anna.provider.disconnect()
  await until(() => [...server.rooms.openRooms()].length === 0)
  await synced('rie')
  for (let times = 0; times < 2; times++) {
    anna.provider.connect()
    await until(() => anna.provider.synced)
    await anna.roundTrip()
    anna.provider.disconnect()
  }
  expect(ledger.claims.filter(({ client }) => client === anna.doc.clientID).length).toBe(2)
})

test('G13 who has had too many clients and is turned away leaves nothing on disk', async () => {
  const doc = new Y.Doc()
  doc.getMap('meeting').set('subject', 'x')
  const bytes = Y.encodeStateAsUpdate(doc)
  const claims = Array.from({ length: 20_000 }, (_, i) => i + 1_000)
  await ledger.append([{ room: ROOM, seq: 1, author: 'anna', client: doc.clientID, at: 0, bytes, claims }])
  expect(await closeCode(await socket('anna'))).toBe(CLOSE.foreignClient.code)
  expect(ledger.claims).toEqual([])
})

test('M11 after a receipt that was refused the next ones are written', async () => {
  const MARGIN = marginRoom(ZONE)
  const clerk = new Clerk(88, null)
  const said = clerk.receipts.bind(clerk)
  vi.spyOn(clerk, 'receipts').mockImplementationOnce((arrived, seq, at, clock) =>
    said(arrived, seq, at, clock + 1),
  )
  const may = ['threads'] as const
  await restart({
    clerk: (name) => Promise.resolve(name === MARGIN ? clerk : null),
    access: {
      session: async () => ({ id: 's', user: 'anna', expires: Infinity }),
      visitor: async () => visitorOf('anna', { roots: may }),
    },
  })
  const anna = await synced('anna', { room: MARGIN })
  ask(anna.doc, 'th-1')
  await until(() => server.warnings.some((warning) => warning.startsWith('a receipt was not written')))
  for (const id of ['th-2', 'th-3']) ask(anna.doc, id)
  await until(() => ['th-2', 'th-3'].every((id) => receipt(anna.doc, 'threads', id) !== null))
  expect([receipt(anna.doc, 'threads', 'th-1'), server.warnings.length]).toEqual([null, 1])
})

test('L5 a room is kept until its claims are on disk', async () => {
  ledger.hold()
  const anna = client('anna')
  await until(() => anna.provider.synced)
  anna.provider.disconnect()
  const rie = client('rie')
  await until(() => rie.provider.synced)
  rie.provider.disconnect()
  await until(() => [...server.rooms.openRooms()].every((room) => room.isEmpty))
  expect([...server.rooms.openRooms()].length).toBe(1)
  ledger.release()
  await until(() => [...server.rooms.openRooms()].length === 0)
})

test('L5 who comes in the turn in which another is turned away is in the room that is open', async () => {
  const anna = await synced('anna')
  anna.provider.disconnect()
  await until(() => [...server.rooms.openRooms()].length === 0)
  const peerOf = (client: number) => {
    const nothing = () => undefined
    return {
      visitor: visitorOf('bo'),
      client,
      send: nothing,
      sendPackets: nothing,
      close: nothing,
      spend: nothing,
    }
  }
  const bo = peerOf(78)
  const [turnedAway, joined] = await Promise.all([
    server.rooms.join(ROOM, peerOf(anna.doc.clientID)),
    server.rooms.join(ROOM, bo),
  ])
  if (!joined) throw new Error('the second was turned away too')
  expect([turnedAway, joined.isEmpty]).toEqual([null, false])
  expect([...server.rooms.openRooms()]).toEqual([joined])
  server.rooms.leave(joined, bo)
})

test('L12 trouble is told to who is in the room and to who comes, and so is its end', async () => {
  const anna = await synced('anna')
  expect(anna.cannotSave).toBe(null)
  ledger.hold()
  ledger.tell('database or disk is full')
  const rie = client('rie')
  await until(() => anna.cannotSave === true && rie.cannotSave === true)
  anna.write('kan ikke gemmes')
  await until(() => rie.provider.synced && ledger.waiting === 1)
  ledger.release()
  ledger.tell(null)
  await until(() => anna.cannotSave === false && rie.cannotSave === false && anna.acked === 2)
})

test('L13 a clock that goes backwards leaves the times of a room in order, and everybody present', async () => {
  let now = 5_000_000
  await restart({ now: () => now })
  const anna = await synced('anna')
  anna.write('et')
  await until(() => anna.acked === 2)
  now -= 4_000_000
  anna.provider.awareness.setLocalState({ here: 'still' })
  anna.write('to')
  const bo = await synced('bo')
  await until(() => anna.acked === 3)
  await until(() => bo.provider.awareness.getStates().get(anna.doc.clientID)?.here === 'still')
  await restart({ now: () => now })
  const late = await synced('bo')
  late.write('tre')
  await until(() => late.text.includes('to') && late.acked === 2)
  const rows = await ledger.attribution(ROOM)
  expect(rows.map(({ author, at }) => [author, at])).toEqual([
    ['anna', 5_000_000],
    ['bo', 5_000_000],
  ])
  expect((await ledger.load(ROOM)).at).toBe(5_000_000)
})
