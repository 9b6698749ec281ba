import * as Y from 'yjs'
import { addThread, reply, rule, type Thread } from '../../schema/margin.ts'
import { attachments, items, setHeader } from '../../schema/paper.ts'
import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import type { Role } from '../../schema/roles.ts'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { writeSection } from '../../schema/sections.ts'
import { openDatabase } from '../../server/store/database.ts'
import { LedgerFile } from '../../server/store/ledger-file.ts'
import { WebSocket } from 'ws'
import { expect } from 'vitest'
import { p } from '../schema/builders.ts'
import { eventually } from './eventually.ts'
import { startServer, type Answer, type TestServer, type TestServerOptions } from './harness.ts'
import { TestClient, temporaryFolder } from './sync-server.ts'

export const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
export const ITEM = 'item-0001'
export const OTHER = 'item-0002'

/** Words that stand in an item before it is closed, each in a place of its own. */
export const SECRETS = {
  title: 'zqtitle',
  case: 'zqcase',
  recommendation: 'zqrecommendation',
  minutes: 'zqminutes',
  deleted: 'zqdeleted',
  undone: 'zqundone',
  task: 'zqtask',
  presenter: 'zqpresenter',
  presenterBefore: 'zqearlier',
  outcome: 'zqoutcome',
  attachment: 'zqattachment',
  unknownField: 'zqunknown',
  report: 'zqreport',
  thread: 'zqthread',
  quote: 'zqquote',
  editedRemark: 'zqremarkbefore',
  reply: 'zqreply',
  ruling: 'zqruling',
  aboutItem: 'zqaboutitem',
} as const

const ROLES: Record<string, Role> = {
  nanna: 'secretary',
  rasmus: 'secretary',
  karen: 'chair',
  mads: 'member',
  ida: 'member',
  bent: 'observer',
}
const EVERYBODY = { roles: ['chair', 'member', 'observer', 'guest'], except: [] as string[] }
export const CHAIRS = { roles: ['chair'], except: [] as string[] }
export { EVERYBODY }

/** A server with a forum, and one meeting per test in which an item is to be closed. */
export class ClosedWorld {
  meeting = ''
  readonly users: Record<string, string> = {}
  private readonly tokens: Record<string, string> = {}
  private readonly clients: TestClient[] = []
  private readonly spies: Spy[] = []
  private meetings = 0

  private constructor(readonly server: TestServer) {}

  static async start(options: TestServerOptions = {}): Promise<ClosedWorld> {
    const world = new ClosedWorld(await startServer({ quiet: 20, ...options }))
    const { forums, members } = world.server.server
    for (const [name, role] of Object.entries(ROLES)) {
      const user = await world.enroll(name)
      if (name === 'nanna')
        await forums.create(user, { id: FORUM, name: 'Direktørforum', partOf: null, organisations: [] })
      else await members.add(null, FORUM, user, { title: null, organisation: null, role })
    }
    return world
  }

  /** Makes an account that can sign in; answers its id. */
  async enroll(name: string, operator = false): Promise<string> {
    const { accounts } = this.server.server
    const user = await accounts.create(`${name}@fjordland.example`, name, operator)
    this.users[name] = user
    this.tokens[name] = await accounts.token(user)
    return user
  }

  /** A meeting under way, with everything in it that is to go. */
  async begin(): Promise<TestClient> {
    this.meeting = `6f1c2a3e-0000-4000-8000-0000000002${10 + ++this.meetings}`
    const facts = { subject: null, number: 7, date: '2026-03-12', start: '09:00', end: null, place: null }
    const made = await this.as('nanna', 'PUT', `/api/meetings/${this.meeting}`, { forum: FORUM, ...facts })
    expect(made.status).toBe(200)
    await this.server.server.db
      .updateTable('meeting')
      .set({ phase: 'live' })
      .where('id', '=', this.meeting)
      .execute()
    const nanna = await this.entered('nanna')
    await this.send(nanna, () => writePaper(nanna.doc))
    await this.send(nanna, () => changeWords(nanna.doc))
    await this.writeMargin()
    return nanna
  }

  async remove(): Promise<void> {
    await this.server.close()
  }

  /** Ends the connections of a test. */
  leave(): void {
    for (const client of this.clients.splice(0)) client.destroy()
    for (const spy of this.spies.splice(0)) spy.close()
  }

  headers(name: string): Record<string, string> {
    return { authorization: `Bearer ${this.tokens[name] ?? ''}` }
  }

  as(name: string, method: string, address: string, body?: unknown): Promise<Answer> {
    return this.server.call(method, address, { headers: this.headers(name), body })
  }

