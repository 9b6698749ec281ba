import { plainText } from '../markup/inline.ts'
import type { Line } from './lines.ts'
import { quote, type Report } from './report.ts'

const MARKS = String.raw`<sup>\s{0,9}(\d{1,3})\s{0,9}<\/sup>|([¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?)`
const NAMED = String.raw`\[\^([\p{L}\p{N}_-]{1,20})\]`
const DEFINITION = new RegExp(`^(?:${NAMED}:|${MARKS})\\s*(?=\\S)`, 'u')
const MARK = new RegExp(`${NAMED}|${MARKS}`, 'giu')

const MARK_START = /^[[<¹²³⁴⁵⁶⁷⁸⁹]/
const MARK_ANYWHERE = /\[\^|<sup|[¹²³⁴⁵⁶⁷⁸⁹]/i

/** Notes of a document, each handed out once: the first note of a mark to the first of its places, and so on. */
export interface Notes {
  take: (mark: string) => string | null
  /** Lines that are text; notes without a mark of their own among them. */
  lines: Line[]
  /** Notes that nobody took, for their marks stood where nothing but a value is read. */
  left: () => Line[]
}

interface Note {
  line: Line
  text: string
}

/** The notes of one mark, and how many are handed out. */
interface Queue {
  notes: Note[]
  taken: number
}

/** Takes the notes' own lines out of the text: as many of a mark as there are places that it marks. */
export function collectNotes(lines: Line[], report: Report): Notes {
  const places = placesIn(lines)
  const queues = new Map<string, Queue>()
  const kept: Line[] = []
  for (const line of lines) {
    const found = definitionOf(line)
    const mark = found && markOf(found)
    const queue = mark ? queueOf(queues, mark) : null
    if (!found || !mark || !queue) kept.push(line)
    else if (queue.notes.length < (places.get(mark) ?? 0))
      queue.notes.push({ line, text: line.text.slice(found[0].length) })
    else {
      reportUnmarked(line, report)
      kept.push(line)
    }
  }
  return { take: (mark) => next(queues.get(mark)), lines: kept, left: () => leftIn(queues, report) }
}

const definitionOf = (line: Line) =>
  line.html || line.heading || !MARK_START.test(line.text) ? null : DEFINITION.exec(line.text)

const markOf = (found: RegExpExecArray) => found[1] ?? found[2] ?? found[3] ?? ''

function queueOf(queues: Map<string, Queue>, mark: string): Queue {
  const known = queues.get(mark)
  if (known) return known
  const queue = { notes: [], taken: 0 }
  queues.set(mark, queue)
  return queue
}

const next = (queue: Queue | undefined): string | null => queue?.notes[queue.taken++]?.text ?? null

function leftIn(queues: Map<string, Queue>, report: Report): Line[] {
  const left = [...queues.values()].flatMap(({ notes, taken }) => notes.slice(taken))
  for (const { line } of left) reportUnmarked(line, report)
  return left.map(({ line }) => line)
}

const reportUnmarked = (line: Line, report: Report) =>
  report.guess('footnote', report.words.noteWithoutMark(quote(plainText(line.text))), 0.5)

/** How often each mark stands in the text; no note is read for the marks of others. */
function placesIn(lines: Line[]): Map<string, number> {
  const places = new Map<string, number>()
  for (const line of lines) {
    if (!MARK_ANYWHERE.test(line.text) || definitionOf(line)) continue
    for (const found of line.text.matchAll(MARK)) {
      const mark = markOf(found)
      places.set(mark, (places.get(mark) ?? 0) + 1)
    }
  }
  return places
}
