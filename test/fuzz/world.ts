import * as Y from 'yjs'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { items } from '../../schema/paper.ts'
import { writeSection } from '../../schema/sections.ts'
import { Account } from './account.ts'
import { ACTS } from './acts.ts'
import { Audit } from './audit.ts'
import { Browser } from './browser.ts'
import { Entries } from './entries.ts'
import { Disk, LEDGER_LINE } from './ledger.ts'
import { MARGIN, MEMBER, PAPER, SECRETARIES } from './meeting.ts'
import { Network } from './network.ts'
import { Page } from './page.ts'
import * as sabotages from './sabotage.ts'
import type { Sabotage } from './sabotage.ts'
import { differingToRead } from './saying.ts'
import { sayingsOf, type Listener } from './sayings.ts'
import { Scheduler } from './scheduler.ts'
import { Server } from './server.ts'
import { wordOf } from './words.ts'

const ITEMS = ['item-0001', 'item-0002', 'item-0003']

/** So many rests until threads stand where they will, and everybody knows. */
const ANCHORED = 12
/** Seconds, more than those for which a reader waits for what they were shown. */
const PATIENCE = 65

/** Something the surroundings do. */
interface Blow {
  name: string
  weight: number
  strike(world: World): void
}

/** A place at which somebody sits: one page after another is open there. */
interface Desk {
  browser: Browser
  page: Page | null
  opened: number
}

/** Everybody who has the meeting open, the server, its disk, and what lies between them. */
export class World implements Listener {
  readonly scheduler: Scheduler
  readonly disk = new Disk()
  readonly audit = new Audit()
  readonly account = new Account()
  readonly entries = new Entries()
  readonly server: Server
  readonly network: Network
  readonly desks: Desk[] = []
  readonly trace: string[] = []
  readonly warnings: string[] = []
  private typed = 0
  private ids = 0
  /** What y-protocols and y-websocket swallow and write to the console. */
  readonly errors: string[] = []
  private readonly mend: () => void

  constructor(
    seed: number,
    readonly sabotage: Sabotage | null,
  ) {
    this.scheduler = new Scheduler(seed)
    const [trimAgain, quiet] = [
      sabotage === 'no-gate-trim' ? sabotages.untrimmed() : null,
      this.listenToConsole(),
    ]
    this.mend = () => {
      quiet()
      trimAgain?.()
    }
    this.disk.wrote = (row) => {
      const { doc } = this.audit.wrote(row)
      if (row.room === MARGIN) this.entries.wrote(row, doc)
    }
    this.server = new Server({
      scheduler: this.scheduler,
      disk: this.disk,
      ledger: (own) => {
        if (sabotage === 'relay-before-commit') return sabotages.hasty(own)
        return sabotage === 'forget-tail' ? sabotages.forgetful(own) : own
      },
      clerk: (own) => (sabotage === 'no-receipts' ? null : own),
      papers: (own) => (sabotage === 'anchors-stay' ? sabotages.unmoved(own) : own),
      accepted: (socket, room, writes) => {
        this.audit.of(room).listen(socket, writes)
        if (sabotage === 'ack-before-commit') sabotages.acknowledgeAtOnce(socket)
      },
      warned: (message) => this.warnings.push(message),
    })
    this.network = new Network(this.scheduler, this.server)
    this.seat()
  }

  pick(below: number): number {
    return this.scheduler.pick(below)
  }

  word(): string {
    return wordOf(++this.typed)
  }

  lastWord(): string {
    return wordOf(this.typed)
  }

  newId(): string {
    return `new-${++this.ids}`
  }

  move(page: Page, item: string, index: number): void {
    if (this.sabotage === 'move-by-delete-insert') sabotages.moveText(page, item, index)
    else items.move(page.doc, item, index)
  }

  private listenToConsole(): () => void {
    const { error } = console
    console.error = (...what: unknown[]) =>
      this.errors.push(
        what.map((each) => (each instanceof Error ? (each.stack ?? '') : String(each))).join(' '),
      )
    return () => (console.error = error)
  }

  /** Three pages of secretaries, of three people, or two of them tabs of one browser; and one of a member. */
  private seat(): void {
    const users = SECRETARIES.slice(0, this.pick(4) === 0 ? 2 : 3)
    const browsers = users.map((user) => new Browser(user, this.scheduler, this.network))
    for (let i = 0; i < 3; i++) {
      const browser = browsers[Math.min(i, browsers.length - 1)]
      if (browser) this.desks.push({ browser, page: null, opened: 0 })
    }
    const browser = new Browser(MEMBER, this.scheduler, this.network)
    this.desks.push({ browser, page: null, opened: 0 })
  }

