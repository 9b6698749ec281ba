import {
  ABSENCE_KINDS,
  emptyPerson,
  FORMAT,
  type Absence,
  type AnnexJson,
  type Attendance,
  type ItemJson,
  type MeetingJson,
  type NextMeeting,
  type Outcome,
  type PersonFunction,
  type PersonJson,
} from '../meeting.ts'
import { documents as danish } from '../words/da/documents.ts'
import { documents as english } from '../words/en/documents.ts'
import { readBlocks, type BlockContext } from './markup/blocks.ts'
import { plainText } from './markup/inline.ts'
import { dayFrom } from './days.ts'
import { COMMENTS, referenceFrom, type OwnData } from './own.ts'
import { readLines, type Line } from './recognise/lines.ts'
import type { Words } from './recognise/report.ts'
import type { ReadOptions } from './text.ts'

const LANGUAGES: Words[] = [danish, english]

/** Whether a text is Markdown that we wrote ourselves. */
export const isOwnMarkdown = (source: string) => source.slice(0, 200).trimStart().startsWith(COMMENTS.own)

/** Reads our own Markdown exactly: only h2 is an item, only h3 a section, and nothing is guessed. */
export function readOwnMarkdown(source: string, options: ReadOptions): MeetingJson {
  const all = readLines(source.replace(/\r\n?/g, '\n'), { exact: true })
  const notes = new Map<string, string>()
  const lines = all.filter((line) => !takeNote(line, notes))
  const { head, items, annexes, data } = divide(lines)
  const ids = items.map(() => options.newId())
  const blocks = contextFor(notes, ids, options)
  const meeting: MeetingJson = {
    ...data.extra,
    ...readHeader(head),
    people: readPeople(head, data, ids),
    items: items.map((part, i) => readItem(part, ids[i] ?? '', blocks)),
    annexes: annexes.map((part) => readAnnex(part, blocks)),
    nextMeetings: readNextMeetings(head),
    report: [],
  }
  return meeting
}

function takeNote(line: Line, notes: Map<string, string>): boolean {
  const found = line.indent === 0 && !line.bullet ? /^\[\^(\d{1,7})\]:\s?/.exec(line.text) : null
  if (found) notes.set(found[1] ?? '', line.text.slice(found[0].length))
  return found !== null
}

interface Parts {
  head: Line[]
  items: Line[][]
  annexes: Line[][]
  data: OwnData
}

function divide(lines: Line[]): Parts {
  const parts: Parts = { head: [], items: [], annexes: [], data: {} }
  let current: 'head' | 'items' | 'annexes' = 'head'
  for (const line of lines) {
    const comment = topLevel(line) ? line.comment : null
    if (comment === 'items' || comment === 'annexes') current = comment
    else if (comment?.startsWith('data:')) parts.data = readData(comment.slice(5))
    else if (current === 'head') parts.head.push(line)
    else if (topLevel(line) && line.heading === 2) parts[current].push([line])
    else parts[current].at(-1)?.push(line)
  }
  return parts
}

const topLevel = (line: Line) => line.indent === 0 && line.quotes === 0

function readData(json: string): OwnData {
  try {
    const data: unknown = JSON.parse(json)
    return typeof data === 'object' && data !== null ? data : {}
  } catch {
    // A hand-edited comment holds nothing that is printed: the meeting is whole without it.
    return {}
  }
}

function contextFor(notes: Map<string, string>, ids: string[], options: ReadOptions): BlockContext {
  return {
    exact: true,
    note: (mark) => notes.get(mark) ?? null,
    reference: (href, text) => referenceFrom(href, text, (number) => ids[number - 1] ?? null),
    task: (text) => readTask(text, options),
  }
}

function readTask(text: string, options: ReadOptions): { text: string; attrs: Record<string, unknown> } {
  const found = /^([^]*?)\s?<small>([^<]*)<\/small>$/.exec(text)
  const facts = (found?.[2] ?? '').split(' · ').map((fact) => fact.split(': '))
  const valueOf = (key: 'owner' | 'due', read: (raw: string) => string) => {
    const fact = facts.find(([label]) => LANGUAGES.some((words) => words.task[key] === label))
    return fact ? read(fact.slice(1).join(': ')) : null
  }
  return {
    text: found ? (found[1] ?? '') : text,
    attrs: { id: options.newId(), owner: valueOf('owner', plainText), due: valueOf('due', readDay) },
  }
}

