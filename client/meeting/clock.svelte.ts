/** The time of day as a rune, renewed every second while somebody looks at it. */
export class Clock {
  now: Date

  constructor(private readonly read: () => Date) {
    this.now = $state.raw(read())
  }

  /** Runs until the returned function is called; for one `$effect`. */
  run(): () => void {
    this.now = this.read()
    const timer = setInterval(() => (this.now = this.read()), 1000)
    return () => clearInterval(timer)
  }
}
