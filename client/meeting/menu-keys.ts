/** Moves focus in a menu by arrows, Home, End, or the first letter of an item. False when the key is none of these. */
export function moveInMenu(menu: HTMLElement, key: string): boolean {
  const entries = [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')]
  const at = entries.findIndex((entry) => entry === document.activeElement)
  const next = target(entries, at, key)
  next?.focus()
  return next !== undefined
}

function target(entries: HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowDown') return entries[(at + 1) % entries.length]
  if (key === 'ArrowUp') return entries.at(at <= 0 ? -1 : at - 1)
  if (key === 'Home') return entries[0]
  if (key === 'End') return entries.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const letter = key.toLocaleLowerCase('da')
  const after = [...entries.slice(at + 1), ...entries.slice(0, at + 1)]
  return after.find((entry) => entry.innerText.trim().toLocaleLowerCase('da').startsWith(letter))
}
