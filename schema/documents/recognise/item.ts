import { emptyItem, type ItemJson, type ItemKind } from '../../meeting.ts'
import { textOf, type Block, type Blocks } from '../../nodes.ts'
import { readBlocks, type BlockContext } from '../markup/blocks.ts'
import { parseInline } from '../markup/inline.ts'
import { readAttachments } from './attachments.ts'
import { lineOf, type Line } from './lines.ts'
import { singleSpaced } from './names.ts'
import { sameTitle } from './noise.ts'
import { outcomeWords } from '../outcome-words.ts'
import { readOutcomes } from './outcomes.ts'
import { opensMinutes, tellsDecision, tellsOfMeeting } from './phrases.ts'
import { readRecommendation } from './recommendation.ts'
import { quote, type Report, type Words } from './report.ts'
import { readSections, type Sections } from './sections.ts'
import { kindNamed, presenterNames, readTail, tailOf, type Tail } from './tail.ts'

/** An item as it stood: its heading, and the lines up to the next. */
export interface ItemLines {
  heading: Line
  number: string | null
  lines: Line[]
}

export interface ReadItem {
  item: ItemJson
  sections: Sections
  /** The title with the notes that stood at it: a title is plain, so they stand in the case. */
  noted: Block | null
}

export interface ItemContext {
  newId: () => string
  report: Report
  words: Words
  blocks: BlockContext
}

/** Reads an item's heading and text; minutes without a label are found later, over the whole document. */
export function readItem(source: ItemLines, context: ItemContext): ReadItem {
  const { tail, noted } = headingTail(source, context)
  const lines = withoutRepeat(source, tail, context)
  const sections = readSections(lines)
  const item: ItemJson = {
    ...emptyItem(context.newId(), tail.title),
    number: source.number,
    presenters: [...new Set([...tail.presenters, ...(sections.presenters?.presenters ?? [])])],
    duration: tail.duration ?? sections.presenters?.duration ?? null,
    kind: tail.kind,
    closed: tail.closed,
  }
  reportTail(item, tail, context.report)
  if (sections.presenters) reportTail(item, sections.presenters, context.report)
  if (tail.closed) reportClosed(item, context.report)
  for (const line of sections.returned)
    context.report.guess(nameOfItem(item), context.report.words.returned(quote(line.plain)), 0.7)
  for (const { field, value } of sections.fields) applyField(item, field, value, sections, context.report)
  if (tail.introduction) sections.case.unshift(lineOf(tail.introduction))
  return { item, sections, noted }
}

/** What the report calls an item. */
const nameOfItem = (item: ItemJson) => `item ${item.number ?? item.title}`

/** What the heading's form says, and no word. */
function reportTail(item: ItemJson, tail: Tail, report: Report): void {
  const name = item.number ?? item.title
  if (tail.presentersGuessed) report.gather('presenters', `${name}: ${tail.presenters.join(', ')}`)
  if (tail.clock !== null) report.gather('durations', `${name}: ${tail.clock}`)
}

const reportClosed = (item: ItemJson, report: Report) =>
  report.guess(nameOfItem(item), report.words.closedFromTitle(quote(item.title)), 0.8)

function headingTail(source: ItemLines, context: ItemContext): { tail: Tail; noted: Block | null } {
  const { heading } = source
  const content = heading.cells ? [] : parseInline(heading.text, context.blocks)
  const printed = heading.cells ? cellsTitle(heading) : content.map((node) => node.text ?? '').join('')
  const text = singleSpaced(printed).trim()
  const tail = text === heading.plain ? { ...tailOf(heading) } : readTail(text)
  if (heading.cells && tail.presenters.length) tail.presentersGuessed = true
  if (tail.title.length > 200)
    context.report.guess('item', context.report.words.weakHeading(quote(tail.title)), 0.4)
  const notes = content.filter((node) => node.type === 'footnote')
  return { tail, noted: notes.length ? paragraphOf([{ type: 'text', text: tail.title }, ...notes]) : null }
}

const paragraphOf = (content: Block[]): Block => ({ type: 'paragraph', content })

