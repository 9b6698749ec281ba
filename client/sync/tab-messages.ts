import type { Entry } from './batch-writer.ts'
import type { AsideReason } from './store.ts'
import type { Step } from './waiting.ts'

/** What the other tabs are told with a write: the own steps it makes wait, and whether the server has it already. */
export interface Tidings {
  steps: Step[]
  servers: boolean
}

export const NO_TIDINGS: Tidings = { steps: [], servers: false }

/** What the tabs of one user say to each other. */
export type Message =
  | { type: 'write'; entry: Entry; tidings: Tidings }
  | { type: 'hello'; tab: string; room: string; vector: Uint8Array }
  | { type: 'here' | 'bye'; tab: string; room: string }
  | { type: 'answer'; room: string; update: Uint8Array }
  | { type: 'leader'; tab: string }
  | { type: 'flush' }
  | { type: 'saved'; entries: Record<string, number[]> }
  | { type: 'failed'; reason: string }
  | { type: 'refused'; room: string; reason: AsideReason }