interface Field {
  label: string
  /** With its markup: values that hold several are parted first. */
  value: string
}

function fieldOf(line: Line): Field | null {
  const found = line.bullet ? /^\*\*([^*]+):\*\*\s?([^]*)$/.exec(line.text) : null
  return found ? { label: found[1] ?? '', value: found[2] ?? '' } : null
}

const fieldsOf = (lines: Line[]) => lines.flatMap((line) => fieldOf(line) ?? [])

/** The value of a field under its name in any language. */
function valueOf(fields: Field[], name: (words: Words) => string, read = plainText): string | null {
  const field = fields.find(({ label }) => LANGUAGES.some((words) => name(words) === label))
  return field ? read(field.value) : null
}

/** A day as it was before it was written in words, from its markup. */
const readDay = (raw: string): string => dayFrom(raw) ?? plainText(raw)

/** The key that a printed word stands for in any language. */
function keyOf<K extends string>(
  printed: string | null,
  table: (words: Words) => Record<K, string>,
): K | null {
  for (const words of LANGUAGES) {
    const entries = Object.entries(table(words)) as [K, string][]
    const found = entries.find(([, text]) => text === printed)
    if (found) return found[0]
  }
  return null
}

function readHeader(lines: Line[]) {
  const fields = fieldsOf(lines)
  const value = (key: keyof Words['header']) => valueOf(fields, (words) => words.header[key])
  const number = value('number')
  const kind = valueOf(fields, (words) => words.item.kind)
  return {
    format: FORMAT as typeof FORMAT,
    kind: keyOf(kind, (words) => words.kinds) ?? keyOf(kind, (words) => words.alsoKinds),
    forum: value('forum'),
    subject: value('subject'),
    number: number === null || !Number.isFinite(Number(number)) ? null : Number(number),
    date: valueOf(fields, (words) => words.header.date, readDay),
    start: value('start'),
    end: value('end'),
    place: value('place'),
    online: value('online'),
  }
}

/** The rows of the table under a heading, without its head, with their markup. */
function rowsUnder(lines: Line[], heading: (words: Words) => string): string[][] {
  const at = lines.findIndex(
    (line) => line.heading === 2 && LANGUAGES.some((words) => heading(words) === line.plain),
  )
  if (at < 0) return []
  const rest = lines.slice(at + 1)
  const end = rest.findIndex((line) => !line.cells)
  return rest
    .slice(0, end < 0 ? rest.length : end)
    .slice(2)
    .map((line) => line.cells ?? [])
}

function readPeople(lines: Line[], data: OwnData, items: string[]): PersonJson[] {
  const ids = Array.isArray(data.persons) ? data.persons : []
  return rowsUnder(lines, (words) => words.header.people).map((row, i) => ({
    ...personOf(row.map(plainText)),
    person: ids[i] ?? null,
    absences: plainText(row[ABSENCES] ?? '')
      .split(', ')
      .flatMap((text) => absenceOf(text, items)),
  }))
}

/** The column of the table that tells what of the meeting somebody was not there for. */
const ABSENCES = 7

function absenceOf(text: string, items: string[]): Absence[] {
  for (const words of LANGUAGES)
    for (const kind of ABSENCE_KINDS) {
      const number = between(text, words.absences[kind]('0'), '0')
      const item = items[Number(number) - 1]
      if (number !== null && item !== undefined) return [{ kind, item }]
    }
  return []
}

function personOf([
  name = '',
  title,
  organisation,
  group,
  functions = '',
  attendance,
  substituteFor,
]: string[]): PersonJson {
  const found = functions.split(', ').map((one) => keyOf<PersonFunction>(one, (words) => words.functions))
  return {
    ...emptyPerson(name),
    title: title || null,
    organisation: organisation || null,
    group: group || null,
    functions: found.filter((one) => one !== null),
    attendance: keyOf<Attendance>(attendance ?? null, (words) => words.attendance),
    substituteFor: substituteFor || null,
  }
}

const readNextMeetings = (lines: Line[]): NextMeeting[] =>
  rowsUnder(lines, (words) => words.header.nextMeetings).map(([date = '', ...cells]) => {
    const [start, end, place] = cells.map(plainText)
    return { date: readDay(date) || null, start: start || null, end: end || null, place: place || null }
  })

