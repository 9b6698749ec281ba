import { emptyItem, FORMAT, type ItemJson, type MeetingJson, type PersonJson } from '../meeting.ts'
import { documents as danish } from '../words/da/documents.ts'
import { DocumentError } from './errors.ts'
import { readBlocks, type BlockContext } from './markup/blocks.ts'
import { isOwnMarkdown, readOwnMarkdown } from './own-markdown.ts'
import { annexStart, readAnnexes } from './recognise/annexes.ts'
import { expandAgendaTables } from './recognise/agenda-table.ts'
import { readRecusals, settleAbsences } from './recognise/absences.ts'
import { isPeopleItem, readAttendanceInText } from './recognise/attendance.ts'
import { settleWhen } from './recognise/facts.ts'
import { collectNotes, type Notes } from './recognise/footnotes.ts'
import { readFront } from './recognise/front.ts'
import type { Head } from './recognise/head.ts'
import { readHead, readPeopleIn } from './recognise/header.ts'
import {
  fillItem,
  findUnlabelledMinutes,
  readItem,
  tellsDecisions,
  type ItemContext,
  type ReadItem,
} from './recognise/item.ts'
import { divide, type Divided } from './recognise/items.ts'
import { readLines, type Line } from './recognise/lines.ts'
import { openQuotation } from './recognise/quotation.ts'
import { mendLines, mendWords } from './recognise/mend.ts'
import { readNextMeetings, type Announcement } from './recognise/next-meetings.ts'
import { dropNoise, type ContentsEntry } from './recognise/noise.ts'
import { Report, type Words } from './recognise/report.ts'
import { cleanSource, refuseBadSource } from './recognise/source.ts'

export interface ReadOptions {
  /** Makes an id for each item and task. */
  newId(): string
  /** The source's name, for messages. */
  name?: string | undefined
  /** A text without items becomes one item instead of an error. */
  lenient?: boolean | undefined
  /** Language of the report. */
  words?: Words | undefined
}

/**
 * Reads an agenda or minutes in plain text or Markdown. Nothing is dropped: what fits nowhere stays in the case of the
 * item it stood in, and every guess is in the report. Our own Markdown is read back as it was written.
 * Throws `DocumentError` for what is empty, binary, too large or no agenda.
 */
export function readText(source: string, options: ReadOptions): MeetingJson {
  refuseBadSource(source, options.name)
  if (isOwnMarkdown(source)) return readOwnMarkdown(source, options)
  const words = options.words ?? danish
  const report = new Report(words)
  const clean = mendWords(cleanSource(source, report), report)
  const { lines, contents, notes } = linesOf(clean, report)
  const blocks: BlockContext = {
    note: notes.take,
    onEmptyLink: (text) => report.guess('link', report.words.emptyLink(text), 0.5),
  }
  const context: ItemContext = { newId: options.newId, report, words, blocks }
  const end = annexStart(lines, contents)
  const divided = divide(lines.slice(0, end), contents, report)
  const meeting = divided.items.length
    ? assemble(divided, clean, context)
    : withoutItems(lines, clean, context, options)
  if (divided.items.length) meeting.annexes = readAnnexes(lines.slice(end), contents, context)
  meeting.items.at(-1)?.case.push(...readBlocks(notes.left(), {}))
  return { ...meeting, report: report.finish() }
}

function linesOf(clean: string, report: Report): { lines: Line[]; contents: ContentsEntry[]; notes: Notes } {
  const onRest = (count: number) => report.guess('source', report.words.restIsText(count), 0.4)
  const { lines, contents } = dropNoise(openQuotation(readLines(clean, { onRest }), report), report)
  const notes = collectNotes(mendLines(lines, report), report)
  return { lines: expandAgendaTables(notes.lines, report), contents, notes }
}

