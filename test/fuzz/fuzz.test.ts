import { run, type Result } from './run.ts'
import { expect, test } from 'vitest'
import { ONCE_FAILED } from './seeds.ts'
import { SABOTAGES, type Sabotage } from './sabotage.ts'

/** Seeds of the small dose; `npm run fuzz` has as many as one likes. */
const DOSE = 40
const PATIENCE = 240_000

function expectSound({ seed, faults }: Result): void {
  expect(faults, `npm run fuzz -- --from ${seed} --trace`).toEqual([])
}

test(
  'S4 whatever is held, cut, killed and lost, everybody ends with the same paper and margin, and every word in its place',
  async () => {
    const total = { acts: 0, words: 0, erased: 0, lost: 0, said: 0, found: 0 }
    for (let seed = 1; seed <= DOSE; seed++) {
      const result = await run(seed)
      expectSound(result)
      total.acts += result.acts
      total.words += result.words
      total.erased += result.fates.erased
      total.said += result.said
      total.found += result.standings.found
      total.lost += result.fates.raced + result.fates.restructured
    }
    expect(total.acts).toBeGreaterThan(DOSE * 30)
    expect(total.words).toBeGreaterThan(DOSE * 25)
    expect(total.erased).toBeGreaterThan(DOSE)
    expect(total.said).toBeGreaterThan(DOSE * 8)
    expect(total.found).toBeGreaterThan(DOSE)
    expect(total.lost).toBeLessThan(total.words / 100)
  },
  PATIENCE,
)

test.each(ONCE_FAILED)(
  'S4 seed $seed, which once failed: $why',
  async ({ seed }) => expectSound(await run(seed)),
  PATIENCE,
)

test(
  'S4 a seed is one world, however often it is lived through',
  async () => {
    const [one, other] = [await run(7), await run(7)]
    expect(other.trace).toEqual(one.trace)
    expect(other.fates).toEqual(one.fates)
  },
  PATIENCE,
)

test.each<Sabotage>(SABOTAGES)(
  'S5 a build broken by %s is caught within a few dozen seeds',
  async (sabotage) => {
    let caught = false
    for (let seed = 1; seed <= 40 && !caught; seed++)
      caught = (await run(seed, { sabotage })).faults.length > 0
    expect(caught).toBe(true)
  },
  PATIENCE,
)