  close(name: string, readers: object = CHAIRS, more: object = {}): Promise<Answer> {
    const body = { reason: 'Personsag', publicWording: 'En personsag blev drøftet.', readers, ...more }
    return this.as(name, 'POST', `/api/meetings/${this.meeting}/items/${ITEM}/close`, body)
  }

  open(name: string): Promise<Answer> {
    return this.as(name, 'POST', `/api/meetings/${this.meeting}/items/${ITEM}/open`)
  }

  /** The zone of the closed item. */
  async zone(): Promise<string> {
    const { zone } = await this.server.server.db
      .selectFrom('zone')
      .select('zone')
      .where('meeting', '=', this.meeting)
      .executeTakeFirstOrThrow()
    return zone
  }

  enter(name: string, room = paperRoom(this.meeting), doc = new Y.Doc()): TestClient {
    const client = new TestClient(this.server.wsUrl, name, { room, doc, headers: this.headers(name) })
    this.clients.push(client)
    return client
  }

  async entered(name: string, room = paperRoom(this.meeting), doc = new Y.Doc()): Promise<TestClient> {
    const client = this.enter(name, room, doc)
    await eventually(() => expect(client.acked).toBeGreaterThan(0))
    return client
  }

  /** Changes a document and waits until the server has it. */
  async send(client: TestClient, change: () => void): Promise<void> {
    const { acked } = client
    client.doc.transact(change)
    await eventually(() => expect(client.acked).toBeGreaterThan(acked))
  }

  spy(name: string, room: string): Spy {
    const spy = new Spy(`${this.server.wsUrl}/${room}`, this.headers(name))
    this.spies.push(spy)
    return spy
  }

  /** What the ledger holds of a room, as bytes. */
  async stored(room: string): Promise<Buffer> {
    const { snapshot, tail, seals } = await this.server.server.ledger.load(room)
    return Buffer.concat([snapshot ?? Buffer.alloc(0), ...tail, Buffer.from(JSON.stringify(seals ?? null))])
  }

  /** Everything that the database of people and meetings holds, as text. */
  async database(): Promise<Buffer> {
    const { db } = this.server.server
    const texts: string[] = []
    for (const { name } of await db.introspection.getTables())
      texts.push(
        JSON.stringify(
          await db
            .selectFrom(name as 'task')
            .selectAll()
            .execute(),
        ),
      )
    return Buffer.from(texts.join('\n'))
  }

  private async writeMargin(): Promise<void> {
    const [nanna, mads] = [
      await this.entered('nanna', marginRoom(this.meeting)),
      await this.entered('mads', marginRoom(this.meeting)),
    ]
    await this.send(mads, () => remark(mads.doc, this.users.mads ?? ''))
    await this.send(mads, () =>
      mads.doc.getMap<Y.Map<unknown>>('threads').get('th-1')?.set('text', SECRETS.thread),
    )
    await eventually(() => expect(nanna.doc.getMap('threads').size).toBe(3))
    await this.send(nanna, () => answer(nanna.doc, this.users.nanna ?? ''))
    await eventually(() => expect(mads.doc.getMap('rulings').size).toBe(1))
    await eventually(() => expect(mads.doc.getMap('anchors').has('th-1')).toBe(true))
  }
}

function writePaper(doc: Y.Doc): void {
  setHeader(doc, {
    date: '2026-03-12',
    place: 'Rådhuset',
    report: [{ where: 'item', what: SECRETS.report, confidence: 0.5 }],
  })
  items.add(doc, ITEM, {
    duration: 10,
    presenters: [SECRETS.presenterBefore],
    outcomes: [{ kind: 'forwarded', point: null, to: SECRETS.outcome }],
  })
  items.add(doc, OTHER, { duration: 20, presenters: ['Kirsten'] })
  items.map(doc).get(ITEM)?.set('later', SECRETS.unknownField)
  writeSection(doc, `${ITEM}/title`, [p(SECRETS.title)])
  writeSection(doc, `${ITEM}/case`, [p(`${SECRETS.case} ${SECRETS.quote}`), p(SECRETS.deleted)])
  writeSection(doc, `${ITEM}/recommendation`, [p(SECRETS.recommendation)])
  writeSection(doc, `${ITEM}/minutes`, [
    p(SECRETS.minutes),
    {
      type: 'task',
      attrs: { id: 'task-0001', owner: 'mads', due: null },
      content: [{ type: 'text', text: SECRETS.task }],
    },
  ])
  writeSection(doc, `${OTHER}/title`, [p('Budget')])
  writeSection(doc, `${OTHER}/case`, [p('Tallene.')])
  writeSection(doc, `${OTHER}/minutes`, [p('Godkendt.')])
  attachments.add(doc, 'file-0001', { item: ITEM, title: SECRETS.attachment })
  attachments.add(doc, 'file-0002', { item: OTHER, title: 'Regneark' })
}

