import type { AnnexJson, ItemJson, MeetingJson, NextMeeting, Outcome, PersonJson } from '../meeting.ts'
import type { Block } from '../nodes.ts'
import { isDate } from '../dates.ts'
import { dayFrom, dayText } from './days.ts'
import { writeBlocks, type BlockWriter } from './markup/write-blocks.ts'
import { escapeMarkdown, writeInline } from './markup/write-inline.ts'
import { COMMENTS, dataOf, referenceAddress } from './own.ts'
import type { Words } from './recognise/report.ts'

/**
 * Writes a whole meeting as Markdown for people, which `readText` reads back as the same meeting (ids of items and
 * tasks are renewed). Headings: the meeting is h1, items h2, sections h3. Comments mark where items and annexes begin.
 * Minutes that are not `isApproved` are a draft.
 */
export function toMarkdown(meeting: MeetingJson, words: Words, isApproved = false): string {
  const kind = meeting.kind && (isApproved ? words.alsoKinds : words.kinds)[meeting.kind]
  const notes = new NoteList()
  const writer = writerFor(meeting, notes, words)
  const parts: string[][] = [
    [COMMENTS.own],
    [`# ${escapeMarkdown([kind ?? words.untitled, meeting.forum].filter(Boolean).join(' – '))}`],
    headerFields(meeting, kind, words),
    peopleTable(meeting, words),
    nextMeetingsTable(meeting.nextMeetings, words),
    [COMMENTS.items],
    ...meeting.items.map((item) => writeItem(item, writer, words)),
    ...(meeting.annexes.length ? [[COMMENTS.annexes]] : []),
    ...meeting.annexes.map((annex) => writeAnnex(annex, writer, words)),
    notes.lines(writer),
    dataComment(meeting),
  ]
  return `${parts
    .filter((part) => part.length)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`
}

/** Footnotes, numbered over the document and written at its end. */
class NoteList {
  private readonly notes: Block[][] = []

  add(content: Block[]): string {
    this.notes.push(content)
    return String(this.notes.length)
  }

  lines(writer: BlockWriter): string[] {
    return this.notes.flatMap((content, i) => [
      ...(i ? [''] : []),
      `[^${i + 1}]: ${writeInline(content, writer)}`,
    ])
  }
}

function writerFor(meeting: MeetingJson, notes: NoteList, words: Words): BlockWriter {
  const numbers = new Map(meeting.items.map((item, i) => [item.id, i + 1]))
  return {
    note: (content) => notes.add(content),
    address: (reference) => referenceAddress(reference, numbers),
    taskFacts: (task) => taskFacts(task, words),
  }
}

function taskFacts(task: Block, words: Words): string {
  const { owner, due } = task.attrs ?? {}
  const facts = [
    owner ? fact(words.task.owner, String(owner)) : '',
    due ? `${words.task.due}: ${day(String(due), words)}` : '',
  ]
  const told = facts.filter(Boolean).join(' · ')
  return told ? ` <small>${told}</small>` : ''
}

const fact = (label: string, value: string) => `${label}: ${part(value)}`

/** A value among others on a line: what parts them is escaped in it. */
const part = (value: string) =>
  value
    .split(/([;·])/)
    .map((text) => (/^[;·]$/.test(text) ? `&#${text.codePointAt(0) ?? 59};` : escapeMarkdown(text)))
    .join('')

/** A day in words. A text that reads like one begins with an entity, so that it is read back as the text it is. */
function day(text: string, words: Words): string {
  if (isDate(text)) return dayText(text, words)
  return dayFrom(text) === null ? part(text) : `&#${text.charCodeAt(0)};${text.slice(1)}`
}

const field = (label: string, value: string | number | null) =>
  value === null ? [] : [`- **${label}:** ${escapeMarkdown(String(value))}`.trimEnd()]

function headerFields(meeting: MeetingJson, kind: string | null, words: Words): string[] {
  const { header } = words
  return [
    ...field(words.item.kind, kind),
    ...field(header.forum, meeting.forum),
    ...field(header.subject, meeting.subject),
    ...field(header.number, meeting.number),
    ...(meeting.date === null ? [] : [`- **${header.date}:** ${day(meeting.date, words)}`.trimEnd()]),
    ...field(header.start, meeting.start),
    ...field(header.end, meeting.end),
    ...field(header.place, meeting.place),
    ...field(header.online, meeting.online),
  ]
}

function table(heading: string, columns: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return rows.length
    ? [`## ${heading}`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)]
    : []
}

