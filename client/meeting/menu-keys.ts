import { stepInMenu } from '../parts/menu-steps.ts'

/** Moves focus in a menu by arrows, Home, End, or the first letter of an item. False when the key is none of these. */
export function moveInMenu(menu: HTMLElement, key: string): boolean {
  const entries = [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')]
  const at = entries.findIndex((entry) => entry === document.activeElement)
  const next = stepInMenu(
    entries.map((entry) => entry.innerText),
    at,
    key,
  )
  if (next !== null) entries[next]?.focus()
  return next !== null
}
