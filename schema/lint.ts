import type { Block } from './nodes.ts'
import { header, items, people, type Item, type Paper } from './paper.ts'
import { holdsItem } from './parting.ts'
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
  'noDecision',
  'noOwner',
  'noAttendance',
  'noReason',
  'noPublicWording',
  'notParted',
  'hearingRuns',
  'openRemarks',
  'cannotApprove',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** `GET /api/meetings/:id/findings?to=<phase>` → `Finding[]`. */
export interface Finding {
  /** The same for as long as the same thing is missing. */
  key: string
  kind: FindingKind
  /** An error stops the step; a warning is passed by whoever has seen it. */
  level: 'error' | 'warning'
  /** The item it is about, and the number that item has now; of what is about the meeting, how many there are. */
  item: string | null
  number: number | null
  /** Those it is about, where it is about somebody. */
  names?: string[]
}

/** What the paper does not say itself. */
export interface LintContext {
  /** Whether answers may still come in time. */
  hearingRuns: boolean
  /** Names of those asked who have not answered and still may in time. */
  awaited?: string[]
  /** Remarks that nobody has ruled on. */
  openRemarks: number
  /** Those asked who cannot approve. */
  cannotApprove: number
  /** What is written of closed items, by item, each in a paper of its own. */
  closed?: ReadonlyMap<string, Paper>
}

/** What is missing before a meeting goes on to a phase, errors first, then in the order of the items. */
export function lint(paper: Paper, to: Phase, context: LintContext): Finding[] {
  const found = CHECKS[to].flatMap(({ kind, level, lacks }) =>
    lacks(paper, context).map(({ id, number, names }): Finding => {
      const what = id ?? number
      const key = what === null ? kind : `${kind}:${what}`
      return { key, kind, level, item: id, number, ...(names && { names }) }
    }),
  )
  return found.sort((a, b) => rank(a) - rank(b) || place(a) - place(b) || a.key.localeCompare(b.key))
}

const rank = ({ level }: Finding): number => (level === 'error' ? 0 : 1)
const place = ({ item, number }: Finding): number => (item === null ? 0 : (number ?? 0))

interface Numbered extends Item {
  number: number
}

/** Of what is true of the meeting. */
const WHOLE = { id: null, number: null }

interface Check {
  kind: FindingKind
  level: Finding['level']
  /** The items it is true of; one without an id when it is true of the meeting, with how many there are. */
  lacks(paper: Paper, context: LintContext): { id: string | null; number: number | null; names?: string[] }[]
}

function ofMeeting(kind: FindingKind, level: Finding['level'], isSo: (paper: Paper) => boolean): Check {
  return { kind, level, lacks: (paper) => (isSo(paper) ? [WHOLE] : []) }
}

function ofItems(
  kind: FindingKind,
  level: Finding['level'],
  isSo: (paper: Paper, item: Item) => boolean,
): Check {
  const lacks = (paper: Paper, { closed }: LintContext) =>
    numbered(paper).filter((item) => {
      const own = closed?.get(item.id)
      return own ? isSo(own, { ...item, ...ownFields(own, item.id) }) : isSo(paper, item)
    })
  return { kind, level, lacks }
}

/** What is said of a closed item where it is written. */
function ownFields(own: Paper, id: string): Pick<Item, 'outcomes'> | null {
  const item = items.maybe(own, id)
  return item && { outcomes: item.outcomes }
}

function ofMargin(kind: FindingKind, count: (context: LintContext) => number): Check {
  const told = (number: number) => (number > 0 ? [{ id: null, number }] : [])
  return { kind, level: 'warning', lacks: (_paper, context) => told(count(context)) }
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
/** An item for decision of which nobody can see what was decided. */
const NO_DECISION = ofItems(
  'noDecision',
  'warning',
  (paper, item) => item.kind === 'decision' && item.outcomes.length === 0 && !lacksMinutes(paper, item),
)
const HEARING_RUNS: Check = {
  kind: 'hearingRuns',
  level: 'warning',
  lacks: (_paper, { hearingRuns, awaited }) =>
    hearingRuns ? [{ ...WHOLE, ...(awaited && { names: awaited }) }] : [],
}
const OPEN_REMARKS = ofMargin('openRemarks', ({ openRemarks }) => openRemarks)
const CANNOT_APPROVE = ofMargin('cannotApprove', ({ cannotApprove }) => cannotApprove)
const noPublicWording = (level: Finding['level']): Check =>
  ofItems('noPublicWording', level, (_paper, { closed, publicWording }) => closed && !publicWording?.trim())

/** Whoever reads the meeting would read it. */
const NOT_PARTED: Check = {
  kind: 'notParted',
  level: 'error',
  lacks: (paper) => numbered(paper).filter(({ id, closed }) => closed && holdsItem(paper, id)),
}

const CHECKS: Record<Phase, Check[]> = {
  draft: [],
  sent: [NO_ITEMS, NO_DATE, NO_TITLE, NO_PLACE, NO_CASE, NO_REASON, NOT_PARTED],
  live: [NO_ITEMS, NO_TITLE, NOT_PARTED],
  hearing: [
    NO_ITEMS,
    NO_DATE,
    NO_TITLE,
    NO_MINUTES,
    NO_DECISION,
    NO_OWNER,
    NO_ATTENDANCE,
    NO_REASON,
    NOT_PARTED,
  ],
  approved: [
    NO_ITEMS,
    NO_DATE,
    NO_TITLE,
    ...NO_MINUTES_AT_ALL,
    NO_DECISION,
    NO_OWNER,
    HEARING_RUNS,
    OPEN_REMARKS,
    CANNOT_APPROVE,
    // Afterwards nobody can write one.
    noPublicWording('warning'),
  ],
  published: [noPublicWording('error')],
}

function hasTaskWithoutOwner(block: Block): boolean {
  if (block.type === 'task') return !block.attrs?.owner
  return block.content?.some(hasTaskWithoutOwner) ?? false
}
