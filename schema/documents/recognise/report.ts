import { documents as danish } from '../../words/da/documents.ts'
import type { Absence, ReportLine } from '../../meeting.ts'
import { singleSpaced } from './names.ts'

export type Words = typeof danish

/** How many lines of one kind a report holds before it only counts them. */
const MOST = 200
const LONGEST = 160
/** How many of those that are told in one line it names. */
const NAMED = 30

/** Guesses of which a document may hold many alike: all of a kind are told in one line. */
const GATHERED = {
  presenters: { where: 'item', confidence: 0.7 },
  durations: { where: 'item', confidence: 0.8 },
  points: { where: 'item', confidence: 0.7 },
  offices: { where: 'people', confidence: 0.7 },
  present: { where: 'people', confidence: 0.8 },
  partly: { where: 'people', confidence: 0.8 },
  wrapped: { where: 'paragraph', confidence: 0.85 },
}
type Gathered = keyof typeof GATHERED

/** Collects what an import guessed, doubted or left out on purpose. */
export class Report {
  readonly lines: ReportLine[] = []
  readonly words: Words['report']
  private readonly absences: Words['absences']
  private readonly counts = new Map<string, number>()
  private readonly gathered = new Map<Gathered, { count: number; named: string[] }>()
  private readonly noiseText: string[] = []
  private readonly labels: string[] = []

  constructor(words: Words) {
    this.words = words.report
    this.absences = words.absences
  }

  /** "fra punkt 2" */
  absence({ kind, item }: Absence): string {
    return this.absences[kind](item)
  }

  guess(where: string, what: string, confidence: number): void {
    const count = (this.counts.get(where) ?? 0) + 1
    this.counts.set(where, count)
    if (count <= MOST) this.lines.push({ where, what, confidence })
  }

  /** A guess that is told in one line with the others of its kind. */
  gather(kind: Gathered, named: string): void {
    const found = this.gathered.get(kind) ?? { count: 0, named: [] }
    if (++found.count <= NAMED) found.named.push(quote(named))
    this.gathered.set(kind, found)
  }

  /** Quotes something that was left out on purpose. */
  noise(quote: string, confidence = 0.9): void {
    this.noiseText.push(quote)
    if (this.noiseText.length <= MOST) this.lines.push({ where: 'noise', what: quote, confidence })
  }

  /** Labels that became sections: what they said is now the structure. */
  label(labels: string[]): void {
    this.labels.push(...labels)
  }

  /** Everything reported; what ran over is counted, noise that ran over is quoted together. */
  finish(): ReportLine[] {
    const gathered = [...this.gathered].map(([kind, { count, named }]) => ({
      ...GATHERED[kind],
      what: this.words.gathered[kind](count, named.join(' · ') + (count > NAMED ? ' …' : '')),
    }))
    const over = [...this.counts].filter(([, count]) => count > MOST)
    const counted = over.map(([where, count]) => ({
      where,
      what: this.words.more(count - MOST),
      confidence: 0.5,
    }))
    if (this.labels.length)
      counted.push({
        where: 'noise',
        what: this.words.labels(this.labels.slice(0, 5000).join(' · ')),
        confidence: 0.9,
      })
    const rest = this.noiseText.slice(MOST)
    if (rest.length) counted.push({ where: 'noise', what: rest.join(' · '), confidence: 0.9 })
    return [...this.lines, ...gathered, ...counted]
  }
}

/** The beginning of a text, short enough for a report. */
export function quote(text: string): string {
  const line = singleSpaced(text).trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}
