/** Does something once it has been quiet for a moment, and after a while in any case. */
export class Quiet {
  private timer: NodeJS.Timeout | null = null
  /** By a clock that nobody sets. */
  private latest = 0

  /** @param times in milliseconds */
  constructor(
    private readonly times: { quiet: number; atMost: number },
    private readonly act: () => void,
  ) {}

  /** Whether it is to be done in a moment. */
  get isDue(): boolean {
    return this.timer !== null
  }

  disturb(): void {
    const { quiet, atMost } = this.times
    if (this.timer === null) this.latest = performance.now() + atMost
    else clearTimeout(this.timer)
    const wait = Math.max(0, Math.min(quiet, this.latest - performance.now()))
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
