/** Milliseconds between two looks. */
const LOOK = 10

/** Waits until a condition holds. @throws Error that says what was waited for, after `limit` ms. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limit = 60_000,
): Promise<void> {
  const end = Date.now() + limit
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s in vain until ${what}`)
    await pause(LOOK)
  }
}

/** How long a fault lasts. */
export function pause(ms: number): Promise<void> {
  return new Promise((over) => setTimeout(over, ms))
}