/** A heading set in columns: the number, the title, and whatever stands to the right. */
function cellsTitle(heading: Line): string {
  const cells = heading.plain
    .split('\t')
    .map((cell) => cell.trim())
    .filter(Boolean)
  const [title = '', ...rest] = cells
  return [title, ...rest.map((cell) => (presenterNames(cell) ? `ved ${cell}` : cell))].join(' – ')
}

/** Some templates print the title again under the heading; the second is noise, but may hold the duration. */
function withoutRepeat(source: ItemLines, tail: Tail, context: ItemContext): Line[] {
  const [first, ...rest] = source.lines
  if (!first || first.bullet || first.ordinal) return source.lines
  const again = tailOf(first)
  if (!sameTitle(again.title, tail.title)) return source.lines
  if (tail.duration === null) Object.assign(tail, { duration: again.duration, clock: again.clock })
  if (!tail.presenters.length)
    Object.assign(tail, { presenters: again.presenters, presentersGuessed: again.presentersGuessed })
  context.report.noise(quote(first.printed))
  return rest
}

function applyField(item: ItemJson, field: string, value: string, sections: Sections, report: Report): void {
  const tail = readTail(`x ${value}`)
  if (field === 'duration' && tail.duration !== null) {
    item.duration ??= tail.duration
    reportTail(item, tail, report)
  } else if (field === 'kind' && kindNamed(value)) item.kind = kindNamed(value)
  else if (field === 'presenters' && presenterNames(value)) item.presenters = presenterNames(value) ?? []
  else if (field === 'closed') item.closed = /lukket|^ja/i.test(value)
  else if (field === 'outcome' && printedOutcomes(value).length) item.outcomes.push(...printedOutcomes(value))
  else if (field === 'closedReason') item.closedReason = value
  else if (field === 'publicWording') item.publicWording = value
  else sections.case.push(lineOf(value))
}

const printedOutcomes = (value: string) =>
  readOutcomes([paragraphOf([{ type: 'text', text: value }])]).map((found) => found.outcome)

/** Moves text that is plainly minutes, though unlabelled, to the minutes. `isPrinted`: the document says that it is minutes. */
export function findUnlabelledMinutes(
  { item, sections }: ReadItem,
  lenient: boolean,
  isPrinted: boolean,
  report: Report,
): void {
  const found = unlabelledMinutes(sections, lenient)
  const at = found < 0 && isPrinted && tellsWithoutLabel(sections) ? 0 : found
  if (at < 0) return
  sections.minutes = sections.case.splice(at)
  const opening = sections.minutes[0]?.plain ?? ''
  report.guess(
    nameOfItem(item),
    report.words.unlabelledMinutes(quote(opening)),
    opensMinutes(opening) ? 0.7 : 0.5,
  )
}

/** Where in the case unlabelled minutes begin; -1: nowhere. Text under a label of the case is none. */
function unlabelledMinutes(sections: Sections, lenient: boolean): number {
  const { case: lines, afterwards } = sections
  if (sections.minutesLabelled || (sections.caseLabelled && afterwards < 0)) return -1
  const from = Math.max(afterwards, 0)
  const at = lines.findIndex((line, i) => i >= from && opensMinutes(line.plain) && (lenient || i === from))
  return at < 0 && afterwards >= 0
    ? lines.findIndex((line, i) => i >= from && tellsOfMeeting(line.plain))
    : at
}

/** Whether an item without any label tells somewhere what the meeting did. */
function tellsWithoutLabel({ case: lines, labels, recommendation, attachments }: Sections): boolean {
  const unlabelled = labels.length === 0 && recommendation.length === 0 && attachments.length === 0
  return unlabelled && lines.some((line) => opensMinutes(line.plain))
}

/** Whether unlabelled text tells of enough decisions to make an agenda minutes: a single turn of phrase does not. */
export function tellsDecisions(read: ReadItem[]): boolean {
  const decided = read.filter(({ sections }) => {
    const line = sections.case[unlabelledMinutes(sections, false)]
    return line !== undefined && tellsDecision(line.plain)
  })
  return decided.length >= Math.min(2, read.length)
}

