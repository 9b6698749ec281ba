import type { Claim, Ledger, Remade, Row } from '../../server/store/store.ts'

/** A ledger whose appends wait, or fail, as a test says: a disk that is slow, or full. */
export class HeldLedger implements Ledger {
  readonly loads: string[] = []
  readonly claims: Claim[] = []
  trouble: string | null = null
  private readonly watchers: (() => void)[] = []
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

  async append(rows: Row[]): Promise<void> {
    if (this.held) await new Promise<void>((go) => this.held?.push(go))
    if (this.failure) throw this.failure
    return this.own.append(rows)
  }

  async claim(claims: Claim[]): Promise<void> {
    this.claims.push(...claims)
    if (this.held) await new Promise<void>((go) => this.held?.push(go))
    if (this.failure) throw this.failure
    return this.own.claim(claims)
  }

  watch(changed: () => void): void {
    this.watchers.push(changed)
  }

  /** Says that it is in trouble, or no more. */
  tell(trouble: string | null): void {
    this.trouble = trouble
    this.watchers.forEach((changed) => changed())
  }

  load(room: string) {
    this.loads.push(room)
    return this.own.load(room)
  }
  snapshot(room: string, covered: number, bytes: Uint8Array, extent?: Uint8Array) {
    return this.own.snapshot(room, covered, bytes, extent)
  }
  remake(remade: Remade[], forgotten: string[]) {
    return this.own.remake(remade, forgotten)
  }
  attribution(room: string) {
    return this.own.attribution(room)
  }
  head(room: string) {
    return this.own.head(room)
  }

  heads() {
    return this.own.heads()
  }
  close() {
    return this.own.close()
  }
}
