import { setTimeout } from 'node:timers/promises'
import * as Y from 'yjs'
import { inTurn } from '../turns.ts'
import { cpuOf, untilIdle } from '../server-process.ts'
import { ThinClient, type Target } from '../thin-client.ts'
import { Typist } from '../papers.ts'

export interface LatencyOptions {
  paper: Uint8Array
  /** Who has the keys from the writer, and whether they may write too. */
  readers: number
  onlyRead: boolean
  /** How many keys are measured, and how many of them follow each other before it is the next server's turn. */
  keys: number
  turn: number
  /** Milliseconds between keys. */
  pause: number
}

export interface LatencyResult {
  /** Milliseconds from sending a key to each reader's having it, sorted. */
  times: number[]
  /** Milliseconds of the server's CPU for a key. */
  cpu: number
}

/** Keys before those that are measured, typed fast: a server runs for weeks, and its first keys are compiled. */
const WARM = 1500
const FAST = 1
/** Milliseconds in which every server writes down what it does in a pause of its typists. */
const REST = 2_500
/** Milliseconds after a turn: what a server does when its readers have the key is not to fall to the next. */
const CLEAR = 50

/**
 * One writer of each server types keys that are measured, and others have them from there. The servers take turns of a
 * few keys: what else the machine does in these minutes falls to all of them alike.
 */
export async function latency(
  rooms: { target: Target; room: string }[],
  options: LatencyOptions,
): Promise<LatencyResult[]> {
  const tables = rooms.map(({ target, room }) => new Table(target, room, options))
  try {
    for (const table of tables) await table.warm()
    for (let typed = 0; typed < options.keys; typed += options.turn)
      for (const table of inTurn(tables, typed / options.turn)) await table.type(options.turn)
  } finally {
    await Promise.all(tables.map((table) => table.close()))
  }
  return tables.map(({ times, cpu }) => ({ times: times.sort((a, b) => a - b), cpu: cpu / options.keys }))
}

/** Milliseconds after which a key that has not come to every reader is said never to come. */
const NEVER = 30_000

/** A writer and those who have the keys from there. */
class Table {
  readonly times: number[] = []
  /** Milliseconds of the server's CPU for all keys that were measured. */
  cpu = 0
  private readonly sentAt: number[] = []
  private readonly typist: Typist
  private readonly updates: Uint8Array[]
  private readonly writer: ThinClient
  private crowd: ThinClient[] = []
  /** How many keys readers do not have yet, all readers together. */
  private owed = 0
  private settled = () => undefined as void
  private failed: (why: string) => void = () => undefined

  constructor(
    private readonly target: Target,
    private readonly room: string,
    private readonly options: LatencyOptions,
  ) {
    this.typist = new Typist(options.paper)
    this.updates = this.typist.keys(WARM + options.keys)
    const { client, stateVector } = this.typist
    this.writer = new ThinClient(target, room, { client, stateVector })
  }

  async warm(): Promise<void> {
    const { paper, readers, onlyRead } = this.options
    const { typist, writer, target, room } = this
    await writer.synced
    await writer.sendAll([paper])
    this.crowd = Array.from({ length: readers }, (_, user) => {
      let seen = 0
      const received = (update: Uint8Array) => {
        const upTo = Y.parseUpdateMeta(update).to.get(typist.client) ?? 0
        for (; seen < upTo; seen++) this.note(seen)
      }
      return new ThinClient(target, room, {
        user: user + 1,
        onlyReads: onlyRead,
        received,
        stateVector: typist.stateVector,
      })
    })
    await Promise.all(this.crowd.map(({ synced }) => synced))
    for (const client of [writer, ...this.crowd])
      client.onClose((code) => this.failed(`a connection was closed, ${code}`))
    await this.send(WARM, FAST)
    await setTimeout(REST)
    await untilIdle(target.pid)
    this.times.length = 0
  }

  async type(count: number): Promise<void> {
    const before = cpuOf(this.target.pid)
    await this.send(count, this.options.pause)
    await setTimeout(CLEAR)
    this.cpu += cpuOf(this.target.pid) - before
  }

  async close(): Promise<void> {
    await Promise.all([this.writer, ...this.crowd].map((client) => client.close()))
  }

  /** Resolves when every reader has what was sent. @throws Error when one will not */
  private async send(count: number, pause: number): Promise<void> {
    this.owed += count * this.options.readers
    const all = new Promise<void>((settled, fail) => {
      this.settled = settled
      this.failed = (why) =>
        fail(new Error(`${this.target.dialect}: ${why}, and ${this.owed} keys did not come to readers`))
    })
    all.catch(() => undefined)
    for (const update of this.updates.splice(0, count)) {
      this.sentAt.push(performance.now())
      this.writer.send(update)
      await setTimeout(pause)
    }
    const never = globalThis.setTimeout(() => this.failed('no more came'), NEVER)
    await all.finally(() => clearTimeout(never))
  }

  private note(key: number): void {
    this.times.push(performance.now() - (this.sentAt[key] ?? 0))
    if (--this.owed === 0) this.settled()
  }
}
