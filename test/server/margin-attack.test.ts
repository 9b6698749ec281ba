import { once } from 'node:events'
import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { addThread, entry, receipt, reply, replies, threads } from '../../schema/margin.ts'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { items, setHeader } from '../../schema/paper.ts'
import { MESSAGE, SYNC, marginRoom, paperRoom, readRefused } from '../../schema/protocol.ts'
import { Clerk } from '../../server/margin/clerk.ts'
import { syncFrame } from '../../server/sync/frames.ts'
import { ANNA, CARL, EVE, changeOf, element, honestPaper, put, raw, text } from './attack-table.ts'
import { eventually } from './eventually.ts'
import {
  BO,
  HONEST,
  MARGIN_ATTACKS,
  ROOTS,
  SERVER_CLIENT,
  everything,
  honestSayings,
  thread,
} from './margin-attacks.ts'
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
  let client = 1000
  server = await startSync(ledger, {
    access: {
      session: async ({ 'x-user': user }) => ({ id: String(user), user: String(user), expires: Infinity }),
      visitor: async ({ user }, _zone, kind) => {
        const isSecretary = user === 'anna'
        const roots = ROOTS[isSecretary ? 'secretary' : 'member']
        return visitorOf(user, kind === 'margin' ? { writes: true, roots } : { writes: isSecretary })
      },
    },
    clerk: async (name) => (name.startsWith('margin:') ? new Clerk(client++, null) : null),
  })
  meeting = await Meeting.open()
})
afterAll(async () => {
  meeting.close()
  await server.close()
  await ledger.close()
  await folder.remove()
})

/** A meeting whose margin a secretary and a member write, and in which another member has written and is offline with more. */
class Meeting {
  private static opened = 0
  private readonly zone = `attacked-${Meeting.opened++}`
  readonly margin = marginRoom(this.zone)
  readonly paper = paperRoom(this.zone)
  readonly anna = client('anna', ANNA, this.margin)
  readonly bo = client('bo', BO, this.margin)
  readonly secretary = new TestClient(server.url, 'anna', { room: this.paper })
  private readonly carl = client('carl', CARL, this.margin)
  private said: unknown = null
  private words = 0

  static async open(): Promise<Meeting> {
    const meeting = new Meeting()
    const { anna, bo, carl, secretary } = meeting
    await eventually(() =>
      expect([anna, bo, carl, secretary].map(({ acked }) => acked)).toEqual([1, 1, 1, 1]),
    )
    Y.applyUpdate(secretary.doc, honestPaper(ANNA), 'first content')
    for (const { user, say } of HONEST) await meeting.say(user, say)
    addThread(carl.doc, 'carl-1', thread('carl'))
    await eventually(() => expect(receipt(bo.doc, 'threads', 'carl-1')).not.toBeNull())
    carl.provider.disconnect()
    addThread(carl.doc, 'carl-2', thread('carl'))
    meeting.said = honestSayings(anna.doc)
    await meeting.write()
    return meeting
  }

  private async say(user: 'anna' | 'bo' | 'server', say: (doc: Y.Doc) => void): Promise<void> {
    if (user === 'server') {
      // Of what it says here the anchor alone is news: receipts have come with what they are for.
      const doc = new Y.Doc()
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.anna.doc))
      doc.clientID = SERVER_CLIENT
      const anchors = changeOf(doc, () => doc.getMap('anchors').set('thread-bo', anchorOf(say)))
      await server.rooms.write(this.margin, SERVER_CLIENT, anchors)
    } else say(this[user].doc)
    await eventually(() => expect(everything(this.anna.doc)).toEqual(everything(this.bo.doc)))
    await eventually(() => expect(this.anna.doc.getMap('receipts').size).toBe(this.entries))
  }

  private get entries(): number {
    const roots = ['threads', 'replies', 'responses', 'attendance', 'rulings']
    // One of the threads was deleted; its receipt stays.
    const gone = this.anna.doc.getMap('receipts').has('threads.thread-gone') ? 1 : 0
    const isThere = this.anna.doc.getMap('threads').has('thread-gone') ? 1 : 0
    return roots.reduce((sum, root) => sum + this.anna.doc.getMap(root).size, 0) + gone - isThere
  }

  /** Both say a word, and both see both. */
  async write(): Promise<void> {
    const { anna, bo } = this
    const [one, two] = [`ord-${this.words++}`, `ord-${this.words++}`]
    reply(anna.doc, one, { author: 'anna', at: 1, thread: 'thread-bo', text: one, mentions: [] })
    reply(bo.doc, two, { author: 'bo', at: 1, thread: 'thread-bo', text: two, mentions: [] })
    setHeader(this.secretary.doc, { place: one })
    await eventually(() => {
      for (const { doc } of [anna, bo])
        expect(replies(doc).map(({ id }) => id)).toEqual(expect.arrayContaining([one, two]))
      expect(everything(anna.doc)).toEqual(everything(bo.doc))
      expect([one, two].map((id) => receipt(bo.doc, 'replies', id)?.late)).toEqual([false, false])
    })
  }

  /** The third comes back, and what was written offline is there. */
  async reunite(): Promise<void> {
    const { carl, bo } = this
    carl.provider.connect()
    await eventually(() => expect(receipt(bo.doc, 'threads', 'carl-2')).not.toBeNull())
    await eventually(() => expect(everything(carl.doc)).toEqual(everything(bo.doc)))
    expect(carl.refusals).toEqual([])
  }

  /** Nobody honest was refused or sent away, and what they had said says what it said. */
  expectUnharmed(): void {
    for (const { doc, refusals, closes } of [this.anna, this.bo]) {
      expect([refusals, closes]).toEqual([[], []])
      expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
      expect(honestSayings(doc)).toEqual(this.said)
      expect([...doc.getMap('rulings').keys()]).toEqual(['ruling-anna'])
      expect([...doc.getMap('anchors').keys()]).toEqual(['thread-bo'])
      expect(threads(doc).filter(({ author }) => author === 'eve').length).toBeLessThanOrEqual(1)
    }
    expect([this.secretary.refusals, this.secretary.closes]).toEqual([[], []])
  }

  close(): void {
    for (const each of [this.anna, this.bo, this.carl, this.secretary]) each.destroy()
  }
}

