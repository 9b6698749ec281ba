import type { Finding } from '../../schema/lint.ts'
import { fill, type Language } from '../../schema/words/index.ts'
import { PHASE_WORDS, sayFinding } from '../../schema/words/phases.ts'

/** The most that are told in one sentence. */
const TOLD = 5

/** "Punkt 4 mangler referat. Punkt 6 mangler referat." */
export function sayFindings(found: Finding[], language: Language): string {
  const words = PHASE_WORDS[language]
  const told = found.slice(0, TOLD).map((each) => sayFinding(words, each))
  const rest = found.length - told.length
  return [...told, ...(rest > 0 ? [fill(words.more, { n: rest })] : [])].join(' ')
}
