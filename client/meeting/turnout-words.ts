import { fill, type ScreenWords } from '../../schema/words/index.ts'
import type { Turnout } from './attendance.ts'

/** "10 til stede, 1 afbud"; what nobody is, is left out; before the meeting "11 indkaldt, 1 afbud" (rule U26). */
export function turnoutText(turnout: Turnout, words: ScreenWords): string {
  const text = words.meeting.turnout
  const parts = (['present', 'apology', 'absent'] as const)
    .filter((kind) => turnout[kind] > 0)
    .map((kind) => fill(text[kind], { n: turnout[kind] }))
  const { present, unknown, apology, absent } = turnout
  if (present === 0 && unknown > 0) parts.unshift(fill(text.invited, { n: unknown + apology + absent }))
  return parts.length > 0 ? parts.join(', ') : text.none
}
