import type { Line } from '../node-text.ts'
import type { Place } from './proposal.ts'
import type { Token } from './words.ts'

/** A line of the copy that came of lines of the section. */
export interface Piece {
  line: Line
  /** In the section as it was. */
  tokens: readonly Token[]
  place: Place
  /** Whether it begins or ends where a line was cut. */
  isCutBefore: boolean
  isCutAfter: boolean
}
