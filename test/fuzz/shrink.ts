import { run, type Options } from './run.ts'

/** The steps of a failing seed without which it does not fail: parts are left out, halves first. Null when it does not fail. */
export async function shrink(seed: number, options: Options): Promise<Set<number> | null> {
  const fails = async (only: Set<number>): Promise<boolean> =>
    (await run(seed, { ...options, only })).faults.length > 0
  const { faults, steps } = await run(seed, options)
  if (faults.length === 0) return null
  let left = Array.from({ length: steps }, (_, at) => at)
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < left.length;) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)]
      if (await fails(new Set(fewer))) left = fewer
      else from += size
    }
  return new Set(left)
}
