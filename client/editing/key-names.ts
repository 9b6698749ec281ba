import { isMac, type Chord } from './keys.ts'

const MAC: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' }
const OTHER: Record<string, string> = { Mod: 'Ctrl', ArrowUp: '↑', ArrowDown: '↓', Enter: '↵' }

/** A chord as it is written in a menu: `Ctrl Shift 9`, on a Mac `⌘⇧9`. */
export function keyName(chord: Chord, mac = isMac()): string {
  const parts = chord.split('-').map((part) => (mac ? MAC[part] : undefined) ?? OTHER[part] ?? part)
  return parts.map((part) => (part.length === 1 ? part.toUpperCase() : part)).join(mac ? '' : ' ')
}
