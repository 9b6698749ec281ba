import { documents as danish } from '../../words/da/documents.ts'
import type { ReportLine } from '../../meeting.ts'

export type Words = typeof danish

/** How many lines of one kind a report holds before it only counts them. */
const MOST = 200
const LONGEST = 160

/** Collects what an import guessed, doubted or left out on purpose. */
export class Report {
  readonly lines: ReportLine[] = []
  readonly words: Words['report']
  private readonly counts = new Map<string, number>()
  private readonly noiseText: string[] = []
  private readonly labels: string[] = []

  constructor(words: Words) {
    this.words = words.report
  }

  guess(where: string, what: string, confidence: number): void {
    const count = (this.counts.get(where) ?? 0) + 1
    this.counts.set(where, count)
    if (count <= MOST) this.lines.push({ where, what, confidence })
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
    return [...this.lines, ...counted]
  }
}

/** The beginning of a text, short enough for a report. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}
