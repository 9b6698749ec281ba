import type { Forum, Meeting, Overview } from '../../../schema/api.ts'
import { daysBetween, dueDays, type Day } from '../../../schema/deadlines.ts'
import { hearingEnds, isBefore, type Phase } from '../../../schema/phases.ts'
import { abilitiesIn } from '../../state/people.ts'

export const ROW_KINDS = ['agenda', 'meeting', 'minutes', 'hearing'] as const
export type RowKind = (typeof ROW_KINDS)[number]

/** One thing due, or one meeting (rule U5). */
export interface Row {
  key: string
  kind: RowKind
  /** Null for a meeting whose date is not set. */
  date: Day | null
  meeting: Meeting
  forum: Forum
  /** Items that lack what this row needs; 0: none, not known to matter, or not the reader's to write. */
  lacking: number
  action: 'open' | 'write' | null
}

/** How far ahead what is due is shown, in days: eight weeks. */
export const HORIZON = 56

/** What lies ahead within eight weeks, sorted by date; meetings without a date last. */
export function rowsOf(overview: Overview, today: Day): Row[] {
  return allRows(overview, today).filter(({ date }) => date === null || isAhead(date, today))
}

/** The meetings after the eight weeks, nearest first: what is due around them is not near yet. */
export function laterRows(overview: Overview, today: Day): Row[] {
  return allRows(overview, today).filter(
    ({ kind, date }) => kind === 'meeting' && date !== null && daysBetween(today, date) >= HORIZON,
  )
}

function allRows(overview: Overview, today: Day): Row[] {
  const forums = new Map(overview.forums.map((forum) => [forum.id, forum]))
  return overview.meetings
    .flatMap((meeting) => {
      const forum = forums.get(meeting.forum)
      return forum ? rowsOfMeeting(meeting, forum, today) : []
    })
    .filter(({ kind, meeting }) => isDue(kind, meeting.phase))
    .sort(byDate)
}

/** How many deadlines and meetings fall from today to three days ahead (rule U6). */
export function soon(rows: readonly Row[], today: Day): { deadlines: number; meetings: number } {
  const near = rows.filter(({ date }) => date !== null && daysBetween(today, date) <= 3)
  const meetings = near.filter(({ kind }) => kind === 'meeting').length
  return { deadlines: near.length - meetings, meetings }
}

/** All four dates of a meeting, or the meeting alone when its date is not set. */
export function rowsOfMeeting(meeting: Meeting, forum: Forum, today: Day): Row[] {
  const writes = abilitiesIn(forum, meeting).writePaper
  const held = meeting.date !== null && meeting.date <= today
  const row = (kind: RowKind, date: Day | null): Row => ({
    key: `${meeting.id}/${kind}`,
    kind,
    date,
    meeting,
    forum,
    lacking: writes ? lackingOf(kind, meeting, held) : 0,
    action: actionOf(kind, writes, held),
  })
  if (meeting.date === null) return [row('meeting', null)]
  const due = dueDays(meeting.date, forum.deadlines)
  return [
    row('agenda', due.agenda),
    row('meeting', meeting.date),
    row('minutes', due.minutes),
    row('hearing', hearingEnds(meeting, forum.deadlines) ?? due.hearing),
  ]
}

/** What a meeting has behind it is not due any more. */
const DONE_FROM: Partial<Record<RowKind, Phase>> = { agenda: 'sent', minutes: 'hearing', hearing: 'approved' }

function isDue(kind: RowKind, phase: Phase): boolean {
  const done = DONE_FROM[kind]
  return done === undefined || isBefore(phase, done)
}

/** Before a meeting is held nothing is missing from its minutes. */
function lackingOf(kind: RowKind, meeting: Meeting, held: boolean): number {
  if (kind === 'agenda') return meeting.withoutCase
  return kind === 'minutes' && held ? meeting.withoutMinutes : 0
}

function actionOf(kind: RowKind, writes: boolean, held: boolean): Row['action'] {
  if (kind === 'meeting') return 'open'
  return writes && (kind === 'agenda' || (kind === 'minutes' && held)) ? 'write' : null
}

function isAhead(date: Day, today: Day): boolean {
  const days = daysBetween(today, date)
  return days >= 0 && days < HORIZON
}

function byDate(a: Row, b: Row): number {
  const dates = (a.date ?? '9999').localeCompare(b.date ?? '9999')
  return dates || a.forum.name.localeCompare(b.forum.name, 'da') || a.key.localeCompare(b.key)
}
