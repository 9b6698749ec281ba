/**
 * Time and chance of the whole process, given to the world that is running. Import this before anything that reads a
 * clock when it is loaded: lib0 keeps `Date.now` and `getRandomValues` as it finds them.
 */

export interface Nature {
  /** Milliseconds since 1970. */
  now(): number
  /** 0 to 1. */
  random(): number
  /** Runs a task after some milliseconds, again and again when `every`. */
  later(task: () => void, after: number, every: boolean): Timer
  /** Runs a task in a turn of its own, soon. */
  soon(task: () => void): void
}

/** A timer of a world. The rest is what Node's own can do. */
export class Timer {
  cancelled = false

  constructor(
    readonly task: () => void,
    public due: number,
    readonly every: number | null,
    readonly owner: object | null,
  ) {}

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  hasRef(): boolean {
    return true
  }
}

let nature: Nature | null = null

const real = {
  now: Date.now.bind(Date),
  random: Math.random.bind(Math),
  sinceStart: performance.now.bind(performance),
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  getRandomValues: crypto.getRandomValues.bind(crypto),
}

/** From now on this world's time and chance hold; null: the machine's own. */
export function letRule(ruler: Nature | null): void {
  nature = ruler
}

/** Resolves when every promise that can go on by itself has. */
export function settled(): Promise<void> {
  return new Promise((done) => real.setImmediate(done))
}

/** The machine's own clock, in ms. */
export function wallClock(): number {
  return real.now()
}

type Task = (...args: unknown[]) => void

function timer(every: boolean): (task: Task, after?: number, ...args: unknown[]) => unknown {
  return (task, after = 0, ...args) => {
    if (nature) return nature.later(() => task(...args), after, every)
    return (every ? real.setInterval : real.setTimeout)(task, after, ...args)
  }
}

function clearer(every: boolean): (handle: unknown) => void {
  return (handle) => {
    if (handle instanceof Timer) handle.cancelled = true
    else (every ? real.clearInterval : real.clearTimeout)(handle as number)
  }
}

function fillRandom<T extends ArrayBufferView | null>(array: T): T {
  if (!nature || array === null) return real.getRandomValues(array as never) as T
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(nature.random() * 256)
  return array
}

const soon = (task: Task, ...args: unknown[]): unknown =>
  nature ? nature.soon(() => task(...args)) : real.setImmediate(task, ...args)

Date.now = () => (nature ? nature.now() : real.now())
Math.random = () => (nature ? nature.random() : real.random())
performance.now = () => (nature ? nature.now() : real.sinceStart())
Object.assign(globalThis, {
  setTimeout: Object.assign(timer(false), { __proto__: real.setTimeout }),
  setInterval: timer(true),
  clearTimeout: clearer(false),
  clearInterval: clearer(true),
  setImmediate: Object.assign(soon, { __proto__: real.setImmediate }),
})
crypto.getRandomValues = fillRandom
