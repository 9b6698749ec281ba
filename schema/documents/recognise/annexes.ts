import type { AnnexJson } from '../../meeting.ts'
import { readBlocks } from '../markup/blocks.ts'
import { numberedCandidates, STANDING } from './candidates.ts'
import { bestChain } from './chain.ts'
import { headerLine } from './fields.ts'
import type { ItemContext } from './item.ts'
import { sectionLabel } from './labels.ts'
import type { Line } from './lines.ts'
import { nameOf } from './names.ts'
import { key, type ContentsEntry } from './noise.ts'
import { quote, type Report } from './report.ts'
import { tailOf } from './tail.ts'
import { readTitle } from './titles.ts'

const BELONGS =
  /^(bilag|appendiks|appendix)(\s+(til|vedr\.?)\s+(punkt|pkt\.?|dagsordenspunkt|sag)(\s+nr\.?)?)?\s*(\d{1,3}(?:\.\d{1,2})?[a-z]?)?\s*([:.–-]\s*(.*))?$/i
const ENOUGH = 4
const HEAD_REACH = 6

/** Where the annexes begin: a document's own attachments, printed after its last item. The length of the text when there are none. */
export function annexStart(lines: Line[], contents: ContentsEntry[]): number {
  const titles = annexTitles(contents)
  const highest = highestNumber(lines)
  const start = lines.findIndex((_, at) => startScore(lines, at, titles, highest) >= ENOUGH)
  return start < 0 ? lines.length : start
}

/** Tells of a line, asked from the first to the last, the highest number of an item above it. Few lines ask. */
function highestNumber(lines: Line[]): (at: number) => number {
  let highest = 0
  let next = 0
  return (at) => {
    for (; next < at; next++) highest = Math.max(highest, numberOfItem(lines[next]))
    return highest
  }
}

function numberOfItem(line: Line | undefined): number {
  if (!line?.ordinal) return 0
  if (line.ordinal.word) return line.ordinal.value[0] ?? 0
  return line.gap ? titledNumber(line) : 0
}

/** A number counts as that of an item when its line looks like a heading. */
const titledNumber = (line: Line) =>
  tailOf(line).duration !== null || STANDING.test(line.plain) ? (line.ordinal?.value[0] ?? 0) : 0

const annexTitles = (contents: ContentsEntry[]) =>
  new Set(contents.filter((entry) => entry.annex).map((entry) => key(entry.title)))

function startScore(lines: Line[], at: number, titles: Set<string>, highest: (at: number) => number): number {
  const line = lines[at]
  if (!line || line.plain.length > 200 || line.bullet || (line.ordinal && !line.heading)) return 0
  const found = BELONGS.exec(line.plain)
  const listed = titles.size > 0 && titles.has(key(line.plain))
  if (!found && !listed) return 0
  let score = listed ? 4 : 0
  const number = Number.parseInt(found?.[6] ?? '', 10)
  const isLabel = /:$/.test(line.plain) || (found?.[8] ?? '') !== ''
  if (found?.[3] && number < highest(at)) score += 3
  if (isLabel) score -= 3
  if (line.heading || line.bold || line.pageBreak) score += 1
  if (score + 3 >= ENOUGH && ownHead(lines, at)) score += 3
  if (!lines[at + 1] || lines[at + 1]?.bullet) score -= 3
  return score
}

/** A document with a head of its own begins within a few lines. */
function ownHead(lines: Line[], at: number): boolean {
  const head = lines.slice(at + 1, at + 1 + HEAD_REACH)
  const item = head.findIndex((line) => line.ordinal !== null && tailOf(line).duration !== null)
  const before = item < 0 ? head : head.slice(0, item + 1)
  return before.some(
    (line) =>
      isCharter(line) ||
      (readTitle(line.plain).kind !== null && !sectionLabel(line)) ||
      (headerLine(line) !== null && !sectionLabel(line)) ||
      headerRow(line),
  )
}

const isCharter = (line: Line) => /^kommissorium\b/i.test(line.plain) && line.plain.length < 120
const headerRow = (line: Line) =>
  line.cells !== null && /^(emne|mødedato|dato|deltagere|formandskab)\b/i.test(line.cells[0] ?? '')

interface Part {
  title: string
  lines: Line[]
}

/** Divides the text after the last item into annexes, each with its own header and numbering kept. */
export function readAnnexes(
  lines: Line[],
  contents: ContentsEntry[],
  { blocks, report, words }: ItemContext,
): AnnexJson[] {
  return parts(lines, annexTitles(contents), report).map((part) => {
    const kind = kindOf(part.title)
    report.guess('annexes', report.words.annexFound(quote(part.title), words.annexKinds[kind]), 0.8)
    return { title: part.title, kind, meeting: null, blocks: readBlocks(withHeadings(part.lines), blocks) }
  })
}

function parts(lines: Line[], titles: Set<string>, report: Report): Part[] {
  const found: Part[] = []
  let belongs = ''
  let named = false
  for (const line of lines) {
    const part = found.at(-1)
    const heading = headingOf(line, titles, part !== undefined && !named && part.lines.length === 0)
    if (heading === 'belongs') {
      belongs = line.plain.replace(/:$/, '')
      found.push({ title: belongs, lines: [] })
      named = false
    } else if (heading === 'title') {
      const title = belongs ? `${belongs}: ${line.plain}` : line.plain
      if (part && !named && part.lines.length === 0) part.title = title
      else found.push({ title, lines: [] })
      named = true
    } else if (!part && /^bilag$/.test(nameOf(line.plain))) report.noise(quote(line.printed))
    else if (part) part.lines.push(line)
    else found.push({ title: line.plain.slice(0, 200) || line.printed.slice(0, 200), lines: [line] })
  }
  return found
}

/** Whether a line begins an annex: the item it belongs to, or its title. */
function headingOf(line: Line, titles: Set<string>, untitled: boolean): 'belongs' | 'title' | null {
  if (line.plain.length > 200 || line.bullet || line.cells || line.html || /:$/.test(line.plain)) return null
  const found = BELONGS.exec(line.plain)
  if (found && !found[8] && (found[6] ?? '') !== '' && line.gap) return 'belongs'
  if (titles.has(key(line.plain))) return 'title'
  return untitled &&
    !line.ordinal &&
    !headerLine(line) &&
    line.gap &&
    !/[.;]$/.test(line.plain) &&
    line.plain.length < 160
    ? 'title'
    : null
}

function kindOf(title: string): AnnexJson['kind'] {
  const text = title.toLowerCase()
  if (/kommissori/.test(text)) return 'charter'
  if (/uddrag|referat(et)? (af )?(punkt|pkt)|dagsordenspunkt/.test(text)) return 'extract'
  return /referat|dagsorden/.test(text) ? 'minutes' : 'document'
}

/** Numbered items and labels of the annex become headings in it, with their numbers. */
function withHeadings(lines: Line[]): Line[] {
  const items = new Set(
    bestChain(numberedCandidates(lines, []))
      .candidates.filter((one) => one.score > 0)
      .map((one) => one.at),
  )
  return lines.map((line, at) => {
    if (items.has(at)) return { ...line, heading: 4, bullet: false }
    const label = sectionLabel(line)
    return label && label.rest === '' && !line.heading ? { ...line, heading: 5, text: line.plain } : line
  })
}
