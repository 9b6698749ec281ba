import type { Clock } from '../../server/sync/clock.ts'

/** Time that a test moves on. */
export class TestClock implements Clock {
  private ms = 0
  private readonly calls: { at: number; run: () => void }[] = []

  now(): number {
    return this.ms
  }

  after(ms: number, run: () => void): void {
    this.calls.push({ at: this.ms + ms, run })
  }

  pass(ms: number): void {
    const until = this.ms + ms
    for (let due; (due = this.next(until)); due.run()) this.ms = due.at
    this.ms = until
  }

  private next(until: number): { at: number; run: () => void } | undefined {
    this.calls.sort((a, b) => a.at - b.at)
    return (this.calls[0]?.at ?? Infinity) <= until ? this.calls.shift() : undefined
  }
}