function readItem(lines: Line[], id: string, blocks: BlockContext): ItemJson {
  const [heading, ...rest] = lines
  const sections = sectionsOf(rest)
  const fields = fieldsOf(sections.get('fields') ?? [])
  const { number, title } = readHeading(heading?.text ?? '')
  const read = (name: keyof Words['sections']) => readBlocks(sections.get(name) ?? [], blocks)
  const value = (key: keyof Words['item']) => valueOf(fields, (words) => String(words.item[key]))
  const duration = Number.parseFloat(value('duration') ?? '')
  return {
    id,
    number: number ?? value('number'),
    title,
    presenters: presentersOf(fields),
    duration: Number.isFinite(duration) ? duration : null,
    kind: keyOf(value('kind'), (words) => words.itemKinds),
    closed: value('closed') !== null,
    closedReason: value('closedReason'),
    publicWording: value('publicWording'),
    case: read('case'),
    recommendation: read('recommendation'),
    minutes: read('minutes'),
    outcomes: fields
      .filter(({ label }) => LANGUAGES.some((words) => words.item.outcomes === label))
      .flatMap(outcomeOf),
    attachments: (sections.get('attachments') ?? []).filter((line) => line.bullet).map(attachmentOf),
  }
}

function readHeading(text: string): { number: string | null; title: string } {
  const found = /^(\d{1,9})\.(?:\s|$)/.exec(text)
  return { number: found?.[1] ?? null, title: plainText(found ? text.slice(found[0].length) : text) }
}

/** The lines of an item by section; those before the first section are its fields. */
function sectionsOf(lines: Line[]): Map<string, Line[]> {
  const sections = new Map<string, Line[]>([['fields', []]])
  let current = sections.get('fields') ?? []
  for (const line of lines) {
    const key = topLevel(line) && line.heading === 3 ? keyOf(line.plain, (words) => words.sections) : null
    if (key === null) current.push(line)
    else {
      current = sections.get(key) ?? []
      sections.set(key, current)
    }
  }
  return sections
}

function presentersOf(fields: Field[]): string[] {
  const field = fields.find(({ label }) => LANGUAGES.some((words) => words.item.presenters === label))
  return field ? field.value.split(' · ').map(plainText) : []
}

function outcomeOf({ value }: Field): Outcome[] {
  const [name = '', ...rest] = value.split(' · ')
  const kind = keyOf(name, (words) => words.outcomes)
  if (!kind) return []
  const outcome: Outcome = { kind, point: null, to: null }
  for (const part of rest) {
    const point = LANGUAGES.map((words) => between(part, words.outcomePoint(0), '0')).find(
      (found) => found !== null && /^\d+$/.test(found),
    )
    if (point && outcome.point === null) outcome.point = Number(point)
    else
      outcome.to = readDay(
        LANGUAGES.map((words) => between(part, words.outcomeTo('\u0000'), '\u0000')).find(
          (found) => found !== null,
        ) ?? part,
      )
  }
  return [outcome]
}

/** What stands in a printed phrase where `hole` stood in the pattern; null when it is another phrase. */
function between(text: string, pattern: string, hole: string): string | null {
  const [before = '', after = ''] = pattern.split(hole)
  return text.startsWith(before) && text.endsWith(after)
    ? text.slice(before.length, text.length - after.length)
    : null
}

function attachmentOf(line: Line): { title: string; file: string | null } {
  const found = /\s?<!-- file: (\S*) -->$/.exec(line.text)
  return { title: plainText(found ? line.text.slice(0, found.index) : line.text), file: found?.[1] ?? null }
}

function readAnnex(lines: Line[], blocks: BlockContext): AnnexJson {
  const [heading, ...rest] = lines
  const at = rest.findIndex((line) => topLevel(line) && line.comment === 'text')
  const fields = fieldsOf(at < 0 ? rest : rest.slice(0, at))
  return {
    title: plainText(heading?.text ?? ''),
    kind:
      keyOf(
        valueOf(fields, (words) => words.item.kind),
        (words) => words.annexKinds,
      ) ?? 'document',
    meeting: valueOf(fields, (words) => words.untitled),
    blocks: at < 0 ? [] : readBlocks(rest.slice(at + 1), blocks),
  }
}