/** Turns the lines of the sections into blocks, and reads attachments, outcomes and kind from them. */
export function fillItem({ item, sections, noted }: ReadItem, context: ItemContext): void {
  const where = nameOfItem(item)
  dropEmptyLines(sections, context.report)
  item.case = readBlocks(sections.case, context.blocks)
  if (noted) item.case.unshift(noted)
  item.recommendation = readRecommendation(sections.recommendation, context.blocks, (point) =>
    context.report.gather('points', `${item.number ?? item.title}: ${point}`),
  )
  const read = readAttachments(sections.attachments, item.number, context.blocks)
  item.attachments = read.attachments
  if (read.numbers.length) context.report.label(read.numbers)
  item.minutes = readBlocks(sections.minutes, context.blocks)
  for (const block of read.noted) {
    item.case.push(block)
    context.report.guess(
      where,
      context.report.words.noteInAttachment(quote(textOf([withoutNotes(block)]))),
      0.6,
    )
  }
  for (const { outcome, quote: sentence, confidence } of readOutcomes(item.minutes)) {
    if (item.outcomes.some((known) => known.kind === outcome.kind && known.point === outcome.point)) continue
    item.outcomes.push(outcome)
    context.report.guess(
      where,
      context.report.words.outcome(outcomeWords(item, context.words)[outcome.kind], quote(sentence)),
      confidence,
    )
  }
  guessPresenters(item, sections, where, context)
  guessKind(item, where, context)
}

/** A bullet or a number without text says nothing. */
function dropEmptyLines(sections: Sections, report: Report): void {
  for (const name of ['case', 'recommendation', 'minutes', 'attachments'] as const) {
    if (sections[name].length === 0) continue
    sections[name] = sections[name].filter((line) => {
      const empty = !line.text && !line.html && line.comment === null
      if (empty) report.noise(line.mark || line.printed || '-')
      return !empty
    })
  }
}

const withoutNotes = (block: Block): Block => ({
  ...block,
  content: (block.content ?? []).filter((node) => node.type !== 'footnote'),
})

const INDITED =
  /^(?:punktet (?:indledes|fremlægges|præsenteres) (?:af|ved)\s+(.{3,120}?)|(.{3,120}?)\s+(?:indleder|fremlægger|præsenterer) (?:punktet|sagen|oplægget))\.?$/i

function guessPresenters(item: ItemJson, sections: Sections, where: string, context: ItemContext): void {
  if (item.presenters.length) return
  for (const line of sections.case.slice(0, 200)) {
    const found = line.plain.length < 200 ? INDITED.exec(line.plain) : null
    const names = found ? presenterNames(found[1] ?? found[2] ?? '') : null
    if (!names) continue
    item.presenters = names
    context.report.guess(where, context.report.words.presentersFromText(names.join(', ')), 0.6)
    return
  }
}

const TITLE_KINDS: [ItemKind, RegExp][] = [
  ['information', /^(orientering|gensidig orientering|status|meddelelser|nyt fra|information)\b/i],
  ['discussion', /^(drøftelse|tema\b|temadrøftelse|dialog)/i],
  ['decision', /^(godkendelse|beslutning|valg af|vedtagelse|udpegning)\b/i],
]

function guessKind(item: ItemJson, where: string, context: ItemContext): void {
  if (item.kind) return
  const fromPoints = kindOfPoints(item.recommendation)
  const kind = TITLE_KINDS.find(([, pattern]) => pattern.test(item.title))?.[0] ?? fromPoints
  if (!kind) return
  item.kind = kind
  context.report.guess(where, context.report.words.kindFromTitle(context.words.itemKinds[kind]), 0.85)
}

function kindOfPoints(recommendation: Blocks): ItemKind | null {
  const text = textOf(recommendation)
  if (/\b(godkend|beslut|tiltræd|vedtag|udpeg)/i.test(text)) return 'decision'
  if (/drøft/i.test(text)) return 'discussion'
  return /til efterretning|orienter/i.test(text) ? 'information' : null
}
