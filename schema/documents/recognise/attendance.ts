import type { ItemJson, PersonFunction } from '../../meeting.ts'
import type { Line } from './lines.ts'
import type { People } from './people.ts'
import { isName } from './pieces.ts'
import { readPersons } from './person.ts'
import type { Report, Words } from './report.ts'
import type { ReadItem } from './item.ts'

const APOLOGIES =
  /^(?:(?:der\s+(?:var|er)\s+)?(?:meldt\s+|modtaget\s+)?afbud(?:\s+(?:fra|af))?)\s*:?\s*(.*)$/i
const HAD_APOLOGY = /^(.{3,200}?)\s+(?:har|havde)\s+meldt\s+afbud\.?$/i
const FUNCTION =
  /^(ordstyrer|mødeleder|dirigent|referent|mødereferent|ref|vært)\.?\s*(?::|er|var)?\s+(\p{Lu}[^.:;]{2,80}?)\.?$/iu
const WAS_FUNCTION =
  /^(\p{Lu}[^.:;,]{2,60}?)\s+(?:er|var|blev valgt som|valgtes som)\s+(ordstyrer|mødeleder|dirigent|referent|mødereferent|vært)\.?$/iu
const SUBSTITUTED =
  /(?:^|[.]\s+)(\p{Lu}[\p{L}.\- ]{3,60}?)\s+(?:deltog|deltager|mødte)\s+(?:i stedet for|som suppleant for|som stedfortræder for)\s+(\p{Lu}[\p{L}.\- ]{3,60}?)(?=[.,;]|$)/gu
const FUNCTION_WORD = /ordstyrer|mødeleder|dirigent|ref|vært/i
const SUBSTITUTE_WORD = /(stedet|suppleant|stedfortræder) for/
const FUNCTION_NAMES: Record<string, PersonFunction> = {
  ordstyrer: 'chair',
  mødeleder: 'chair',
  dirigent: 'chair',
  ref: 'minutetaker',
  referent: 'minutetaker',
  mødereferent: 'minutetaker',
  vært: 'host',
}
const LONGEST = 400

/** Attendance and functions that the items' own text tells of. */
export function readAttendanceInText(items: ReadItem[], people: People, report: Report, words: Words): void {
  for (const { sections } of items) {
    if (people.full) return
    for (const lines of [sections.case, sections.minutes]) {
      apologies(lines, people, report)
      for (const line of lines) if (line.plain.length < LONGEST) oneLine(line.plain, people, report, words)
    }
  }
}

/** "Der var afbud fra:" and the list below it, or the names on the same line. */
function apologies(lines: Line[], people: People, report: Report): void {
  lines.forEach((line, at) => {
    const found =
      line.plain.length < LONGEST ? (APOLOGIES.exec(line.plain) ?? HAD_APOLOGY.exec(line.plain)) : null
    if (!found) return
    const rest = found[1] ?? ''
    if (rest) return markAway(rest.replace(/\.$/, ''), people, report)
    for (let i = at + 1; i < lines.length && !people.full && isPersonLine(lines[i]); i++)
      markAway(lines[i]?.plain ?? '', people, report)
  })
}

const isPersonLine = (line: Line | undefined) =>
  line !== undefined && !line.heading && readPersons(line.plain).length > 0

function markAway(text: string, people: People, report: Report): void {
  if (people.mention(text, { attendance: 'apology' }))
    report.guess('people', report.words.apologyFromText(text), 0.8)
}

function oneLine(text: string, people: People, report: Report, words: Words): void {
  if (SUBSTITUTE_WORD.test(text))
    for (const found of text.matchAll(SUBSTITUTED))
      substitute(found[1] ?? '', found[2] ?? '', people, report, words)
  if (!FUNCTION_WORD.test(text)) return
  const first = FUNCTION.exec(text)
  const second = first ? null : WAS_FUNCTION.exec(text)
  const name = (first?.[2] ?? second?.[1] ?? '').trim()
  const one = FUNCTION_NAMES[(first?.[1] ?? second?.[2] ?? '').toLowerCase()]
  if (one && (isName(name) || people.find(name)) && people.mention(name, { function: one }))
    report.guess('people', report.words.functionFromText(name, words.functions[one]), 0.8)
}

function substitute(name: string, absent: string, people: People, report: Report, words: Words): void {
  if (!isName(name)) return
  people.mention(name, { function: 'substitute', attendance: 'present' })
  const person = people.find(name)
  if (person) person.substituteFor ??= people.find(absent)?.name ?? absent
  report.guess('people', report.words.functionFromText(name, words.functions.substitute), 0.7)
}

/** An item that is itself the list of people. */
export const isPeopleItem = (item: ItemJson) =>
  /^(møde)?deltagere?\b|^(fremmødte|til stede|deltagere og afbud|afbud)$/i.test(item.title)
