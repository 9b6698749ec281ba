import * as Y from 'yjs'
import { cpuOf } from '../server-process.ts'
import { ThinClient, type Target } from '../thin-client.ts'
import { Typist } from '../papers.ts'

export interface ThroughputOptions {
  paper: Uint8Array
  /** Of each room. */
  clients: number
  /** Of each client. */
  keys: number
  /** How many keys of a client may be on their way to a colleague at once. */
  inFlight: number
}

export interface ThroughputResult {
  /** Keys a second, delivered to everybody in the room. */
  perSecond: number
  /** Milliseconds of the server's CPU for a key. */
  cpu: number
}

/** Everybody types as fast as the server carries it: a key counts when all colleagues have it. */
export async function throughput(
  target: Target,
  rooms: string[],
  options: ThroughputOptions,
): Promise<ThroughputResult> {
  const circles: Circle[] = []
  for (const room of rooms) circles.push(await Circle.gather(target, room, options))
  const cpuBefore = cpuOf(target.pid)
  const started = performance.now()
  await Promise.all(circles.map((circle) => circle.type()))
  const seconds = (performance.now() - started) / 1000
  const keys = rooms.length * options.clients * options.keys
  const cpu = (cpuOf(target.pid) - cpuBefore) / keys
  await Promise.all(circles.map((circle) => circle.part()))
  return { perSecond: keys / seconds, cpu }
}

interface Member {
  thin: ThinClient
  updates: Uint8Array[]
  typed: number
  /** How many of its keys each member has. */
  arrived: number[]
}

/** The clients of one room. */
class Circle {
  private readonly members = new Map<number, Member>()
  private unfinished = 0
  private finished = () => undefined as void

  private constructor(private readonly options: ThroughputOptions) {}

  static async gather(target: Target, room: string, options: ThroughputOptions): Promise<Circle> {
    const circle = new Circle(options)
    for (let i = 0; i < options.clients; i++) {
      const typist = new Typist(options.paper, i)
      await circle.admit(target, room, typist, i)
    }
    return circle
  }

  /** Resolves when everybody has everything. */
  async type(): Promise<void> {
    this.unfinished = this.members.size
    const done = new Promise<void>((resolve) => (this.finished = resolve))
    for (const member of this.members.values()) this.sendUpTo(member, this.options.inFlight)
    await done
  }

  async part(): Promise<void> {
    await Promise.all([...this.members.values()].map(({ thin }) => thin.close()))
  }

  private async admit(target: Target, room: string, typist: Typist, place: number): Promise<void> {
    const received = (update: Uint8Array) => this.receive(place, update)
    const { client, stateVector } = typist
    const thin = new ThinClient(target, room, { client, user: place, stateVector, received })
    await thin.synced
    if (place === 0) await thin.sendAll([this.options.paper])
    const arrived = Array.from({ length: this.options.clients }, (_, i) => (i === place ? Infinity : 0))
    this.members.set(client, { thin, arrived, typed: 0, updates: typist.keys(this.options.keys) })
  }

  private receive(place: number, update: Uint8Array): void {
    for (const [client, clock] of Y.parseUpdateMeta(update).to) {
      const member = this.members.get(client)
      if (member && clock > (member.arrived[place] ?? 0)) this.arrive(member, place, clock)
    }
  }

  private arrive(member: Member, place: number, clock: number): void {
    member.arrived[place] = clock
    const delivered = Math.min(...member.arrived)
    this.sendUpTo(member, delivered + this.options.inFlight)
    if (delivered === this.options.keys && clock === delivered && --this.unfinished === 0) this.finished()
  }

  private sendUpTo(member: Member, upTo: number): void {
    for (let key; member.typed < upTo && (key = member.updates[member.typed]); member.typed++)
      member.thin.send(key)
  }
}
