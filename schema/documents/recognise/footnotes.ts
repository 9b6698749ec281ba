import { plainText } from '../markup/inline.ts'
import type { Line } from './lines.ts'
import { quote, type Report } from './report.ts'

const DEFINITION =
  /^(?:\[\^([\p{L}\p{N}_-]{1,20})\]:|<sup>\s*(\d{1,3})\s*<\/sup>|([¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?))\s*(?=\S)/u

const MARK_START = /^[[<¹²³⁴⁵⁶⁷⁸⁹]/
const MARK_ANYWHERE = /\[\^|<sup|[¹²³⁴⁵⁶⁷⁸⁹]/i

/** Notes of a document, each handed out once, at the first of its marks. */
export interface Notes {
  take: (mark: string) => string | null
  /** Lines that are text; notes without a mark among them. */
  lines: Line[]
}

/** Takes the notes' own lines out of the text. */
export function collectNotes(lines: Line[], report: Report): Notes {
  const marks = marksIn(lines)
  const notes = new Map<string, string[]>()
  const kept: Line[] = []
  for (const line of lines) {
    const found = line.html || line.heading || !MARK_START.test(line.text) ? null : DEFINITION.exec(line.text)
    const mark = found?.[1] ?? found?.[2] ?? found?.[3]
    if (!found || mark === undefined) kept.push(line)
    else if (marks.has(mark))
      notes.set(mark, [...(notes.get(mark) ?? []).slice(-500), line.text.slice(found[0].length)])
    else {
      report.guess('footnote', report.words.noteWithoutMark(quote(plainText(line.text))), 0.5)
      kept.push(line)
    }
  }
  return { take: (mark) => notes.get(mark)?.shift() ?? null, lines: kept }
}

/** Marks that stand inside a text. A superscript that begins a line is a note itself. */
function marksIn(lines: Line[]): Set<string> {
  const marks = new Set<string>()
  for (const line of lines) {
    if (!MARK_ANYWHERE.test(line.text)) continue
    const text = line.text.replace(DEFINITION, '')
    for (const found of text.matchAll(
      /\[\^([\p{L}\p{N}_-]{1,20})\]|<sup>\s*(\d{1,3})\s*<\/sup>|([¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?)/gu,
    )) {
      marks.add(found[1] ?? found[2] ?? found[3] ?? '')
    }
  }
  return marks
}
