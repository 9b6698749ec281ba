import type { Ledger, Stored } from '../store/store.ts'
import type { Gate } from './gate/gate.ts'

/** For so long after a backup was restored, what others wrote since then may come from anyone who writes, in ms. */
const MISSED_FOR = 30 * 24 * 60 * 60 * 1000

export interface ClaimsParts {
  room: string
  ledger: Pick<Ledger, 'claim'>
  gate: Pick<Gate, 'ownerOf' | 'bind'>
  now: () => number
  /** Called when a claim is on disk. */
  stored(): void
  /** Called when the ledger did not take one. */
  failed(error: unknown): void
}

/** Whose the Yjs clients of an open room are: in the room at once, and on disk as soon as they write (rules G5, L11, L17). */
export class Claims {
  /** On their way to the disk. */
  private waiting = 0
  /** Clients of those who have only read: their users' in this room, and not on disk. */
  private readonly unclaimed = new Set<number>()
  private readonly missedUntil: number
  /** Who has come since the backup was restored: what is theirs they bring themselves. */
  private readonly back: Set<string>

  constructor(
    private readonly parts: ClaimsParts,
    { restored, back }: Pick<Stored, 'restored' | 'back'>,
  ) {
    this.missedUntil = (restored ?? -Infinity) + MISSED_FOR
    this.back = new Set(back)
  }

  get isSettled(): boolean {
    return this.waiting === 0
  }

  /** Who has been there since a backup was restored; undefined: none was lately. */
  get restores(): ReadonlySet<string> | undefined {
    return this.parts.now() < this.missedUntil ? this.back : undefined
  }

  /** A writer's first message was taken: with it came all that they have. */
  cameBack(user: string): void {
    this.back.add(user)
  }

  /** Makes a client a user's, unless it is another's; nothing waits for the disk. A reader has nothing to claim there. */
  bind(client: number, user: string, writes: boolean): boolean {
    const { gate } = this.parts
    const isNew = gate.ownerOf(client) === undefined
    if (!gate.bind(client, user)) return false
    if (!writes && isNew) this.unclaimed.add(client)
    if (writes && (isNew || this.unclaimed.delete(client) || this.isMissed(user)))
      void this.claim(client, user)
    return true
  }

  /** Whether a backup was restored, and nobody has noted yet that they have been here since. */
  private isMissed(user: string): boolean {
    return this.restores?.has(user) === false
  }

  private async claim(client: number, user: string): Promise<void> {
    this.waiting++
    try {
      await this.parts.ledger.claim([{ room: this.parts.room, client, user }])
    } catch (error) {
      return this.parts.failed(error)
    }
    this.waiting--
    this.parts.stored()
  }
}