/** Deletes words, writes some and takes them back, and puts others in the place of a field. */
function changeWords(doc: Y.Doc): void {
  const section = doc.getXmlFragment(`${ITEM}/case`)
  section.delete(1, 1)
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(SECRETS.undone)])
  section.push([paragraph])
  section.delete(1, 1)
  items.set(doc, ITEM, { presenters: [SECRETS.presenter] })
}

function remark(margin: Y.Doc, author: string): void {
  const at = Date.parse('2026-03-12T09:00:00Z')
  const said = { author, at, kind: 'comment' as const, mentions: [], change: null }
  const quoted: Thread['target'] = {
    kind: 'text',
    item: ITEM,
    section: 'case',
    from: '',
    to: '',
    quote: SECRETS.quote,
    prefix: `${SECRETS.case} `,
    suffix: '',
  }
  addThread(margin, 'th-1', { ...said, target: quoted, text: SECRETS.editedRemark })
  addThread(margin, 'th-2', { ...said, target: { kind: 'item', item: ITEM }, text: SECRETS.aboutItem })
  addThread(margin, 'th-3', { ...said, target: { kind: 'item', item: OTHER }, text: 'Om budgettet.' })
}

function answer(margin: Y.Doc, author: string): void {
  const at = Date.parse('2026-03-12T09:05:00Z')
  reply(margin, 're-1', { author, at, thread: 'th-1', text: SECRETS.reply, mentions: [] })
  reply(margin, 're-3', { author, at, thread: 'th-3', text: 'Ja.', mentions: [] })
  rule(margin, 'ru-1', { author, at, thread: 'th-1', state: 'declined', reason: SECRETS.ruling })
}

/** Somebody who writes down every byte that the server sends, and asks for everything. */
export class Spy {
  frames: Buffer[] = []
  closedWith: number | null = null
  private readonly socket: WebSocket

  constructor(address: string, headers: Record<string, string>) {
    const client = Math.floor(Math.random() * 2 ** 31)
    this.socket = new WebSocket(`${address}?schema=${SCHEMA_VERSION}&client=${client}`, { headers })
    // SyncStep1 with nothing known.
    this.socket.on('open', () => this.socket.send(Buffer.from([0, 0, 1, 0])))
    this.socket.on('message', (data) => this.frames.push(Buffer.from(data as Buffer)))
    this.socket.on('close', (code) => (this.closedWith = code))
  }

  get bytes(): Buffer {
    return Buffer.concat(this.frames)
  }

  /** Whether the answer to its question has come, or its end. */
  get isAnswered(): boolean {
    return this.closedWith !== null || this.frames.some((frame) => frame[0] === 0 && frame[1] === 1)
  }

  close(): void {
    this.socket.close()
  }
}

/** The secrets that stand in some bytes. */
export function secretsIn(bytes: Uint8Array): string[] {
  const found = Buffer.from(bytes)
  return Object.values(SECRETS).filter((word) => found.includes(word))
}

export interface PreparedFolder {
  dataDir: string
  meeting: string
  /** How somebody signs in. */
  as(name: string): Record<string, string>
  remove(): Promise<void>
}

/** A data folder, without a server, with a meeting in which an item is to be closed. */
export async function preparedFolder(): Promise<PreparedFolder> {
  const { dir, remove } = await temporaryFolder()
  const world = await ClosedWorld.start({ dataDir: dir })
  await world.begin()
  const { meeting } = world
  world.leave()
  await world.remove()
  return { dataDir: dir, meeting, as: (name) => world.headers(name), remove }
}

export interface Held {
  /** The zones that the database knows. */
  zones: string[]
  /** What the ledger has in the open rooms, and in rooms of closed items. */
  open: string[]
  closed: string[]
}

/** What lies on the disk of a server that has ended. */
export async function heldIn(dataDir: string, meeting: string): Promise<Held> {
  const db = await openDatabase(`${dataDir}/samreferat.db`)
  const zones = (await db.selectFrom('zone').select('zone').execute()).map(({ zone }) => zone)
  await db.destroy()
  const ledger = await LedgerFile.open(`${dataDir}/ledger.db`)
  const bytesOf = (room: string): Uint8Array[] => {
    const { snapshot, tail } = ledger.load(room)
    return [snapshot ?? new Uint8Array(), ...tail]
  }
  const secrets = (rooms: string[]): string[] => secretsIn(Buffer.concat(rooms.flatMap(bytesOf)))
  const own = [...ledger.heads().keys()].filter((room) => room.includes('.'))
  const held = { zones, open: secrets([paperRoom(meeting), marginRoom(meeting)]), closed: secrets(own) }
  ledger.close()
  return held
}
