import './time.ts'
import { randomOf } from '../server/random.ts'
import { check, type Outcome } from './check.ts'
import type { Sabotage } from './sabotage.ts'
import { World } from './world.ts'

/** Things that happen in one seed. */
const STEPS = 96

export interface Result extends Outcome {
  seed: number
  trace: string[]
  warnings: string[]
  steps: number
  /** What hands did. */
  acts: number
}

export interface Options {
  sabotage?: Sabotage | null
  /** Only these steps; the others are left out. */
  only?: ReadonlySet<number> | null
  /** Words that are lost or doubled because two changes met are faults too. */
  strict?: boolean
}

/** Lives one seed through. The same seed gives the same world. */
export async function run(
  seed: number,
  { sabotage = null, only = null, strict = false }: Options = {},
): Promise<Result> {
  const world = new World(seed, sabotage)
  const chance = randomOf(seed ^ 0x5eed)
  const seeds = Array.from({ length: STEPS }, () => Math.floor(chance() * 2 ** 32))
  let stopped: string | null = null
  try {
    await world.begin()
    for (const [at, each] of seeds.entries()) {
      if (only !== null && !only.has(at)) continue
      world.trace.push(`#${at}`)
      await world.step(each)
    }
    if (!(await world.settle())) stopped = 'the world does not come to rest'
    return result(world, seed, stopped, strict)
  } catch (error) {
    return result(
      world,
      seed,
      error instanceof Error ? (error.stack ?? error.message) : String(error),
      strict,
    )
  } finally {
    world.end()
  }
}

function result(world: World, seed: number, stopped: string | null, strict: boolean): Result {
  const outcome = check(world, strict)
  const faults = stopped === null ? outcome.faults : [stopped, ...outcome.faults]
  return {
    ...outcome,
    faults,
    seed,
    trace: world.trace,
    warnings: world.warnings,
    steps: STEPS,
    acts: world.account.acts.length,
  }
}
