import type { Day } from './deadlines.ts'
import type { Block } from './nodes.ts'
import { header, items, people, type Item, type Paper } from './paper.ts'
import type { Phase } from './phases.ts'
import { isEmptySection, sectionBlocks, titleText } from './sections.ts'
import { isStanding } from './standing.ts'

/** What a paper can lack before it goes on to a phase (rule R4). */
export const FINDING_KINDS = [
  'noItems',
  'noDate',
  'noPlace',
  'noTitle',
  'noCase',
  'noMinutes',
  'noOwner',
  'noAttendance',
  'noReason',
  'noPublicWording',
  'hearingRuns',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** `GET /api/meetings/:id/findings?to=<phase>` → `Finding[]`. */
export interface Finding {
  /** The same for as long as the same thing is missing. */
  key: string
  kind: FindingKind
  /** An error stops the step; a warning is passed by whoever has seen it. */
  level: 'error' | 'warning'
  /** The item it is about, and the number that item has now. */
  item: string | null
  number: number | null
}

/** What the paper does not say itself. */
export interface LintContext {
  today: Day
  /** The last day of the hearing; null: there is none. */
  hearingEnds: Day | null
}

/** What is missing before a meeting goes on to a phase, errors first, then in the order of the items. */
export function lint(paper: Paper, to: Phase, context: LintContext): Finding[] {
  const found = CHECKS[to].flatMap(({ kind, level, lacks }) =>
    lacks(paper, context).map((item): Finding => {
      const key = item === null ? kind : `${kind}:${item.id}`
      return { key, kind, level, item: item?.id ?? null, number: item && item.number }
    }),
  )
  return found.sort(
    (a, b) => rank(a) - rank(b) || (a.number ?? 0) - (b.number ?? 0) || a.key.localeCompare(b.key),
  )
}

const rank = ({ level }: Finding): number => (level === 'error' ? 0 : 1)

interface Numbered extends Item {
  number: number
}

interface Check {
  kind: FindingKind
  level: Finding['level']
  /** The items it is true of; `[null]` when it is true of the meeting. */
  lacks(paper: Paper, context: LintContext): (Numbered | null)[]
}

function ofMeeting(kind: FindingKind, level: Finding['level'], isSo: (paper: Paper) => boolean): Check {
  return { kind, level, lacks: (paper) => (isSo(paper) ? [null] : []) }
}

function ofItems(
  kind: FindingKind,
  level: Finding['level'],
  isSo: (paper: Paper, item: Item) => boolean,
): Check {
  return { kind, level, lacks: (paper) => numbered(paper).filter((item) => isSo(paper, item)) }
}

function numbered(paper: Paper): Numbered[] {
  return items.list(paper).map((item, index) => ({ ...item, number: index + 1 }))
}

const hasTitle = (paper: Paper, { id }: Item): boolean => titleText(paper, id).trim() !== ''
const standing = (paper: Paper, { id }: Item): boolean => isStanding(titleText(paper, id))
const lacksMinutes = (paper: Paper, { id, outcomes }: Item): boolean =>
  outcomes.length === 0 && isEmptySection(paper, `${id}/minutes`)

const NO_ITEMS = ofMeeting('noItems', 'error', (paper) => items.list(paper).length === 0)
const NO_DATE = ofMeeting('noDate', 'error', (paper) => header(paper).date === null)
const NO_PLACE = ofMeeting('noPlace', 'warning', (paper) => {
  const { place, online } = header(paper)
  return place === null && online === null
})
const NO_TITLE = ofItems('noTitle', 'error', (paper, item) => !hasTitle(paper, item))
const NO_CASE = ofItems(
  'noCase',
  'warning',
  (paper, item) => isEmptySection(paper, `${item.id}/case`) && !standing(paper, item),
)
const NO_REASON = ofItems(
  'noReason',
  'warning',
  (_paper, { closed, closedReason }) => closed && !closedReason,
)
const NO_ATTENDANCE = ofMeeting('noAttendance', 'warning', (paper) => {
  const persons = people.list(paper)
  return persons.length > 0 && persons.every(({ attendance }) => attendance === null)
})
const NO_OWNER = ofItems('noOwner', 'warning', (paper, { id }) =>
  sectionBlocks(paper, `${id}/minutes`).some(hasTaskWithoutOwner),
)
const NO_MINUTES = ofItems('noMinutes', 'warning', lacksMinutes)
/** What is approved is what was said of every item that was on for this meeting alone. */
const NO_MINUTES_AT_ALL: Check[] = [
  ofItems('noMinutes', 'error', (paper, item) => lacksMinutes(paper, item) && !standing(paper, item)),
  ofItems('noMinutes', 'warning', (paper, item) => lacksMinutes(paper, item) && standing(paper, item)),
]
const HEARING_RUNS: Check = {
  kind: 'hearingRuns',
  level: 'warning',
  lacks: (_paper, { today, hearingEnds }) => (hearingEnds !== null && today <= hearingEnds ? [null] : []),
}
const NO_PUBLIC_WORDING = ofItems(
  'noPublicWording',
  'error',
  (_paper, { closed, publicWording }) => closed && !publicWording?.trim(),
)

const CHECKS: Record<Phase, Check[]> = {
  draft: [],
  sent: [NO_ITEMS, NO_DATE, NO_TITLE, NO_PLACE, NO_CASE, NO_REASON],
  live: [NO_ITEMS, NO_TITLE],
  hearing: [NO_ITEMS, NO_DATE, NO_TITLE, NO_MINUTES, NO_OWNER, NO_ATTENDANCE, NO_REASON],
  approved: [NO_ITEMS, NO_DATE, NO_TITLE, ...NO_MINUTES_AT_ALL, NO_OWNER, HEARING_RUNS],
  published: [NO_PUBLIC_WORDING],
}

function hasTaskWithoutOwner(block: Block): boolean {
  if (block.type === 'task') return !block.attrs?.owner
  return block.content?.some(hasTaskWithoutOwner) ?? false
}