  /** The paper is made on one page, and everybody has it. */
  async begin(): Promise<void> {
    const [first] = this.desks
    if (!first) return
    await this.open(first)
    await this.rest()
    const page = first.page
    if (!page?.isReady) throw new Error('the first page does not open')
    await this.scheduler.as(page, () => page.do('make the paper', 'write', () => this.write(page)))
    // A meeting is made before its editor is there: that is no step of anybody's.
    page.history.manager.clear()
    await this.rest()
    for (const desk of this.desks.slice(1)) await this.open(desk)
    await this.rest()
  }

  private write({ doc }: Page): void {
    const paragraph = () => ({
      type: 'paragraph',
      content: [{ type: 'text', text: `${this.word()} ${this.word()}` }],
    })
    items.fill(
      doc,
      ITEMS.map((id) => ({ id, fields: { printedNumber: id } })),
    )
    for (const id of ITEMS) {
      writeSection(doc, `${id}/title`, [paragraph()])
      writeSection(doc, `${id}/case`, [paragraph(), paragraph()])
      if (this.pick(2)) writeSection(doc, `${id}/minutes`, [paragraph()])
    }
  }

  async open(desk: Desk, schema = SCHEMA_VERSION): Promise<void> {
    const name = `${desk.browser.user}-${this.desks.indexOf(desk)}.${++desk.opened}`
    await this.scheduler.as(null, () => {
      // The page is its own timers' owner, and is known only when it is made.
      desk.page = new Page(name, desk.browser, schema, this.account, this.scheduler)
    })
  }

  /** One thing happens, and then some of what follows. */
  async step(seed: number): Promise<void> {
    this.scheduler.reseed(seed)
    if (this.pick(100) < 22) await this.blow()
    else await this.act()
    for (let n = this.pick(14); n > 0; n--) if (!(await this.scheduler.step())) break
    if (this.pick(5) === 0) await this.scheduler.pass(this.pick(3) === 0 ? 4000 : 120)
  }

  private async act(): Promise<void> {
    const page = this.someWriter()?.page
    if (page?.browser.user === MEMBER || this.pick(5) === 0) return this.say(page)
    const act = weighed(ACTS, this.pick(total(ACTS)))
    if (!act || !page?.isReady || page.isDead) return
    this.trace.push(`${page.name}: ${act.name}`)
    await this.scheduler.as(page, () => page.do(act.name, act.family, () => act.work(page, this)))
  }

  private async say(page: Page | null | undefined): Promise<void> {
    if (!page?.isReady || !page.remarks.isReady || page.isDead) return
    const sayings = sayingsOf(page.browser.user)
    const saying = weighed(sayings, this.pick(total(sayings)))
    if (!saying) return
    this.trace.push(`${page.name}: ${saying.name}`)
    await this.scheduler.as(page, () => saying.say(page, this))
  }

  /** A desk; the member's, which is the last, not so often. */
  private someWriter(): Desk | undefined {
    const last = this.desks.length - 1
    return this.desks[this.pick(6) === 0 ? last : this.pick(last)]
  }

  private async blow(): Promise<void> {
    const blow = weighed(BLOWS, this.pick(total(BLOWS)))
    if (!blow) return
    this.trace.push(blow.name)
    await this.scheduler.as(null, () => blow.strike(this))
  }

  someDesk(): Desk | undefined {
    return this.desks[this.pick(this.desks.length)]
  }

  /** Ends the page of a desk and opens another; `kill`: without a word. */
  reopen(desk: Desk, how: 'close' | 'kill', schema = SCHEMA_VERSION): void {
    const { page } = desk
    if (!page) return
    desk.page = null
    if (how === 'kill') {
      this.noteUnsaved(page)
      page.kill()
      return void this.open(desk, schema)
    }
    void page.close().then(() => {
      this.noteUnsaved(page)
      return this.open(desk, schema)
    })
  }

  /** What was in a window alone when it went, which that window did not call saved. */
  noteUnsaved(page: Page): void {
    const { core, remarks } = page
    const others = this.desks.flatMap((desk) => (desk.page && desk.page !== page ? [desk.page] : []))
    if (!core.isSaved) {
      // Who only reads may have been shown what the disk never had, and brings nothing back.
      const writers = others.filter(({ browser }) => browser.user !== MEMBER)
      const papers = [this.audit.of(PAPER).doc, ...writers.map(({ doc }) => doc)]
      const safe = new Set(papers.flatMap((paper) => page.wordsIn(paper)))
      for (const word of page.wordsIn(page.doc)) if (!safe.has(word)) this.account.unsaved.add(word)
      this.noteLost(page.doc, papers)
    }
    if (!remarks.core.isSaved) {
      this.entries.lost(remarks.core.steps.ids, page.desk)
      this.noteLost(remarks.doc, [this.audit.of(MARGIN).doc, ...others.map((other) => other.remarks.doc)])
    }
  }

  private noteLost(doc: Y.Doc, kept: Y.Doc[]): void {
    for (const client of doc.store.clients.keys()) {
      const known = Math.max(...kept.map(({ store }) => Y.getState(store, client)))
      if (known < Y.getState(doc.store, client)) this.account.lost(client, known)
    }
  }

