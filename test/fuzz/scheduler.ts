import { randomOf } from '../server/random.ts'
import { letRule, settled, Timer, type Nature } from './time.ts'

interface Task {
  run: () => void
  owner: object | null
}

/** Where in time a world begins, ms since 1970. */
const BEGIN = Date.UTC(2027, 2, 1, 9, 0, 45)

/**
 * Owns time and order: whatever happens in a world is a task in a line or a timer, and this says which is next. A line
 * keeps its order; the lines run in any order among each other; a held line waits.
 */
export class Scheduler implements Nature {
  private time = BEGIN
  private readonly lines = new Map<string, Task[]>()
  private readonly held = new Set<string>()
  private timers: Timer[] = []
  /** In whose name things happen now. */
  owner: object | null = null
  private readonly dead = new WeakSet<object>()
  private chance: () => number

  constructor(seed: number) {
    this.chance = randomOf(seed)
    letRule(this)
  }

  now(): number {
    return this.time
  }

  random(): number {
    return this.chance()
  }

  /** Begins a stretch of chance of its own, so that leaving out what came before changes nothing in it. */
  reseed(seed: number): void {
    this.chance = randomOf(seed)
  }

  /** A whole number below `below`. */
  pick(below: number): number {
    return Math.floor(this.chance() * below)
  }

  later(task: () => void, after: number, every: boolean): Timer {
    const pause = Math.max(1, after)
    const timer = new Timer(task, this.time + pause, every ? pause : null, this.owner)
    if (this.owner !== null && this.dead.has(this.owner)) timer.cancelled = true
    else this.timers.push(timer)
    return timer
  }

  soon(task: () => void): void {
    this.push('soon', this.owner, task)
  }

  /** Puts a task at the end of a line; `owner` says whose timers it sets. */
  push(line: string, owner: object | null, run: () => void): void {
    const tasks = this.lines.get(line)
    if (tasks) tasks.push({ run, owner })
    else this.lines.set(line, [{ run, owner }])
  }

  /** Drops what stands in a line. */
  clear(line: string): void {
    this.lines.delete(line)
  }

  hold(line: string): void {
    this.held.add(line)
  }

  release(line: string): void {
    this.held.delete(line)
  }

  releaseAll(): void {
    this.held.clear()
  }

  /** Runs something in an owner's name, and everything that follows from it by itself. */
  async as<T>(owner: object | null, work: () => T): Promise<T> {
    const before = this.owner
    this.owner = owner
    try {
      const result = work()
      await settled()
      return result
    } finally {
      this.owner = before
    }
  }

  /** An owner is gone: its timers never run. */
  bury(owner: object): void {
    this.dead.add(owner)
    this.timers = this.timers.filter((timer) => timer.owner !== owner)
  }

  /** Runs the first task of a line by chance. Whether there was one. */
  async step(): Promise<boolean> {
    const ready = [...this.lines.keys()].filter((line) => !this.held.has(line))
    const line = ready[this.pick(ready.length)]
    if (line === undefined) return false
    const tasks = this.lines.get(line)
    const task = tasks?.shift()
    if (tasks?.length === 0) this.lines.delete(line)
    if (task) await this.as(task.owner, task.run)
    return true
  }

  /** Runs every task that can run. @throws Error when they make each other for ever. */
  async drain(): Promise<void> {
    for (let n = 0; n < 100_000; n++) if (!(await this.step())) return
    throw new Error('the world does not come to rest')
  }

  /** Lets what stands in held lines go, and what follows from it by itself; then they are held again. */
  async letGo(lines: readonly string[]): Promise<void> {
    for (const line of lines) this.release(line)
    await this.drain()
    for (const line of lines) this.hold(line)
  }

  /** Lets time pass; timers that are due run in their order. */
  async pass(ms: number): Promise<void> {
    const until = this.time + ms
    for (let next; (next = this.nextDue(until));) {
      this.time = Math.max(this.time, next.due)
      if (next.every === null) this.timers.splice(this.timers.indexOf(next), 1)
      else next.due = this.time + next.every
      await this.as(next.owner, next.task)
    }
    this.time = until
    this.timers = this.timers.filter((timer) => !timer.cancelled)
  }

  end(): void {
    this.lines.clear()
    this.timers = []
    letRule(null)
  }

  private nextDue(until: number): Timer | null {
    let next: Timer | null = null
    for (const timer of this.timers)
      if (!timer.cancelled && timer.due <= until && (next === null || timer.due < next.due)) next = timer
    return next
  }
}
