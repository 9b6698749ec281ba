import { numberedCandidates, STANDING, type Candidate } from './candidates.ts'
import { bestChain } from './chain.ts'
import type { ItemLines } from './item.ts'
import { sectionLabel } from './labels.ts'
import type { Line } from './lines.ts'
import { key, sameTitle, type ContentsEntry } from './noise.ts'
import { quote, type Report } from './report.ts'
import { unnumberedHeadings } from './standing.ts'
import { tailOf } from './tail.ts'
import { readTitle } from './titles.ts'

export interface Divided {
  /** Lines before the first item. */
  head: Line[]
  items: ItemLines[]
}

/** A chain with so much for each of its items needs no second opinion. */
const CERTAIN = 4
/** Headings beyond any real agenda are text of the last item. */
const MOST_ITEMS = 20_000
/** Items that many write without a number on an otherwise numbered agenda. */
const LONE = /^(eventuelt|evt\.?|næste møde|siden sidst|lukkede? punkt(er)?)$/i

/** Divides a document into head and items: by its numbers, or, where it has none, by its headings. */
export function divide(lines: Line[], contents: ContentsEntry[], report: Report): Divided {
  const all = chooseHeadings(lines, contents)
  const headings = all.slice(0, MOST_ITEMS)
  const first = headings[0]?.at ?? lines.length
  const items = headings.map((heading, i) => itemAt(lines, heading, headings[i + 1]?.at ?? lines.length))
  reportGaps(items, headings, report)
  if (all.length > MOST_ITEMS) report.guess('item', report.words.moreItems(all.length - MOST_ITEMS), 0.4)
  return { head: withoutOverview(lines.slice(0, first), items, report), items }
}

function itemAt(lines: Line[], heading: Candidate, end: number): ItemLines {
  const line = lines[heading.at] as Line // a candidate is made from a line
  return {
    heading: line,
    number: heading.value.length ? (line.ordinal?.label ?? null) : null,
    lines: lines.slice(heading.at + 1, end),
  }
}

function chooseHeadings(lines: Line[], contents: ContentsEntry[]): Candidate[] {
  const chain = bestChain(numberedCandidates(lines, contents))
  const certain = chain.candidates.length >= 3 && chain.score > CERTAIN * chain.candidates.length
  const plain = certain ? [] : unnumberedHeadings(lines, contents)
  const plainScore = plain.reduce((sum, one) => sum + one.score + 0.5, 0)
  if (chain.candidates.length && chain.score > 1 && (plain.length < 2 || chain.score * 1.4 >= plainScore))
    return isAgenda(lines, chain.candidates) ? withLone(lines, chain.candidates) : []
  return isAgenda(lines, plain) ? plain : []
}

/** Numbers alone make no agenda: something must say that it is one. */
function isAgenda(lines: Line[], headings: Candidate[]): boolean {
  const titles = headings.flatMap((one) => lines[one.at] ?? [])
  return (
    titles.some((line) => STANDING.test(line.plain) || tailOf(line).duration !== null) ||
    lines.some((line) => sectionLabel(line) !== null) ||
    lines.slice(0, (headings[0]?.at ?? 0) + 1).some((line) => readTitle(line.printed).kind !== null) ||
    headings.some((one) => lines[one.at]?.ordinal?.word)
  )
}

function withLone(lines: Line[], chain: Candidate[]): Candidate[] {
  const first = chain[0]?.at ?? 0
  const lone: Candidate[] = []
  lines.forEach((line, at) => {
    if (at <= first || !/^(eve|evt|næs|sid|luk)/i.test(line.plain) || line.plain.length > 60) return
    const stands = (line.heading > 0 || line.bold || line.gap) && !line.bullet && !line.ordinal && !line.cells
    if (stands && LONE.test(tailOf(line).title)) lone.push({ at, value: [], style: 'lone', score: 1 })
  })
  if (lone.length === 0) return chain
  const titleAt = ({ at }: Candidate) => (lines[at] ? key(tailOf(lines[at]).title) : '')
  const taken = new Set(chain.map(titleAt))
  return [...chain, ...lone.filter((one) => !taken.has(titleAt(one)))].sort((a, b) => a.at - b.at)
}

function reportGaps(items: ItemLines[], headings: Candidate[], report: Report): void {
  items.forEach((item, i) => {
    const title = () => quote(item.heading.plain)
    const before = items[i - 1]?.number ?? null
    if (item.number === null) report.guess('item', report.words.unnumbered(title()), 0.7)
    else if (before !== null && isJump(before, item.number))
      report.guess('item', report.words.gap(before, item.number), 0.6)
    if ((headings[i]?.score ?? 0) < 0) report.guess('item', report.words.weakHeading(title()), 0.5)
  })
}

const isJump = (before: string, number: string) =>
  /^\d+$/.test(before) && /^\d+$/.test(number) && Number(number) > Number(before) + 1

const firstWord = (title: string) => title.split(' ', 1)[0] ?? ''

/** A list of the items before the items themselves repeats their titles. */
function withoutOverview(head: Line[], items: ItemLines[], report: Report): Line[] {
  const titles = new Set(items.map((item) => key(tailOf(item.heading).title)))
  const firstWords = new Set([...titles].map(firstWord))
  // The first word is looked at first, for most lines repeat nothing.
  const repeats = head.map(
    (line) =>
      line.plain.length < 400 &&
      (firstWords.has(firstWord(key(line.plain))) || /^lukket/i.test(line.plain)) &&
      titles.has(key(tailOf(line).title)),
  )
  const several = repeats.filter(Boolean).length >= 2
  return head.filter((line, i) => {
    const drop =
      repeats[i] && (several || line.ordinal !== null || sameTitle(line.plain, items[0]?.heading.plain ?? ''))
    if (drop) report.noise(quote(line.printed))
    return !drop
  })
}