  /** Everything under way arrives; time passes a little. */
  async rest(rounds = 3): Promise<void> {
    for (let n = 0; n < rounds; n++) {
      await this.scheduler.drain()
      await this.scheduler.pass(100)
    }
    await this.scheduler.drain()
  }

  /** All hindrances end, and everybody is online until nothing is under way. Whether it came to that. */
  async settle(): Promise<boolean> {
    this.scheduler.releaseAll()
    this.disk.isFull = false
    this.disk.fails = null
    this.server.start()
    for (const { browser } of this.desks) {
      browser.diskIsFull = false
      await this.scheduler.as(null, () => browser.setOnline(true))
    }
    for (let round = 0; round < 200; round++) {
      await this.scheduler.drain()
      for (const desk of this.desks)
        if (desk.page && desk.page.schema < SCHEMA_VERSION) this.reopen(desk, 'close')
      if (this.desks.every(({ page }) => page !== null && page.isReady && page.isEverythingThere)) break
      await this.scheduler.pass(1000)
    }
    // Threads follow when it is quiet, and who was shown what never came to the disk goes on with what did (rule O26).
    await this.rest(ANCHORED)
    for (const desk of this.desks) if (this.isAhead(desk)) await this.heal(desk)
    return this.desks.every(({ page }) => page !== null && page.isEverythingThere)
  }

  /** Whether a reader was shown what the ledger has not. */
  private isAhead({ page }: Desk): boolean {
    return page?.onlyReads === true && differingToRead(page.doc, this.audit.of(PAPER).doc) !== null
  }

  /** As the papers' worker does it, and then the meeting screen. */
  private async heal(desk: Desk): Promise<void> {
    void this.server.compact()
    for (let seconds = 0; seconds < PATIENCE; seconds++) {
      await this.scheduler.drain()
      await this.scheduler.pass(1000)
      // The page fetches it before it compares, which no clock of this world rules.
      await import('../../schema/digest.ts')
    }
    await this.rest(ANCHORED)
    if (desk.page?.core.isRefused !== true) return
    this.reopen(desk, 'close')
    await this.rest(ANCHORED)
  }

  end(): void {
    for (const { page } of this.desks) page?.kill()
    this.mend()
    this.scheduler.end()
  }
}

const BLOWS: readonly Blow[] = [
  blow('offline', 8, (world) => world.someDesk()?.browser.setOnline(false)),
  blow('online', 12, (world) => world.someDesk()?.browser.setOnline(true)),
  blow('cut a wire', 8, (world) => [...world.network.wires][world.pick(world.network.wires.size)]?.cut()),
  blow('hold a wire', 8, (world) => {
    const wire = [...world.network.wires][world.pick(world.network.wires.size)]
    if (wire) world.scheduler.hold(world.pick(2) ? wire.up : wire.down)
  }),
  blow('let the wires go', 10, ({ network, scheduler }) => {
    for (const { up, down } of network.wires) for (const line of [up, down]) scheduler.release(line)
  }),
  blow('slow disk', 5, ({ scheduler }) => scheduler.hold(LEDGER_LINE)),
  blow('quick disk', 7, ({ scheduler }) => scheduler.release(LEDGER_LINE)),
  blow('full disk', 2, ({ disk }) => (disk.isFull = true)),
  blow('room on the disk', 4, ({ disk }) => (disk.isFull = false)),
  blow('the disk fails', 2, (world) => (world.disk.fails = world.pick(2) ? 'written' : 'unwritten')),
  blow('crash', 5, ({ server }) => server.crash()),
  blow('stop', 2, ({ server }) => void server.stop()),
  blow('start', 10, ({ server }) => server.start()),
  blow('compact', 4, ({ server }) => void server.compact()),
  blow('reload', 5, (world) => reopen(world, 'close')),
  blow('kill a page', 4, (world) => reopen(world, 'kill')),
  blow('an old editor', 1, (world) => reopen(world, 'close', SCHEMA_VERSION - 1)),
  blow('a page without room', 1, (world) => {
    const desk = world.someDesk()
    if (desk) desk.browser.diskIsFull = true
  }),
  blow('room for a page', 2, ({ desks }) => desks.forEach(({ browser }) => (browser.diskIsFull = false))),
]

function blow(name: string, weight: number, strike: (world: World) => void): Blow {
  return { name, weight, strike }
}

function reopen(world: World, how: 'close' | 'kill', schema?: number): void {
  const desk = world.someDesk()
  if (desk) world.reopen(desk, how, schema)
}

function total(weighted: readonly { weight: number }[]): number {
  return weighted.reduce((sum, { weight }) => sum + weight, 0)
}

function weighed<T extends { weight: number }>(weighted: readonly T[], at: number): T | undefined {
  let left = at
  return weighted.find(({ weight }) => (left -= weight) < 0)
}
