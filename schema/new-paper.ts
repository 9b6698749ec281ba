import * as Y from 'yjs'
import { FACTS, type AnnexJson, type ItemJson, type MeetingJson } from './meeting.ts'
import { annexes, attachments, items, people, setHeader, type Item, type Paper } from './paper.ts'
import { titleBlocks } from './paper-json.ts'
import { checkCounts, checkSize } from './room-fits.ts'
import { writeSection } from './sections.ts'

/**
 * Writes a meeting into an empty paper, in one transaction. Item ids are kept; people, attachments and annexes get
 * fresh ones from `newId`.
 *
 * @throws RangeError when blocks do not fit the schema, TooLarge when no room takes it; the paper is then unchanged.
 */
export function fromMeetingJson(paper: Paper, meeting: MeetingJson, newId: () => string): void {
  checkCounts(meeting)
  // Y.Doc transactions do not roll back, so the meeting is written to a scratch document first.
  const scratch = new Y.Doc()
  scratch.transact(() => write(scratch, meeting, newId))
  const update = Y.encodeStateAsUpdate(scratch)
  checkSize(scratch, update)
  Y.applyUpdate(paper, update)
}

function write(paper: Paper, meeting: MeetingJson, newId: () => string): void {
  const { format, people: persons, items: list, annexes: texts, ...head } = meeting
  setHeader(paper, { extra: {}, ...withExtra(head, HEADER) })
  people.fill(
    paper,
    persons.map((person) => ({ id: newId(), fields: withExtra(person, PERSON) })),
  )
  items.fill(paper, list.map(itemEntry))
  for (const item of list) writeItemText(paper, item)
  attachments.fill(
    paper,
    list.flatMap((item) =>
      item.attachments.map((file) => ({
        id: newId(),
        fields: { ...withExtra(file, ATTACHMENT), item: item.id },
      })),
    ),
  )
  writeAnnexes(paper, texts, newId)
}

const HEADER = ['kind', 'forum', ...FACTS, 'online', 'nextMeetings', 'report'] as const
const PERSON = [
  'person',
  'name',
  'title',
  'organisation',
  'group',
  'functions',
  'attendance',
  'substituteFor',
  'absences',
] as const
const ITEM = [
  'presenters',
  'duration',
  'kind',
  'closed',
  'closedReason',
  'publicWording',
  'outcomes',
] as const
const ATTACHMENT = ['title', 'file'] as const
const ANNEX = ['title', 'kind', 'meeting'] as const

/** The known fields; what else came is one value, for its keys need not be the names of fields. */
function withExtra<T extends object, K extends keyof T>(
  source: T,
  known: readonly K[],
): Pick<T, K> & { extra?: Record<string, unknown> } {
  const isKnown = ([key]: [string, unknown]): boolean => (known as readonly string[]).includes(key)
  const fields = Object.entries(source)
  const extra = fields.filter((field) => !isKnown(field))
  return {
    ...(Object.fromEntries(fields.filter(isKnown)) as Pick<T, K>),
    ...(extra.length > 0 ? { extra: Object.fromEntries(extra) } : {}),
  }
}

function itemEntry(item: ItemJson): { id: string; fields: Partial<Item> } {
  const { id, number, title, attachments: files, case: text, recommendation, minutes, ...fields } = item
  return { id, fields: { ...withExtra(fields, ITEM), printedNumber: number } }
}

function writeItemText(paper: Paper, item: ItemJson): void {
  writeSection(paper, `${item.id}/title`, titleBlocks(item.title))
  writeSection(paper, `${item.id}/case`, item.case)
  writeSection(paper, `${item.id}/recommendation`, item.recommendation)
  writeSection(paper, `${item.id}/minutes`, item.minutes)
}

function writeAnnexes(paper: Paper, texts: AnnexJson[], newId: () => string): void {
  const entries = texts.map(({ blocks, ...fields }) => ({
    id: newId(),
    fields: withExtra(fields, ANNEX),
    blocks,
  }))
  annexes.fill(paper, entries)
  for (const { id, blocks } of entries) writeSection(paper, `${id}/body`, blocks)
}