function client(user: string, id: number, room: string): TestClient {
  const doc = new Y.Doc()
  doc.clientID = id
  return new TestClient(server.url, user, { room, doc })
}

/** What the server would say of an anchor. */
function anchorOf(say: (doc: Y.Doc) => void): unknown {
  const doc = new Y.Doc()
  say(doc)
  return doc.getMap('anchors').get('thread-bo')
}

/** A connection with a member's right that may say what it likes. */
class Attacker {
  readonly heard: Uint8Array[] = []
  private constructor(readonly socket: WebSocket) {
    socket.binaryType = 'nodebuffer'
    socket.on('message', (data) => this.heard.push(data as Buffer))
    socket.on('error', () => undefined)
  }

  static async connect(room: string): Promise<Attacker> {
    const address = `${server.url}/${room}?schema=${SCHEMA_VERSION}&client=${EVE}`
    const attacker = new Attacker(new WebSocket(address, { headers: { 'x-user': 'eve' } }))
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

function attackersCopy(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  copy.clientID = EVE
  return copy
}

test.each(MARGIN_ATTACKS)('M8 $name, while honest people write', async ({ updates, outcome }) => {
  const sent = updates({ doc: attackersCopy(meeting.anna.doc), victim: CARL })
  const attacker = await Attacker.connect(meeting.margin)
  attacker.send(...sent)
  await meeting.write()
  await attacker.acked(sent.length)
  expect(attacker.refusals).toEqual(outcome === 'nothing' ? [] : [outcome])
  // Said again, it is refused again; clocks that their owner has used meanwhile say nothing new.
  if (!['nothing', 'missing', 'foreignClient'].includes(outcome)) {
    attacker.send(sent.at(-1) ?? new Uint8Array())
    await attacker.acked(sent.length + 1)
    expect(attacker.refusals).toEqual([outcome, outcome])
  }
  attacker.socket.terminate()
  await meeting.write()
  meeting.expectUnharmed()
  if (sent.length === 1) return
  // What was let in stays: the next attack finds a margin without it.
  await meeting.reunite()
  meeting.close()
  meeting = await Meeting.open()
})

const ON_PAPER: [string, (doc: Y.Doc) => void][] = [
  ['words in a section', put(element('paragraph', text('Nej')))],
  ['the header', (doc) => setHeader(doc, { subject: 'Nej' })],
  ['a new item', (doc) => items.add(doc, 'item-0002', {})],
  ['an item changed', (doc) => items.set(doc, 'item-0001', { closed: true })],
  [
    'a section emptied and filled',
    (doc) => {
      doc.getXmlFragment('item-0001/minutes').delete(0, 1)
      put(element('paragraph', text('Nej')))(doc)
    },
  ],
]

test.each(ON_PAPER)('G6 a member cannot write the paper: %s', async (_what, change) => {
  const said = meeting.secretary.doc.getXmlFragment('item-0001/minutes').toString()
  const attacker = await Attacker.connect(meeting.paper)
  attacker.send(changeOf(attackersCopy(meeting.secretary.doc), change))
  await attacker.acked(1)
  expect(attacker.refusals).toEqual(['forbidden'])
  attacker.socket.terminate()
  await meeting.write()
  meeting.expectUnharmed()
  expect(meeting.secretary.doc.getXmlFragment('item-0001/minutes').toString()).toBe(said)
})

test('M8 there are more than forty kinds of attack, and every one is refused by name', () => {
  expect(MARGIN_ATTACKS.filter(({ outcome }) => outcome !== 'nothing').length).toBeGreaterThan(40)
  expect(new Set(MARGIN_ATTACKS.map(({ name }) => name)).size).toBe(MARGIN_ATTACKS.length)
})

test('M11 whoever was offline during all that comes back, and has receipts', async () => {
  await meeting.reunite()
  meeting.expectUnharmed()
  const [first, second] = ['carl-1', 'carl-2'].map((id) => receipt(meeting.bo.doc, 'threads', id))
  expect(second?.seq).toBeGreaterThan(first?.seq ?? Infinity)
  expect(entry(meeting.bo.doc, 'threads', 'carl-2')?.author).toBe('carl')
})
