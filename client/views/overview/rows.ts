import type { Forum, Meeting, Overview } from '../../../schema/api.ts'
import { danishDay, daysBetween, dueDays, type Day } from '../../../schema/deadlines.ts'
import { hearingEnds, isBefore, type Phase } from '../../../schema/phases.ts'
import type { Abilities } from '../../../schema/roles.ts'
import { abilitiesIn } from '../../state/people.ts'

/** The dates of a meeting. */
export const DATE_KINDS = ['agenda', 'meeting', 'minutes', 'hearing'] as const
export type DateKind = (typeof DATE_KINDS)[number]

/** Beside the dates: the reader's own `answer` in a hearing that runs, and what is approved and not published. */
export type RowKind = DateKind | 'answer' | 'publish'

/** What is to be done by whoever reads. */
export type RowAction = 'open' | 'write' | 'answer' | 'approve' | 'publish'

/** One thing due, or one meeting (rule U5). */
export interface Row {
  key: string
  kind: RowKind
  /** Null for a meeting whose date is not set, and for what may be done at any time. */
  date: Day | null
  /** On that day, such as `12:00`; null: until its end. */
  time: string | null
  /** Days since then. */
  over: number
  meeting: Meeting
  forum: Forum
  /** Items that lack what this row needs; 0: none, not known to matter, or not the reader's to write. */
  lacking: number
  action: RowAction | null
}

/** How far ahead what is due is shown, and how far back what is overdue, in days: eight weeks. */
const HORIZON = 56

/** What is overdue, and what lies ahead within eight weeks, sorted by date; what has no date last. */
export function rowsOf(overview: Overview, today: Day): Row[] {
  return allRows(overview, today).filter(({ date }) => date === null || isNear(date, today))
}

/** The meetings after the eight weeks, nearest first: what is due around them is not near yet. */
export function laterRows(overview: Overview, today: Day): Row[] {
  return allRows(overview, today).filter(
    ({ kind, date }) => kind === 'meeting' && date !== null && daysBetween(today, date) >= HORIZON,
  )
}

function allRows(overview: Overview, today: Day): Row[] {
  const forums = new Map(overview.forums.map((forum) => [forum.id, forum]))
  const awaited = new Set(overview.awaited)
  return overview.meetings
    .flatMap((meeting) => {
      const forum = forums.get(meeting.forum)
      return forum ? rowsOfMeeting(meeting, forum, today, awaited.has(meeting.id)) : []
    })
    .sort(byDate)
}

/** How many deadlines and meetings fall from today to three days ahead (rule U6). */
export function soon(rows: readonly Row[], today: Day): { deadlines: number; meetings: number } {
  const near = rows.filter(({ date, over }) => date !== null && over === 0 && daysBetween(today, date) <= 3)
  const meetings = near.filter(({ kind }) => kind === 'meeting').length
  return { deadlines: near.length - meetings, meetings }
}

/** The dates of a meeting that do not lie behind it by its phase (rule R12); none when its date is not set. */
export function datesOf(meeting: Meeting, forum: Forum): { kind: DateKind; date: Day }[] {
  if (meeting.date === null) return []
  const due = dueDays(meeting.date, forum.deadlines)
  const hearing = hearingEnds(meeting, forum.deadlines) ?? due.hearing
  const days = { agenda: due.agenda, meeting: meeting.date, minutes: due.minutes, hearing }
  const isAsked = (kind: DateKind) => kind !== 'hearing' || meeting.correction === undefined
  return DATE_KINDS.filter((kind) => isDue(kind, meeting.phase) && isAsked(kind)).map((kind) => ({
    kind,
    date: days[kind],
  }))
}

/** What of a meeting its reader has before them, by its phase and their role (rules U5, U61); one that is over is no more. */
function rowsOfMeeting(meeting: Meeting, forum: Forum, today: Day, awaited: boolean): Row[] {
  const may = abilitiesIn(forum, meeting)
  const answers = awaited && may.respond
  const row = (kind: RowKind, date: Day | null, time: string | null = null): Row => {
    const over = date === null ? 0 : Math.max(0, daysBetween(date, today))
    return {
      key: `${meeting.id}/${kind}`,
      kind,
      date,
      time,
      over,
      meeting,
      forum,
      lacking: may.writePaper ? lackingOf(kind, meeting, today) : 0,
      action: actionOf(kind, over, meeting, may, today),
    }
  }
  const dated = datesOf(meeting, forum)
    .filter(({ kind }) => kind !== 'meeting' || !isHeld(meeting, today) || isBefore(meeting.phase, 'hearing'))
    .map(({ kind, date }) => row(kind, date))
    .filter((each) => isOf(each, may, today, answers))
  const { round } = meeting
  return [
    ...(meeting.date === null ? [row('meeting', null)] : dated),
    ...(answers && round ? [row('answer', round.deadline.day, round.deadline.time)] : []),
    ...(mayPublish(meeting, may, today) ? [row('publish', null)] : []),
  ].filter(({ kind, over }) => kind !== 'answer' || over === 0)
}

/** What a meeting has behind it is not due any more. */
const DONE_FROM: Partial<Record<DateKind, Phase>> = {
  agenda: 'sent',
  minutes: 'hearing',
  hearing: 'approved',
}

function isDue(kind: DateKind, phase: Phase): boolean {
  const done = DONE_FROM[kind]
  return done === undefined || isBefore(phase, done)
}

/** Whether a date still matters, and to whom: what is overdue to those alone who can bring the meeting on. */
function isOf({ kind, over, meeting }: Row, may: Abilities, today: Day, answers: boolean): boolean {
  const { phase, date } = meeting
  if (kind === 'hearing' && answers && phase === 'hearing') return false
  if (over === 0) return true
  if (kind === 'agenda') return may.setPhase && date !== null && today <= date
  if (kind === 'minutes') return may.setPhase
  return kind === 'hearing' && phase === 'hearing' && may.approve
}

/** For a while after the approval: not every forum publishes. */
function mayPublish({ phase, since }: Meeting, { setPhase }: Abilities, today: Day): boolean {
  const { approved } = since
  return phase === 'approved' && setPhase && approved !== undefined && isNear(danishDay(approved), today)
}

/** Before a meeting is held nothing is missing from its minutes. */
function lackingOf(kind: RowKind, meeting: Meeting, today: Day): number {
  if (kind === 'agenda') return meeting.withoutCase
  return kind === 'minutes' && isHeld(meeting, today) ? meeting.withoutMinutes : 0
}

function actionOf(
  kind: RowKind,
  over: number,
  meeting: Meeting,
  may: Abilities,
  today: Day,
): RowAction | null {
  switch (kind) {
    case 'meeting':
      return 'open'
    case 'agenda':
      return may.writePaper ? 'write' : null
    case 'minutes':
      return may.writePaper && isHeld(meeting, today) ? 'write' : null
    case 'hearing':
      return may.approve && over > 0 ? 'approve' : null
    case 'answer':
    case 'publish':
      return kind
  }
}

function isHeld({ date }: Meeting, today: Day): boolean {
  return date !== null && date <= today
}

function isNear(date: Day, today: Day): boolean {
  return Math.abs(daysBetween(today, date)) < HORIZON
}

function byDate(a: Row, b: Row): number {
  const dates = (a.date ?? '9999').localeCompare(b.date ?? '9999')
  return dates || a.forum.name.localeCompare(b.forum.name, 'da') || a.key.localeCompare(b.key)
}
