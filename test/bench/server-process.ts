import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'

/** What to run, and the line by which it says that it listens. */
export interface Command {
  args: string[]
  env: Record<string, string>
  cwd: string
  ready: RegExp
}

/** A server in a process of its own. */
export interface ServerProcess {
  pid: number
  /** Milliseconds from its start until it listened. */
  startedIn: number
  /** SIGTERM, and gone when it resolves. */
  stop(): Promise<void>
  /** `kill -9`, and gone when it resolves. */
  kill(): Promise<void>
}

/** Runs a Node script; resolves when it listens. @throws Error with its output when it ends before that. */
export async function startProcess({ args, env, cwd, ready }: Command): Promise<ServerProcess> {
  const started = performance.now()
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  const exited = once(child, 'exit').then(() => process.off('exit', endWithUs))
  let output = ''
  const note = (data: Buffer) => (output = (output + String(data)).slice(-4000))
  child.stdout.on('data', note)
  child.stderr.on('data', note)
  while (!ready.test(output)) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}: ${output}`)
    await Promise.race([once(child.stdout, 'data'), exited])
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exited
  }
  return {
    pid: child.pid ?? 0,
    startedIn: performance.now() - started,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** Milliseconds of CPU that a process has used, all its threads together. */
export function cpuOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadCpu(pid, thread), 0)
}

/** Milliseconds of CPU of a process's main thread. */
export function mainCpuOf(pid: number): number {
  return threadCpu(pid, String(pid))
}

/** Megabytes of memory that a process holds. */
export function rssOf(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) / 1024
}

/** Resolves when the process has nothing to do for a while: what it does after the fact is done. */
export async function untilIdle(pid: number, share = 0.03): Promise<void> {
  for (let calm = 0; calm < 3;) {
    const before = cpuOf(pid)
    await new Promise((wait) => setTimeout(wait, 250))
    calm = cpuOf(pid) - before < 250 * share ? calm + 1 : 0
  }
}

/** In nanoseconds of the scheduler: the ticks of `stat` are too coarse for a keystroke. */
function threadCpu(pid: number, thread: string): number {
  return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6
}
