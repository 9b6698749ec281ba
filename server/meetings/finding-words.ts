import type { Finding } from '../../schema/lint.ts'
import { fill, type Language } from '../../schema/words/index.ts'
import { PHASE_WORDS } from '../../schema/words/phases.ts'

/** The most that are told in one sentence. */
const TOLD = 5

/** "Punkt 4 mangler referat. Punkt 6 mangler referat." */
export function sayFindings(found: Finding[], language: Language): string {
  const { findings, more } = PHASE_WORDS[language]
  const told = found.slice(0, TOLD).map(({ kind, number }) => fill(findings[kind], { n: number ?? '' }))
  const rest = found.length - told.length
  return [...told, ...(rest > 0 ? [fill(more, { n: rest })] : [])].join(' ')
}
