/** Does something once it has been quiet for a moment, and after a while in any case. */
export class Quiet {
  private timer: NodeJS.Timeout | null = null
  /** When it was disturbed first, by a clock that nobody sets. */
  private since = 0

  /** @param times in milliseconds */
  constructor(
    private readonly times: { quiet: number; atMost: number },
    private readonly act: () => void,
  ) {}

  /** Whether it is to be done in a moment. */
  get isDue(): boolean {
    return this.timer !== null
  }

  /** @param atMost so long after it was disturbed first it is done, in milliseconds */
  disturb(atMost = this.times.atMost): void {
    if (this.timer === null) this.since = performance.now()
    else clearTimeout(this.timer)
    const wait = Math.max(0, Math.min(this.times.quiet, this.since + atMost - performance.now()))
    this.timer = setTimeout(() => {
      this.timer = null
      this.act()
    }, wait)
  }

  cancel(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }
}
