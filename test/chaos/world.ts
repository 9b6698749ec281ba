import { rmSync, mkdtempSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type * as Y from 'yjs'
import { sectionKey, type SectionKey } from '../../schema/paper.ts'
import { marginRoom, paperRoom, parseRoom } from '../../schema/protocol.ts'
import { freePort, spawnServer, startServer, type SpawnedServer } from '../server/harness.ts'
import { temporaryFolder } from '../server/sync-server.ts'
import { randomOf } from '../server/random.ts'
import { Disk } from './disk.ts'
import { Peer } from './peer.ts'
import { Proxy } from './proxy.ts'
import { judgeSaid } from './said.ts'
import { Speaker } from './speaker.ts'
import { Typist } from './typist.ts'
import { pause, until } from './until.ts'
import { contentOf, judge, wordsOf, type Finding } from './words.ts'

export interface WorldOptions {
  clients: number
  seed: number
  /** Whether the data folder is to be on a disk of its own. */
  disk: boolean
  say(line: string): void
}

const FORUM = '7c1d2b9e-0000-4000-8000-00000000f000'
const MEETINGS = ['a', 'b', 'c'].map((letter) => `7c1d2b9e-0000-4000-8000-00000000000${letter}`)
const ITEMS = ['item-0001', 'item-0002', 'item-0003', 'item-0004']
const SECTIONS = ['case', 'recommendation', 'minutes'] as const
const KEYS = ITEMS.flatMap((item) => SECTIONS.map((section) => sectionKey(item, section)))
const SECRETARIES = ['anna', 'bo', 'carl', 'dorte']
const MEMBERS = ['ida', 'mads']
/** Nobody writes on their behalf: newcomers look with their eyes. */
const READERS = ['rie', 'finn']
const PEOPLE = [...SECRETARIES, ...MEMBERS, ...READERS]
const DISK_MEGABYTES = 96
/** How often everybody is asked whether they type a word, in ms, and how likely it is. */
const BEAT = 10
const LIKELY = 0.12
const DELETES = 0.04
/** How likely it is that somebody says something at a beat. */
const SPEAKS = 0.03
/** A round in which nothing settles within this many ms has failed. */
const PATIENCE = 60_000

/** A server process on real files, the people who write in its meetings, and the network between. */
export class World {
  readonly random: () => number
  readonly typists: Typist[] = []
  readonly speakers: Speaker[] = []
  readonly disk: Disk | null
  server: SpawnedServer | null = null
  network: Proxy | null = null
  /** When the last fault was over: from then on the server could work, or be started. */
  healedAt = 0
  /** What was not where it should be, this round. */
  readonly findings: Finding[] = []
  readonly #folder: string | null
  #port = 0
  /** By name: the cookie of each, and their id. */
  readonly #people = new Map<string, { cookie: string; id: string }>()
  #typing: NodeJS.Timeout | null = null

  private constructor(private readonly options: WorldOptions) {
    this.random = randomOf(options.seed)
    this.disk = options.disk ? Disk.mount(DISK_MEGABYTES, options.say) : null
    this.#folder = this.disk === null ? mkdtempSync(path.join(tmpdir(), 'samreferat-')) : null
    process.once('exit', this.#endNow)
  }

  static async open(options: WorldOptions): Promise<World> {
    const world = new World(options)
    try {
      await world.#fill()
      await world.start()
      await world.#enter()
      return world
    } catch (error) {
      await world.close()
      throw error
    }
  }

  get dataDir(): string {
    return this.disk?.data ?? this.#folder ?? ''
  }

  /** The running server. @throws Error when there is none. */
  get running(): SpawnedServer {
    if (this.server === null) throw new Error('no server runs')
    return this.server
  }

  /** Everybody who has a room open. */
  get clients(): readonly Peer[] {
    return [...this.typists, ...this.speakers]
  }

  /** How many changes have been acknowledged to anybody. */
  get acknowledged(): number {
    return this.clients.reduce((sum, client) => sum + client.acknowledged, 0)
  }

  /** A whole number from `from` up to and with `to`. */
  between(from: number, to: number): number {
    return from + Math.floor(this.random() * (to - from + 1))
  }

  startTyping(): void {
    this.#typing ??= setInterval(() => {
      for (const typist of this.typists) if (this.random() < LIKELY) this.#write(typist)
      for (const speaker of this.speakers) if (this.random() < SPEAKS) this.#speak(speaker)
    }, BEAT)
  }

  stopTyping(): void {
    if (this.#typing !== null) clearInterval(this.#typing)
    this.#typing = null
  }

  /** Starts the server on the data there is. */
  async start(): Promise<void> {
    const server = await spawnServer({ dataDir: this.dataDir, port: this.#port })
    this.server = server
    server.process.once('exit', (code, signal) => {
      if (this.server === server)
        this.findings.push({
          ill: 'unserved',
          word: 'the server',
          detail: `ended by itself: ${signal ?? code}`,
        })
    })
  }

  /** `kill -9`; nobody comes in again until `comeBack`. */
  async kill(): Promise<void> {
    this.network?.shut()
    const { server } = this
    this.server = null
    await server?.kill()
  }

  /** Starts the server again and reads what it kept before anybody can send theirs once more. */
  async comeBack(): Promise<void> {
    await this.everybodyGone()
    this.healedAt = Date.now()
    await this.start()
    await this.readAcknowledged()
    this.network?.open()
    await this.everybodySynced()
  }

  everybodyGone(): Promise<void> {
    return until('everybody has noticed', () => this.clients.every(({ isSynced }) => !isSynced))
  }

  everybodySynced(): Promise<void> {
    return until('everybody is connected', () => this.clients.every(({ isSynced }) => isSynced), PATIENCE)
  }

  /** A newcomer reads every meeting; what was acknowledged must be there. */
  async readAcknowledged(): Promise<void> {
    for (const room of this.#rooms()) await this.#visit(room, ({ doc }) => this.#judge(room, doc, false))
  }

  /** Waits until all is acknowledged and everybody, a newcomer too, has the same; then every word must be in its place. */
  async settle(): Promise<void> {
    await until(
      'everything is acknowledged',
      () => this.clients.every(({ isSettled }) => isSettled),
      PATIENCE,
    )
    for (const room of this.#rooms())
      await this.#visit(room, async (newcomer) => {
        const peers = [newcomer, ...this.#in(room)]
        await until('all hold the same', () => isSame(peers), PATIENCE / 4).catch(() => this.#diverged(peers))
        this.#judge(room, newcomer.doc, true)
      })
  }

  #judge(room: string, doc: Y.Doc, all: boolean): void {
    const isHere = (peer: Peer): boolean => peer.room === room
    if (parseRoom(room)?.kind === 'paper') {
      const typed = this.typists.filter(isHere).flatMap(({ words }) => words)
      this.findings.push(...judge(typed, wordsOf(doc), all))
    } else {
      const said = this.speakers.filter(isHere).flatMap((speaker) => speaker.said)
      this.findings.push(...judgeSaid(said, doc, all))
    }
  }

  /** Ends everything that was started. */
  async close(): Promise<void> {
    process.off('exit', this.#endNow)
    this.stopTyping()
    this.clients.forEach((client) => client.destroy())
    const { server } = this
    this.server = null
    if (server?.process.exitCode === null) {
      server.process.kill('SIGCONT')
      await Promise.race([server.kill(), pause(2000)])
    }
    await this.network?.close()
    this.#removeNow()
  }

  readonly #endNow = (): void => {
    this.server?.process.kill('SIGKILL')
    this.#removeNow()
  }

  #removeNow(): void {
    this.disk?.removeNow()
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true })
  }

  /** People and meetings, before there is a server. */
  async #fill(): Promise<void> {
    // In a folder of its own: a disk cannot be mounted anew while this process has a file of it open.
    const folder = await temporaryFolder()
    const { server, signIn, close } = await startServer({ dataDir: folder.dir })
    for (const name of PEOPLE) {
      const email = `${name}@lyngoe.example`
      const cookie = await signIn(email)
      this.#people.set(name, { cookie, id: (await server.accounts.find(email)) ?? '' })
    }
    const first = this.#people.get(PEOPLE[0] ?? '')?.id ?? ''
    await server.forums.create(first, { id: FORUM, name: 'Direktørforum', partOf: null, organisations: [] })
    for (const name of PEOPLE.slice(1)) {
      const role = SECRETARIES.includes(name) ? 'secretary' : name === 'rie' ? 'observer' : 'member'
      const { id } = this.#person(name)
      await server.members.add(null, FORUM, id, { title: null, organisation: null, role })
    }
    const facts = { subject: null, number: null, date: null, start: null, end: null, place: null }
    for (const meeting of MEETINGS) await server.meetings.put(first, meeting, { forum: FORUM, ...facts })
    // An observer reads no drafts, and members answer what was sent.
    await server.db.updateTable('meeting').set({ phase: 'sent' }).execute()
    await close()
    await cp(folder.dir, this.dataDir, { recursive: true })
    await folder.remove()
    this.#port = await freePort()
    this.network = new Proxy(this.#port)
    await this.network.listen()
  }

  async #enter(): Promise<void> {
    const url = this.network?.url ?? ''
    for (let i = 0; i < this.options.clients; i++) {
      const { cookie } = this.#person(SECRETARIES[i % SECRETARIES.length] ?? '')
      const room = paperRoom(MEETINGS[i % MEETINGS.length] ?? '')
      this.typists.push(new Typist(room, `k${i}`, { url, cookie }))
    }
    for (const [i, meeting] of MEETINGS.entries())
      for (const name of [SECRETARIES[i] ?? '', ...MEMBERS]) this.#seat(meeting, name, url)
    await this.everybodySynced()
    for (const meeting of MEETINGS) this.#typistIn(meeting)?.begin(ITEMS)
  }

  /** Somebody beside those who type in a meeting. */
  #seat(meeting: string, name: string, url: string): void {
    const { cookie, id } = this.#person(name)
    const role = MEMBERS.includes(name) ? 'member' : 'secretary'
    const paper = this.#typistIn(meeting)?.doc
    if (paper === undefined) return
    const called = `s${this.speakers.length}`
    this.speakers.push(new Speaker(marginRoom(meeting), called, { url, cookie }, id, role, paper))
  }

  #typistIn(meeting: string): Typist | undefined {
    return this.typists.find(({ room }) => room === paperRoom(meeting))
  }

  #person(name: string): { cookie: string; id: string } {
    return this.#people.get(name) ?? { cookie: '', id: '' }
  }

  #write(typist: Typist): void {
    if (this.random() < DELETES) typist.deleteOne(this.random)
    else typist.type(this.#section(), this.random)
  }

  #speak(speaker: Speaker): void {
    speaker.speak(this.#section(), this.random)
  }

  #section(): SectionKey {
    return KEYS[this.between(0, KEYS.length - 1)] as SectionKey
  }

  #rooms(): string[] {
    return [...new Set(this.clients.map(({ room }) => room))]
  }

  #in(room: string): Peer[] {
    return this.clients.filter((client) => client.room === room)
  }

  /** Somebody who has nothing yet opens the room, straight from the server, and leaves. */
  async #visit(room: string, look: (newcomer: Peer) => unknown): Promise<void> {
    // An observer reads the paper, and no margin.
    const { cookie } = this.#person(parseRoom(room)?.kind === 'paper' ? 'rie' : 'finn')
    const newcomer = new Peer(room, 'newcomer', { url: this.running.url, cookie })
    try {
      const served = await until('a newcomer is served', () => newcomer.isSynced, PATIENCE / 4).then(
        () => true,
        () => false,
      )
      if (served) await look(newcomer)
      else this.findings.push({ ill: 'unserved', word: room, detail: 'a newcomer waits in vain' })
    } finally {
      newcomer.destroy()
    }
  }

  #diverged(peers: Peer[]): void {
    const [newcomer, ...others] = peers.map(({ doc, name }) => ({ name, content: contentOf(doc) }))
    for (const { name, content } of others)
      if (content !== newcomer?.content)
        this.findings.push({
          ill: 'diverged',
          word: name,
          detail: difference(content, newcomer?.content ?? ''),
        })
  }
}

function isSame([first, ...others]: Peer[]): boolean {
  const content = first === undefined ? '' : contentOf(first.doc)
  return others.every(({ doc }) => contentOf(doc) === content)
}

/** Where two texts part. */
function difference(a: string, b: string): string {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return `at ${at} of ${a.length} and ${b.length}: ${a.slice(at, at + 40)} … ${b.slice(at, at + 40)}`
}
