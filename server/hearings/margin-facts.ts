import { standpoints, type Standpoint } from '../../schema/hearing-answers.ts'
import {
  drawRecord,
  openRemarks,
  type HearingRecord,
  type RecordSource,
} from '../../schema/hearing-record.ts'
import type { Round } from '../../schema/hearing.ts'
import { replies, responses, rulings, threads, type Margin } from '../../schema/margin.ts'
import type { Paper } from '../../schema/paper.ts'

/** What a server asks of a margin, where it is decoded. */

export interface MarginFacts {
  openRemarks: number
  standpoints: Standpoint[]
}

export function marginFacts(margin: Margin, round: Round | null, now: number): MarginFacts {
  return {
    openRemarks: openRemarks(margin),
    standpoints: round === null ? [] : standpoints(round, margin, now),
  }
}

/** Ids of everybody who has said anything. */
export function authorsOf(margin: Margin): string[] {
  const said = [threads(margin), replies(margin), responses(margin), rulings(margin)].flat()
  return [...new Set(said.map(({ author }) => author))]
}

/** What a record is drawn up from beside the rooms. */
export interface RecordParts extends Pick<RecordSource, 'rounds' | 'at'> {
  /** By user. */
  names: Map<string, string>
}

export function recordOf({ names, ...rest }: RecordParts, paper: Paper, margin: Margin): HearingRecord {
  return drawRecord({ ...rest, paper, margin, nameOf: (user) => names.get(user) ?? null })
}
