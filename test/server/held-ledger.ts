import type { Ledger, Row } from '../../server/store/store.ts'

/** A ledger whose appends wait, or fail, as a test says: a disk that is slow, or full. */
export class HeldLedger implements Ledger {
  readonly loads: string[] = []
  private held: (() => void)[] | null = null
  private failure: Error | null = null

  constructor(private readonly own: Ledger) {}

  /** From now on appends wait. */
  hold(): void {
    this.held = []
  }

  get waiting(): number {
    return this.held?.length ?? 0
  }

  /** Lets the waiting appends go, in order. */
  release(): void {
    const held = this.held ?? []
    this.held = null
    held.forEach((go) => go())
  }

  /** From now on appends fail; null: they work again. */
  fail(failure: Error | null): void {
    this.failure = failure
  }

  async append(rows: Row[]): Promise<number[]> {
    if (this.held) await new Promise<void>((go) => this.held?.push(go))
    if (this.failure) throw this.failure
    return this.own.append(rows)
  }

  load(room: string) {
    this.loads.push(room)
    return this.own.load(room)
  }
  snapshot(room: string, covered: number, bytes: Uint8Array) {
    return this.own.snapshot(room, covered, bytes)
  }
  bind(room: string, client: number, user: string) {
    return this.own.bind(room, client, user)
  }
  attribution(room: string) {
    return this.own.attribution(room)
  }
  heads() {
    return this.own.heads()
  }
  close() {
    return this.own.close()
  }
}
