import { itemField, type ItemField } from './fields.ts'
import { discussionLabel, sectionLabel, type Section, type SectionLabel } from './labels.ts'
import { lineOf, type Line } from './lines.ts'
import { nameOf } from './names.ts'
import { opensMinutes } from './phrases.ts'
import { presenterLine, type Tail } from './tail.ts'

/** The lines of an item by section, in the order they stood. */
export interface Sections {
  case: Line[]
  recommendation: Line[]
  minutes: Line[]
  attachments: Line[]
  fields: { field: ItemField; value: string }[]
  /** Who presents, from a line of its own. */
  presenters: Tail | null
  /** A label for minutes stood in the item, with or without text under it. */
  minutesLabelled: boolean
  /** A label of the case stood in the item. */
  caseLabelled: boolean
  /** Where in `case` the text after the recommendation or the attachments begins; -1: nowhere. */
  afterwards: number
  /** Lines at which a list was taken to be over, so that the text goes back to what it interrupted. */
  returned: Line[]
  /** Labels that became sections, as printed. */
  labels: string[]
}

/** Divides an item's lines by the labels among them; text after a list goes back to where it came from. */
export function readSections(lines: Line[]): Sections {
  const reader = new SectionReader()
  const decided = lines.findLastIndex((line) => sectionLabel(line)?.section === 'minutes')
  lines.forEach((line, i) => reader.line(line, lines[i + 1], i < decided))
  return reader.found
}

class SectionReader {
  readonly found: Sections = {
    case: [],
    recommendation: [],
    minutes: [],
    attachments: [],
    fields: [],
    presenters: null,
    minutesLabelled: false,
    caseLabelled: false,
    afterwards: -1,
    returned: [],
    labels: [],
  }
  private section: Section = 'case'
  /** The text section that a list interrupted. */
  private text: 'case' | 'minutes' = 'case'
  private listed = 0
  private points = false
  private bulleted = false
  /** The attachment stood on a line of its own: no list follows it. */
  private single = false

  /** @param undecided a label of minutes comes later in the item. */
  line(line: Line, next: Line | undefined, undecided: boolean): void {
    const label = sectionLabel(line) ?? (undecided ? discussionLabel(line) : null)
    if (label && !this.isTextInMinutes(line, label, next)) return this.label(line, label)
    const field = this.section === 'case' && this.found.case.length === 0 ? itemField(line) : null
    if (field) return void this.found.fields.push(field)
    if (this.presenters(line)) return
    if (this.section === 'recommendation' && this.leavesRecommendation(line)) this.back(line)
    if (this.section === 'attachments' && this.leavesAttachments(line)) this.back(line)
    this.put(line)
  }

  /** The line under the title that only says who presents. */
  private presenters(line: Line): boolean {
    const { found } = this
    const opens = this.section === 'case' && !found.case.length && !found.caseLabelled && !found.presenters
    if (!opens || line.ordinal || line.cells) return false
    found.presenters = presenterLine(line.plain)
    return found.presenters !== null
  }

  /** "Beslutning" as a bold line in the minutes heads a part of them; "Det indstilles" in the minutes quotes. */
  private isTextInMinutes(line: Line, label: SectionLabel, next: Line | undefined): boolean {
    if (this.text !== 'minutes' || this.section !== 'minutes') return false
    if (label.section === 'minutes')
      return (
        label.rest === '' &&
        next !== undefined &&
        this.found.minutes.length > 0 &&
        !/^(referat|beslutning|konklusion)/i.test(nameOf(line.plain))
      )
    return label.section === 'recommendation' && label.keep === 'lead' && !/:$/.test(line.plain)
  }

  private label(line: Line, label: SectionLabel): void {
    const { found } = this
    const rest = restOf(line, label)
    this.section = label.section
    this.listed = 0
    this.single = label.keep === 'attachment'
    if (label.section === 'minutes' || label.section === 'case') this.text = label.section
    if (label.section === 'minutes' && found.minutes.length && !label.rest) this.keepSecond(line)
    if (label.section === 'minutes') found.minutesLabelled = true
    if (label.section === 'case' && label.keep === null) found.caseLabelled = true
    if (label.keep === 'heading')
      found.case.push({ ...line, heading: line.heading || 4, text: unbold(line.text) })
    else if (label.rest)
      this.put({ ...lineOf(label.rest), plain: rest, printed: rest, gap: line.gap, indent: line.indent })
    if (label.keep === null)
      found.labels.push(label.rest ? line.plain.slice(0, line.plain.indexOf(':') + 1) : line.plain)
  }

  /** A second label of minutes with another name stays as a heading: "Referat" and then "Beslutning". */
  private keepSecond(line: Line): void {
    this.found.minutes.push({ ...line, heading: 4, text: unbold(line.text) })
  }

  private put(line: Line): void {
    this.listed++
    if (this.section === 'recommendation' && isPoint(line)) this.points = true
    if (this.section === 'attachments' && (line.bullet || line.ordinal)) this.bulleted = true
    this.found[this.section].push(line)
  }

  private back(line: Line): void {
    this.found.returned.push(line)
    this.section = this.text
    if (this.text === 'case' && this.found.afterwards < 0) this.found.afterwards = this.found.case.length
  }

  /** A plain paragraph, or a sub-heading, after the points. */
  private leavesRecommendation(line: Line): boolean {
    if (line.heading || discussionLabel(line) !== null) return true
    const { points } = this
    if (isPoint(line) || line.indent >= 2) return false
    if (opensMinutes(line.plain)) return true
    return points
      ? line.gap || line.bold
      : this.listed >= 2 && line.gap && !/:$/.test(this.found.recommendation.at(-1)?.plain ?? '')
  }

  private leavesAttachments(line: Line): boolean {
    if (this.single) return !isFile(line.plain)
    if (line.heading || (line.bold && !line.bullet && !line.ordinal)) return true
    if (line.bullet || line.ordinal || line.cells) return false
    if (opensMinutes(line.plain) || line.html) return true
    const words = line.plain.split(' ').length
    const listedAbove = this.bulleted
    return (
      (listedAbove && line.gap && !isFile(line.plain)) ||
      (words > 14 && /[.!?]$/.test(line.plain) && !isFile(line.plain)) ||
      /:$/.test(line.plain)
    )
  }
}

/** A line that is a point of a recommendation: listed, or beginning with "at". */
export const isPoint = (line: Line) => line.ordinal !== null || line.bullet || /^at\s/i.test(line.plain)

const isFile = (text: string) => /\.(pdf|docx?|pptx?|xlsx?|odt|msg|html?)\b/i.test(text)

const unbold = (text: string) => text.replace(/^(\*\*|__)(.*)\1$/, '$2')

const restOf = (line: Line, label: SectionLabel) =>
  label.keep !== null ? line.plain : line.plain.slice(line.plain.indexOf(':') + 1).trim()
