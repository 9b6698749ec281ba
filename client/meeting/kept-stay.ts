import type { Stay } from './stay.ts'

/** Whose place in which meeting. */
export interface Whose {
  user: string | undefined
  meeting: string
}

function keyOf({ user, meeting }: Whose): string {
  return `samreferat:stay:${user}:${meeting}`
}

/** Keeps in this tab where somebody is, for when the page is loaded again; null: nothing is to be kept. */
export function keepStay(whose: Whose, stay: Stay | null): void {
  try {
    if (stay === null) sessionStorage.removeItem(keyOf(whose))
    else sessionStorage.setItem(keyOf(whose), JSON.stringify(stay))
  } catch {
    // A browser that keeps nothing begins at the top.
  }
}

/** Where somebody was when the page was left, once. */
export function takeStay(whose: Whose): Stay | null {
  try {
    const kept = sessionStorage.getItem(keyOf(whose))
    keepStay(whose, null)
    return kept === null ? null : (JSON.parse(kept) as Stay)
  } catch {
    return null
  }
}
