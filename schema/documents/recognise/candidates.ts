import { isOtherBusiness } from '../../standing.ts'
import { announces, sectionLabel } from './labels.ts'
import type { Line } from './lines.ts'
import { key, type ContentsEntry } from './noise.ts'
import { isRoleWord, isName } from './pieces.ts'
import { opensMinutes } from './phrases.ts'
import { tailOf } from './tail.ts'

/** A line that may head an item, and how much speaks for it. */
export interface Candidate {
  at: number
  /** Number as compared; empty for an unnumbered heading. */
  value: number[]
  /** Ways of writing the number: a chain seldom changes it. */
  style: string
  score: number
}

/** Titles of items that stand on almost every agenda. */
export const STANDING =
  /^(velkom(men|st)|godkendelse af (dagsorden|referat|mødereferat|sidste referat)|dagsorden(en)?$|evt\.?$|eventuelt|næste møde|gensidig orientering|bordet rundt|meddelelser|orientering(er)?( fra| om|$)|opfølgning|siden sidst|deltagere$|præsentation|status|mødeevaluering|valg af|punkter til|tema\b|lukket punkt|drøftelse af|lukkede punkter|opsamling|afslutning|nyt fra|aktuelt)/i
const VERB_FIRST =
  /^(at|drøfter|godkender|tager|beslutter|tiltræder|anbefaler|indstiller|orienteres|tilslutter|udpeger|sender|følger|vælger|peger|kvalificerer|giver|nikker|bakker|prioriterer|stiller|fastlægger|afgør)(\s|$)/i
const PASSIVE_END =
  /\b(godkendes|drøftes|besluttes|tages til efterretning|til efterretning|udpeges|udsættes|fastsættes|afklares|aftales|nedsættes)[.;,]?$/i
const LONGEST_TITLE = 320
/** How many lines up one looks for what announces a list. */
const LIST_REACH = 60
/** The announced list has bullets, so a number after it is not of it. */
const BULLETED = -1

/** All lines with a number that could head an item, scored by layout and surroundings. */
export function numberedCandidates(lines: Line[], contents: ContentsEntry[]): Candidate[] {
  const titles = new Set(contents.filter((entry) => !entry.annex).map((entry) => key(entry.title)))
  const announced = announcedLists(lines)
  const supported = labelsBelow(lines)
  const candidates: Candidate[] = []
  lines.forEach((line, at) => {
    const ordinal = line.ordinal
    if (
      !ordinal ||
      ordinal.style === 'alpha' ||
      line.quotes > 0 ||
      !line.plain ||
      line.plain.length > LONGEST_TITLE
    )
      return
    const base = titleScore(line, lines, at, titles, supported.has(at))
    const score = base + (announced.has(at) ? -4 : 0) + (ordinal.word ? wordScore(line) : 0)
    const mark = ordinal.word ? 'word' : ordinal.mark
    const style = line.heading > 0 ? `${mark}#` : mark
    candidates.push({ at, value: ordinal.value, style, score })
  })
  return candidates
}

/** "Punkt 3: Titel" says itself that it is an item; "Punkt 3 blev udsat" does not. */
const wordScore = (line: Line) => (/^\p{Ll}/u.test(line.plain) ? -6 : line.plain.length < 140 ? 4 : 0)

/** How much a line looks like the title of an item. */
export function titleScore(
  line: Line,
  lines: Line[],
  at: number,
  contents: Set<string>,
  supported: boolean,
): number {
  const { plain } = line
  const tail = tailOf(line)
  const next = lines[at + 1]
  let score = 0.5
  if (line.heading) score += 2
  if (line.bold) score += 1
  if (tail.duration !== null) score += 3
  if (tail.presenters.length) score += 2
  if (contents.size > 0 && (contents.has(key(plain)) || contents.has(key(line.printed)))) score += 3
  if (STANDING.test(plain)) score += 2
  if (supported) score += 1.5
  if (line.gap) score += 0.5
  if (next?.gap) score += 0.5
  if (next?.ordinal && !next.gap) score -= 1.5
  if (!line.gap && lines[at - 1]?.ordinal) score -= 1
  if (line.indent > 3) score -= 1
  return score - unlikeTitle(line)
}

function unlikeTitle(line: Line): number {
  const { plain } = line
  let doubt = 0
  if (/^\p{Ll}/u.test(plain)) doubt += 1
  if (VERB_FIRST.test(plain)) doubt += 3
  if (opensMinutes(plain)) doubt += 5
  if (PASSIVE_END.test(plain)) doubt += 2
  if (plain.length > 160) doubt += 2
  if (/[.;]$/.test(plain) && !/(evt|mv|m\.v|min|bl\.a|osv|m\.m|mm)\.$/i.test(plain)) doubt += 0.7
  if (/\.\s+\p{Lu}/u.test(plain) && plain.length > 100) doubt += 0.7
  if (/\.(pdf|docx?|pptx?|xlsx?)$/i.test(plain)) doubt += 4
  if (looksLikePerson(plain)) doubt += 4
  if (/^møde (i|med|den|d\.)/i.test(plain)) doubt += 3
  if (line.cells && line.cells.length > 6) doubt += 2
  return doubt
}

const looksLikePerson = (plain: string) => {
  const comma = plain.indexOf(',')
  if (comma < 0) return isName(plain)
  const second =
    plain
      .slice(comma + 1)
      .split(',', 1)[0]
      ?.trimStart() ?? ''
  return isName(plain.slice(0, comma)) && (second === '' || second.split(' ').some(isRoleWord))
}

/** Numbered lines of a list that a label or a colon announces: "Det indstilles, at:", "Bilag:". */
function announcedLists(lines: Line[]): Set<number> {
  const found = new Set<number>()
  let announcedAt = -1
  let expected = 0
  lines.forEach((line, at) => {
    if (isAnnouncement(line)) {
      announcedAt = at
      expected = 0
      return
    }
    if (announcedAt < 0) return
    if (line.ordinal && isOtherBusiness(tailOf(line).title)) {
      announcedAt = -1
      return
    }
    if (line.bullet && expected === 0) expected = BULLETED
    const first = line.ordinal?.value[0] ?? null
    if (
      line.ordinal &&
      line.ordinal.value.length === 1 &&
      !line.heading &&
      !line.ordinal.word &&
      continues(first, expected)
    ) {
      found.add(at)
      expected = (first ?? 0) + 1
    } else if (endsList(line, lines[at - 1], expected) || at - announcedAt > LIST_REACH) announcedAt = -1
  })
  return found
}

/** The first of an announced list may be any number (some templates go on counting); the rest follow it. */
const continues = (value: number | null, expected: number) => expected === 0 || value === expected

function isAnnouncement(line: Line): boolean {
  if (line.ordinal && !/:\s*$/.test(line.plain)) return false
  if (line.ordinal && tailOf(line).duration !== null) return false
  return announces(line)
}

/** Text that is neither a list line nor its continuation ends the list. */
const endsList = (line: Line, above: Line | undefined, expected: number) =>
  line.heading > 0 || (line.gap && !line.bullet && line.indent < 2 && (expected !== 0 || above !== undefined))

/** Numbers of lines with a section label between them and the next numbered or headed line. */
function labelsBelow(lines: Line[]): Set<number> {
  const found = new Set<number>()
  let nearest = -1
  lines.forEach((line, at) => {
    if (sectionLabel(line)) {
      if (nearest >= 0) found.add(nearest)
      nearest = -1
    } else if (line.ordinal) nearest = at
  })
  return found
}
