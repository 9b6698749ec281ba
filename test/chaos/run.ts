import { FAULTS, type Fault } from './faults.ts'
import { pause, until } from './until.ts'
import { World } from './world.ts'
import type { Finding } from './words.ts'

export interface RunOptions {
  rounds: number
  clients: number
  seed: number
  /** Names of the faults to draw from; null: all that this machine can make. */
  faults: string[] | null
  say(line: string): void
}

/** What one kind of fault did. */
export interface Tally {
  fault: string
  rounds: number
  acknowledged: number
  lost: number
  /** In another place than typed, twice, other than it was said, back after deletion, or never typed. */
  misplaced: number
  /** Peers that do not hold what the others hold. */
  diverged: number
  /** Requests that were to be answered and were not, refusals of honest writing, and what never came to an end. */
  failed: number
  /** Longest time from the end of the fault, a start of the server included, until all was acknowledged and equal, in ms. */
  recovery: number
}

const SHOWN = 5

/**
 * Lets people type, breaks something, and looks at what is left, round after round. Ends early when a round does not
 * recover.
 */
export async function runChaos(options: RunOptions): Promise<Tally[]> {
  const { rounds, clients, seed, say } = options
  const wanted = FAULTS.filter(({ name }) => options.faults?.includes(name) ?? true)
  const world = await World.open({ clients, seed, disk: wanted.some(({ disk }) => disk), say })
  const possible = wanted.filter(({ disk }) => !disk || world.disk !== null)
  const tallies = new Map<string, Tally>()
  try {
    for (let round = 1; round <= rounds && possible.length > 0; round++) {
      const fault = draw(possible, world.random())
      const tally = tallies.get(fault.name) ?? emptyTally(fault.name)
      tallies.set(fault.name, tally)
      if (!(await playRound(world, fault, tally, (text) => say(`${String(round).padStart(4)}  ${text}`))))
        break
    }
  } finally {
    await world.close()
  }
  return [...tallies.values()]
}

/** Whether anything is not as it must be. */
export function isIll({ lost, misplaced, diverged, failed }: Tally): boolean {
  return lost + misplaced + diverged + failed > 0
}

function emptyTally(fault: string): Tally {
  return { fault, rounds: 0, acknowledged: 0, lost: 0, misplaced: 0, diverged: 0, failed: 0, recovery: 0 }
}

/** Answers whether the world is fit for another round. */
async function playRound(
  world: World,
  fault: Fault,
  tally: Tally,
  say: (text: string) => void,
): Promise<boolean> {
  const before = world.acknowledged
  let recovery = 0
  let fit = true
  try {
    world.startTyping()
    const some = before + world.between(20, 40 + 8 * world.clients.length)
    await until('enough is typed', () => world.acknowledged >= some)
    await pause(world.between(0, 30))
    await fault.strike(world)
    world.stopTyping()
    await world.settle()
    recovery = Date.now() - world.healedAt
  } catch (error) {
    tally.failed++
    fit = false
    say(`${fault.name}: ${String(error)}\n${world.server?.output().slice(-2000) ?? ''}`)
  }
  const acknowledged = world.acknowledged - before
  tally.rounds++
  tally.acknowledged += acknowledged
  tally.recovery = Math.max(tally.recovery, recovery)
  say(
    `${fault.name.padEnd(16)} ${acknowledged} acknowledged, well again after ${(recovery / 1000).toFixed(2)} s`,
  )
  count(tally, world, say)
  return fit
}

function count(tally: Tally, world: World, say: (text: string) => void): void {
  const findings = world.findings.splice(0)
  const trouble = world.clients.flatMap(({ name, trouble }) =>
    trouble.splice(0).map((text) => `${name} ${text}`),
  )
  for (const { ill } of findings) tally[columnOf(ill)]++
  tally.failed += trouble.length
  for (const { ill, word, detail } of findings.slice(0, SHOWN)) say(`  ${ill}: ${word} ${detail}`)
  for (const text of trouble.slice(0, SHOWN)) say(`  ${text}`)
}

function columnOf(ill: Finding['ill']): 'lost' | 'misplaced' | 'diverged' | 'failed' {
  switch (ill) {
    case 'lost':
    case 'diverged':
      return ill
    case 'unserved':
      return 'failed'
    case 'doubled':
    case 'misplaced':
    case 'altered':
    case 'returned':
    case 'strange':
      return 'misplaced'
  }
}

function draw(faults: Fault[], random: number): Fault {
  let left = random * faults.reduce((sum, { weight }) => sum + weight, 0)
  const found = faults.find(({ weight }) => (left -= weight) < 0) ?? faults[0]
  if (found === undefined) throw new RangeError('there is no fault to draw')
  return found
}
