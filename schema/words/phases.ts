import { phases as da } from './da/phases.ts'
import { phases as en } from './en/phases.ts'
import type { Language } from './index.ts'

/** What a change of phase is asked and told in: the server has it, and the page that changes one. */
export type PhaseWords = typeof da
export const PHASE_WORDS: Record<Language, PhaseWords> = { da, en }
