import type { Candidate } from './candidates.ts'
import { STANDING, titleScore } from './candidates.ts'
import { headerField } from './fields.ts'
import { sectionLabel } from './labels.ts'
import type { Line } from './lines.ts'
import { key, type ContentsEntry } from './noise.ts'
import { isKindWord } from './titles.ts'
import { readPersons } from './person.ts'

const LONGEST = 160

/** Headings without a number, for documents that do not number their items. One way of writing them is chosen. */
export function unnumberedHeadings(lines: Line[], contents: ContentsEntry[]): Candidate[] {
  const titles = new Set(contents.filter((entry) => !entry.annex).map((entry) => key(entry.title)))
  const supported = labelledBelow(lines)
  const found = lines.flatMap((line, at) => {
    const style = styleOf(line, lines, at, titles, supported.has(at))
    if (!style) return []
    return [{ at, value: [], style, score: titleScore(line, lines, at, titles, supported.has(at)) }]
  })
  return bestStyle(found, lines)
}

/** Where a section label is the next labelled thing, with no other possible heading between. */
function labelledBelow(lines: Line[]): Set<number> {
  const found = new Set<number>()
  let last = -1
  lines.forEach((line, at) => {
    const label = sectionLabel(line)
    if (label && label.keep !== 'heading') {
      if (last >= 0) found.add(last)
      last = -1
    } else if (isHeadingLike(line, lines[at + 1])) last = at
  })
  return found
}

const isHeadingLike = (line: Line, next: Line | undefined) =>
  line.heading > 0 || line.bold || (line.gap && (next?.gap ?? false) && isShortTitle(line.plain))

const isShortTitle = (text: string) =>
  text.length < LONGEST &&
  /^[\p{Lu}\d"”„»]/u.test(text) &&
  !/[.:;,]$/.test(text.replace(/\b(evt|min)\.$/i, ''))

function styleOf(
  line: Line,
  lines: Line[],
  at: number,
  titles: Set<string>,
  supported: boolean,
): string | null {
  const { plain } = line
  if (
    !plain ||
    plain.length > LONGEST ||
    line.bullet ||
    line.ordinal ||
    line.cells ||
    line.html ||
    line.quotes > 0
  )
    return null
  const label = sectionLabel(line)
  if (
    (label && label.keep !== 'heading') ||
    !['nextMeetings', null].includes(headerField(plain)) ||
    isKindWord(plain) ||
    !/\p{L}{2}/u.test(plain)
  )
    return null
  if (titles.size > 0 && titles.has(key(plain))) return 'contents'
  if (line.heading) return `h${line.heading}`
  if (line.bold) return 'bold'
  if (plain.length > 3 && plain === plain.toUpperCase() && line.gap) return 'upper'
  const stands = STANDING.test(plain) || (supported && lines[at + 1]?.gap)
  if (!line.gap || !stands || !isShortTitle(plain)) return null
  return readPersons(plain).some((person) => person.title ?? person.organisation) ? null : 'plain'
}

/** Of the ways of writing headings the one that labels and standing items speak for most. */
function bestStyle(found: Candidate[], lines: Line[]): Candidate[] {
  const byStyle = new Map<string, Candidate[]>()
  for (const candidate of found) {
    const same = byStyle.get(candidate.style)
    if (same) same.push(candidate)
    else byStyle.set(candidate.style, [candidate])
  }
  const scored = [...byStyle.values()].map((all) => ({ all, score: worth(all, lines) }))
  const best = scored.sort((a, b) => b.score - a.score)[0]
  return best && best.score > 1 ? best.all : []
}

function worth(all: Candidate[], lines: Line[]): number {
  const standing = all.filter((one) => STANDING.test(lines[one.at]?.plain ?? '')).length
  const sum = all.reduce((total, one) => total + one.score - 2, 0)
  return all.length < 2 && standing === 0
    ? -1
    : Math.min(sum, 40) + 2 * standing + (all[0]?.style === 'contents' ? 4 : 0)
}
