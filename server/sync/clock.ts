/** Time that only goes forward, and calls to come; tests bring their own. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number
  after(ms: number, run: () => void): void
}

/** The computer's. What is to come keeps no process alive. */
export const CLOCK: Clock = {
  now: () => performance.now(),
  after: (ms, run) => void setTimeout(run, ms).unref(),
}
