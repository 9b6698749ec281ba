import { phases as da } from './da/phases.ts'
import { phases as en } from './en/phases.ts'
import type { Finding } from '../lint.ts'
import { fill, type Language } from './index.ts'

/** What a change of phase is asked and told in: the server has it, and the page that changes one. */
export type PhaseWords = typeof da
export const PHASE_WORDS: Record<Language, PhaseWords> = { da, en }

/** "Høringsfristen er ikke udløbet. Har ikke svaret endnu: Lyngø Kommune." */
export function sayFinding(words: PhaseWords, { kind, number, names = [] }: Finding): string {
  const text = fill(words.findings[kind], { n: number ?? '' })
  return names.length === 0 ? text : `${text} ${fill(words.awaited, { names: names.join(', ') })}`
}