/** Who was not there for all of it has a column only where anybody was not. */
function peopleTable({ people, items }: MeetingJson, words: Words): string[] {
  const { name, title, organisation, group, functions, attendance, substituteFor, absences } = words.people
  const columns = [name, title, organisation, group, functions, attendance, substituteFor]
  const numbers = new Map(items.map((item, i) => [item.id, i + 1]))
  const partly = people.some((person) => person.absences.length > 0)
  const rows = people.map((person) => [
    ...personRow(person, words),
    ...(partly ? [absencesText(person, numbers, words)] : []),
  ])
  return table(words.header.people, [...columns, ...(partly ? [absences] : [])], rows)
}

/** By the place of the item, as references have it. */
const absencesText = ({ absences }: PersonJson, numbers: Map<string, number>, words: Words): string =>
  absences
    .flatMap(({ kind, item }) => {
      const number = numbers.get(item)
      return number === undefined ? [] : [words.absences[kind](String(number))]
    })
    .join(', ')

const personRow = (person: PersonJson, words: Words): string[] => [
  escapeMarkdown(person.name),
  escapeMarkdown(person.title ?? ''),
  escapeMarkdown(person.organisation ?? ''),
  escapeMarkdown(person.group ?? ''),
  person.functions.map((one) => words.functions[one]).join(', '),
  person.attendance ? words.attendance[person.attendance] : '',
  escapeMarkdown(person.substituteFor ?? ''),
]

function nextMeetingsTable(meetings: NextMeeting[], words: Words): string[] {
  const { date, start, end, place } = words.header
  const rows = meetings.map((one) => [
    day(one.date ?? '', words),
    ...[one.start, one.end, one.place].map((cell) => escapeMarkdown(cell ?? '')),
  ])
  return table(words.header.nextMeetings, [date, start, end, place], rows)
}

function writeItem(item: ItemJson, writer: BlockWriter, words: Words): string[] {
  return [
    `## ${itemHeading(item)}`,
    ...block(itemFields(item, words)),
    ...section(words.sections.case, writeBlocks(item.case, writer)),
    ...section(words.sections.recommendation, writeBlocks(item.recommendation, writer)),
    ...section(words.sections.attachments, item.attachments.map(attachmentLine)),
    ...section(words.sections.minutes, writeBlocks(item.minutes, writer)),
  ]
}

const block = (lines: string[]) => (lines.length ? ['', ...lines] : [])

const section = (label: string, lines: string[]) => (lines.length ? ['', `### ${label}`, '', ...lines] : [])

const isPlainNumber = (number: string | null) => number !== null && /^\d{1,9}$/.test(number)

function itemHeading(item: ItemJson): string {
  const title = escapeMarkdown(item.title)
  if (isPlainNumber(item.number)) return `${item.number}. ${title}`.trimEnd()
  return title.replace(/^(\d{1,9})(?=\.(?:\s|$))/, '$1\\')
}

function itemFields(item: ItemJson, words: Words): string[] {
  const labels = words.item
  return [
    ...(isPlainNumber(item.number) ? [] : field(labels.number, item.number)),
    ...(item.presenters.length
      ? [`- **${labels.presenters}:** ${item.presenters.map(part).join(' · ')}`]
      : []),
    ...(item.duration === null ? [] : [`- **${labels.duration}:** ${item.duration} ${labels.minutesUnit}`]),
    ...field(labels.kind, item.kind && words.itemKinds[item.kind]),
    ...(item.closed ? field(labels.closed, words.yes) : []),
    ...field(labels.closedReason, item.closedReason),
    ...field(labels.publicWording, item.publicWording),
    ...item.outcomes.map((outcome) => `- **${labels.outcomes}:** ${outcomeText(outcome, words)}`),
  ]
}

function outcomeText(outcome: Outcome, words: Words): string {
  const point = outcome.point === null ? [] : [words.outcomePoint(outcome.point)]
  const to = outcome.to === null ? [] : [words.outcomeTo(day(outcome.to, words))]
  return [words.outcomes[outcome.kind], ...point, ...to].join(' · ')
}

const attachmentLine = ({ title, file }: { title: string; file: string | null }) =>
  `- ${escapeMarkdown(title)}${file === null ? '' : ` <!-- file: ${file.replace(/[^\w.:/-]/g, '')} -->`}`

function writeAnnex(annex: AnnexJson, writer: BlockWriter, words: Words): string[] {
  return [
    `## ${escapeMarkdown(annex.title)}`,
    '',
    ...field(words.item.kind, words.annexKinds[annex.kind]),
    ...field(words.untitled, annex.meeting),
    ...(annex.blocks.length ? ['', COMMENTS.text, '', ...writeBlocks(annex.blocks, writer)] : []),
  ]
}

/** What has no printed form: unknown keys, and ids in the register of people. */
function dataComment(meeting: MeetingJson): string[] {
  const data = dataOf(meeting)
  return data
    ? [
        `<!-- data: ${JSON.stringify(data).replace(/[<>]/g, (char) => (char === '<' ? '\\u003c' : '\\u003e'))} -->`,
      ]
    : []
}