function assemble(divided: Divided, source: string, context: ItemContext): MeetingJson {
  const { report, words } = context
  const head = readHead(divided.head, report)
  const read = divided.items.map((item) => readItem(item, context))
  const when = settleWhen(head, source, report, words)
  head.people.quiet = true
  for (const one of read) if (isPeopleItem(one.item)) readPeopleIn(head, one.sections.case, report)
  const isHeld = head.kindPrinted === 'minutes' || read.some((one) => one.sections.minutes.length > 0)
  const anyLabel = read.some((one) => one.sections.minutesLabelled)
  if (isHeld || head.kindPrinted !== 'agenda' || tellsDecisions(read))
    for (const one of read)
      findUnlabelledMinutes(one, isHeld && !anyLabel, head.kindPrinted === 'minutes', report)
  readAttendanceInText(read, head.people, report, words)
  settleAbsences(
    head.people.all,
    read.map((one) => one.item),
    report,
  )
  readRecusals(read, head.people, report)
  for (const one of read) {
    const dropped = one.sections.labels
    fillItem(one, context)
    if (dropped.length) context.report.label(dropped)
  }
  const items = readFront(
    head.left,
    read.map((one) => one.item),
    context,
  )
  return {
    ...meetingOf(head, items, report),
    ...when,
    nextMeetings: readNextMeetings(announcements(head, read), when.date, report),
  }
}

function meetingOf(head: Head, items: ItemJson[], report: Report): MeetingJson {
  const kind = kindOf(head, items, report)
  if (head.forum === null) report.guess('forum', report.words.forumMissing, 0)
  if (kind === 'minutes') supposePresent(head.people.all, report)
  return {
    format: FORMAT,
    kind,
    forum: head.forum,
    subject: head.subject,
    number: head.number,
    date: null,
    start: null,
    end: null,
    place: head.place.join(', ') || null,
    online: head.online.join(' · ') || null,
    people: head.people.all,
    items,
    annexes: [],
    nextMeetings: [],
    report: [],
  }
}

/** Who is on the list of minutes was there, when nothing else is said. */
function supposePresent(people: PersonJson[], report: Report): void {
  for (const person of people.filter(({ attendance }) => attendance === null)) {
    person.attendance = 'present'
    report.gather('present', person.name)
  }
}

/** A document headed "Dagsorden" that holds minutes is minutes. */
function kindOf(head: Head, items: ItemJson[], report: Report): MeetingJson['kind'] {
  const holdsMinutes = items.some((item) => item.minutes.length > 0)
  if (head.kindPrinted === 'agenda' && holdsMinutes) report.guess('kind', report.words.kindByContent, 0.9)
  if (head.kindPrinted === null) report.guess('kind', report.words.kindGuessed, 0.6)
  return holdsMinutes ? 'minutes' : (head.kindPrinted ?? 'agenda')
}

/** Lines that tell of coming meetings: in the head, in an item of that name, or a sentence that begins so. */
function announcements(head: Head, read: ReadItem[]): Announcement[] {
  const told = read.flatMap(({ item, sections }) => {
    const lines = [...sections.case, ...sections.minutes].map((line) => line.plain)
    return /^næste møde|^kommende møder/i.test(item.title)
      ? lines
      : lines.filter((text) => /^(næste|kommende) møde/i.test(text))
  })
  return [
    ...head.nextMeetings.map((text) => ({ text, labelled: true })),
    ...told.map((text) => ({ text, labelled: false })),
  ]
}

function withoutItems(
  lines: Line[],
  source: string,
  context: ItemContext,
  options: ReadOptions,
): MeetingJson {
  if (!options.lenient) throw new DocumentError('noAgenda', { name: options.name })
  const { report, words } = context
  const head = readHead([], report)
  report.guess('items', words.report.noAgenda, 0.2)
  const heading = lines[0]?.plain.slice(0, 120) ?? ''
  const only: ItemJson = {
    ...emptyItem(context.newId(), heading || words.untitled),
    case: readBlocks(lines, context.blocks),
  }
  return {
    ...meetingOf(head, [only], report),
    ...settleWhen(head, source, report, words),
  }
}
