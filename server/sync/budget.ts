import type { Clock } from './clock.ts'

/** Microseconds of work that may be asked for: so many a millisecond, and so many saved up. */
interface Rate {
  perMs: number
  saved: number
}

/**
 * Honest work is far below: a person types for some 500 µs a second, and a long offline spell or the import of a large
 * meeting spends what is saved up.
 */
const RATES = {
  connection: { perMs: 500, saved: 1_500_000 },
  user: { perMs: 1_000, saved: 4_000_000 },
  room: { perMs: 1_500, saved: 6_000_000 },
} satisfies Record<string, Rate>

/** What messages cost the server, in microseconds; what an update costs its readers is the gate's to say. */
export const COST = {
  message: 20,
  byte: 0.05,
  /** Coming in: a session is looked up, a room perhaps loaded. */
  joining: 20_000,
  /** Honest clients are hardly ever refused, and each refusal stands in the log. */
  refusal: 20_000,
  /** A byte of the state that is sent to who has none of it, and to who has some, which has to be cut out. */
  wholeStateByte: 0.002,
  partStateByte: 0.05,
} as const

/** What may be spent, refilled with time. May be overdrawn; then nothing more is to be taken on until it is not. */
export class Allowance {
  private left: number
  private at: number

  constructor(
    private readonly rate: Rate,
    private readonly clock: Clock,
  ) {
    this.left = rate.saved
    this.at = clock.now()
  }

  spend(work: number): void {
    this.refill()
    this.left -= work
  }

  /** Milliseconds until it is no longer overdrawn. */
  wait(): number {
    this.refill()
    return this.left >= 0 ? 0 : Math.ceil(-this.left / this.rate.perMs)
  }

  get isFull(): boolean {
    this.refill()
    return this.left === this.rate.saved
  }

  private refill(): void {
    const now = this.clock.now()
    this.left = Math.min(this.rate.saved, this.left + Math.max(0, now - this.at) * this.rate.perMs)
    this.at = now
  }
}

/** What one connection may spend: its own, and its share of its user's and its room's. */
export interface Budget {
  /** Counts work, in microseconds; what everybody in the room has to do counts for the room, too. */
  spend(work: number, ofRoom?: boolean): void
  /** Milliseconds to listen to nothing. */
  wait(): number
  /** It is over; what was overdrawn together stays so. */
  close(): void
}

interface Shared {
  allowance: Allowance
  holders: number
}

/** The budgets of all connections (rule W8). */
export class Budgets {
  private readonly shared = new Map<string, Shared>()
  private sweepAt = 1_000

  constructor(private readonly clock: Clock) {}

  open(user: string, room: string): Budget {
    this.sweep()
    const ofUser = this.hold(`user ${user}`, RATES.user)
    const ofRoom = this.hold(`room ${room}`, RATES.room)
    return new OpenBudget(new Allowance(RATES.connection, this.clock), ofUser, ofRoom)
  }

  private hold(name: string, rate: Rate): Shared {
    let shared = this.shared.get(name)
    if (!shared) this.shared.set(name, (shared = { allowance: new Allowance(rate, this.clock), holders: 0 }))
    shared.holders++
    return shared
  }

  /** Forgets those whom nobody holds any more and who owe nothing. */
  private sweep(): void {
    if (this.shared.size < this.sweepAt) return
    for (const [name, { allowance, holders }] of this.shared)
      if (holders === 0 && allowance.isFull) this.shared.delete(name)
    this.sweepAt = 2 * this.shared.size + 1_000
  }
}

class OpenBudget implements Budget {
  constructor(
    private readonly own: Allowance,
    private readonly ofUser: Shared,
    private readonly ofRoom: Shared,
  ) {}

  spend(work: number, ofRoom = false): void {
    this.own.spend(work)
    this.ofUser.allowance.spend(work)
    if (ofRoom) this.ofRoom.allowance.spend(work)
  }

  wait(): number {
    return Math.max(this.own.wait(), this.ofUser.allowance.wait(), this.ofRoom.allowance.wait())
  }

  close(): void {
    this.ofUser.holders--
    this.ofRoom.holders--
  }
}
