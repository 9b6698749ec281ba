import type { Blocks } from './nodes.ts'

/** `meeting.json`, the open format of a meeting: what import yields, export takes and an archive keeps. */
export interface MeetingJson {
  format: typeof FORMAT
  kind: MeetingKind | null
  forum: string | null
  subject: string | null
  number: number | null
  /** ISO date, `2026-03-12`. */
  date: string | null
  /** Clock times, `09:00`. */
  start: string | null
  end: string | null
  place: string | null
  /** Address or id of the online meeting. Private: never published. */
  online: string | null
  people: PersonJson[]
  items: ItemJson[]
  annexes: AnnexJson[]
  nextMeetings: NextMeeting[]
  report: ReportLine[]
  /** Keys this version does not know, kept as they came. */
  [unknown: string]: unknown
}

export const FORMAT = 'samreferat/1'

/** What lists tell of a meeting. */
export const FACTS = ['subject', 'number', 'date', 'start', 'end', 'place'] as const
export type MeetingFacts = Pick<MeetingJson, (typeof FACTS)[number]>

/** Those of a meeting. */
export function factsIn({ subject, number, date, start, end, place }: MeetingFacts): MeetingFacts {
  return { subject, number, date, start, end, place }
}

export type MeetingKind = 'agenda' | 'minutes'

export const ATTENDANCES = ['present', 'apology', 'guest', 'observer', 'secretariat', 'absent'] as const
export type Attendance = (typeof ATTENDANCES)[number]

export const FUNCTIONS = ['chair', 'cochair', 'host', 'minutetaker', 'secretary', 'substitute'] as const
export type PersonFunction = (typeof FUNCTIONS)[number]

export interface PersonJson {
  /** Id in the register of people, when known. */
  person: string | null
  name: string
  title: string | null
  organisation: string | null
  group: string | null
  functions: PersonFunction[]
  attendance: Attendance | null
  /** Name of the person this one stands in for. */
  substituteFor: string | null
  /** What of the meeting they were not there for. */
  absences: Absence[]
}

/** Present from an item on, present up to and with an item, or conflicted out of one. */
export const ABSENCE_KINDS = ['late', 'early', 'recused'] as const
export type AbsenceKind = (typeof ABSENCE_KINDS)[number]

export interface Absence {
  kind: AbsenceKind
  /** Id of the item. */
  item: string
}

export const ITEM_KINDS = ['decision', 'discussion', 'information'] as const
export type ItemKind = (typeof ITEM_KINDS)[number]

export const OUTCOME_KINDS = [
  'adopted',
  'adoptedWith',
  'noted',
  'discussed',
  'postponed',
  'forwarded',
  'rejected',
] as const
export type OutcomeKind = (typeof OUTCOME_KINDS)[number]

export interface Outcome {
  kind: OutcomeKind
  /** Number of the recommendation point it answers; null: the item as a whole. */
  point: number | null
  /** The forum or date it was sent to. */
  to: string | null
}

export interface ItemJson {
  id: string
  /** As printed, without dot, bracket or "Punkt". */
  number: string | null
  title: string
  presenters: string[]
  /** Minutes allotted. */
  duration: number | null
  kind: ItemKind | null
  closed: boolean
  closedReason: string | null
  publicWording: string | null
  case: Blocks
  recommendation: Blocks
  minutes: Blocks
  outcomes: Outcome[]
  attachments: AttachmentJson[]
}

/** An item with a title and nothing else. */
export function emptyItem(id: string, title: string): ItemJson {
  return {
    id,
    number: null,
    title,
    presenters: [],
    duration: null,
    kind: null,
    closed: false,
    closedReason: null,
    publicWording: null,
    case: [],
    recommendation: [],
    minutes: [],
    outcomes: [],
    attachments: [],
  }
}

/** A person with a name and nothing else. */
export function emptyPerson(name: string): PersonJson {
  return {
    person: null,
    name,
    title: null,
    organisation: null,
    group: null,
    functions: [],
    attendance: null,
    substituteFor: null,
    absences: [],
  }
}

export interface AttachmentJson {
  title: string
  /** sha256 of the stored file. */
  file: string | null
}

export interface AnnexJson {
  title: string
  kind: 'minutes' | 'extract' | 'charter' | 'document'
  meeting: string | null
  blocks: Blocks
}

export interface NextMeeting {
  date: string | null
  start: string | null
  end: string | null
  place: string | null
}

/** Something an import guessed, doubted, or dropped on purpose (`where: "noise"`). */
export interface ReportLine {
  where: string
  what: string
  /** 0 to 1. */
  confidence: number
}

/** Whether a line only quotes what was left out on purpose: nothing to look after. */
export const isLeftOut = (line: ReportLine): boolean => line.where === 'noise'
