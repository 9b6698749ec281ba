import type { Line } from './lines.ts'
import { once } from './memo.ts'
import { Dictionary, nameOf, variants } from './names.ts'

export type Section = 'case' | 'recommendation' | 'minutes' | 'attachments'
export interface SectionLabel {
  section: Section
  /** Text after the label on the same line, with its markup. */
  rest: string
  /** The label is itself text to keep: "Det indstilles, at …", "Baggrund"; "Bilag 3.1: Notat" is one attachment. */
  keep: 'lead' | 'heading' | 'attachment' | null
}

const SECTIONS = new Dictionary<Section>([
  [
    'minutes',
    '(udkast til )?(referat|beslutning(er)?|konklusion(er)?|mødereferat|referat(et)? af drøftelse(n|rne)?|beslutningsreferat|drøftelse og beslutning|opsamling|vedtagelse|afgørelse|besluttet|konkluderende|referat og beslutning(er)?|beslutning og referat|resultat)',
  ],
  ['minutes', '(referat|beslutning|konklusion) ?/ ?(referat|beslutning|konklusion|opfølgning|aftale)'],
  [
    'recommendation',
    'indstilling(er|en)?|(sekretariatets|formandskabets|administrationens|formandens|direktionens) indstilling(er)?|anbefaling(er)?|forslag til beslutning(er)?|indstilling til beslutning',
  ],
  [
    'attachments',
    'bilag|vedlagte? bilag|vedlagt|vedhæftet|vedhæftede (filer|bilag)|bilagsliste|bilagsoversigt|dokumenter|materiale(r)?',
  ],
  [
    'case',
    'sagsfremstilling(en)?|sagsbeskrivelse|sagens? indhold|fremstilling|sag|sagen|beskrivelse|indhold|resum(e|é)|redegørelse',
  ],
])
/** What minutes and attachments may say they belong to. */
const OBJECT =
  / (?:til|for|vedr\.?|under|af|på|fra) (?:punkt(?:et)?|pkt\.?|dette punkt|mødet|drøftelsen|dagsordenspunkt|sag)(?: nr\.?)?(?: \d{1,3}[a-z]?)?$/
/** Sub-headings that open the case again, and stay in it as headings. */
const CASE_HEADINGS = new Set(
  variants(
    'baggrund(en)?|formål(et)?|problemstilling|økonomi(ske konsekvenser)?|videre proces|den videre proces|proces|tidsplan|vurdering|sekretariatets bemærkninger|retsgrundlag|kommunikation|høring|supplerende sagsfremstilling|(økonomiske|juridiske|personalemæssige) konsekvenser',
  ),
)
/** "Bilag 3.1: Notat", "Bilag 2 Udkast til plan": one attachment with its printed number. */
const NUMBERED =
  /^(?:[Bb]ilag|BILAG)(?: nr\.?)? \d{1,3}(?:[.-]\d{1,3}){0,2}[a-z]?(?:\s*[:–-]\s*(?=\S)|\.?\s+(?=[\p{Lu}„"»]))/u
const NUMBERED_LONGEST = 160
const INLINE: [Section, RegExp][] = [
  [
    'minutes',
    /^((?:referat(?: og beslutning)?|beslutning(?:er)?|konklusion(?:er)?)(?:\s*\/\s*(?:referat|beslutning|konklusion))?(?: (?:til|for|vedr\.?|under) (?:punkt|pkt\.?) \d{1,3})?)\s*:\s*(?=\S)/i,
  ],
  ['recommendation', /^(indstilling(?:er)?|anbefaling(?:er)?|forslag til beslutning)\s*:\s*(?=\S)/i],
  [
    'attachments',
    /^((?:vedlagte? )?bilag(?: (?:til|vedr\.?) (?:punkt|pkt\.?|sag)(?: nr\.?)? ?\d{0,3}[a-z]?)?)\s*:\s*(?=\S)/i,
  ],
  ['case', /^(sagsfremstilling|sagsbeskrivelse|beskrivelse|baggrund)\s*:\s*(?=\S)/i],
]
const LEAD =
  /^(det (indstilles|anbefales|foreslås)\b|(der )?indstilles\b|[\p{L}\p{N} ,.&/-]{3,80}? (indstiller|anbefaler)(,| til| at\b|:|$))/iu
const LEAD_WORD = /indstil|anbefal|foreslås/i
const LEAD_LONGEST = 400

/** The section a line opens; null when it is text. */
export const sectionLabel = once('label', readLabel)

function readLabel(line: Line): SectionLabel | null {
  if (line.ordinal && !line.heading) return null
  const whole = wholeLabel(line)
  if (whole && (!line.bullet || line.bold)) return { section: whole, rest: '', keep: null }
  if (line.bullet) return null
  if (isCaseHeading(line)) return { section: 'case', rest: '', keep: 'heading' }
  return numberedAttachment(line) ?? inlineLabel(line) ?? leadLabel(line)
}

const isShort = ({ plain }: Line) => plain.length <= 60 && !plain.endsWith('.')

function wholeLabel(line: Line): Section | null {
  if (!isShort(line)) return null
  const section = SECTIONS.get(line.plain)
  if (section) return section
  const name = nameOf(line.plain)
  const object = OBJECT.exec(name)
  const before = object ? SECTIONS.get(name.slice(0, object.index)) : undefined
  return before === 'minutes' || before === 'attachments' ? before : null
}

function isCaseHeading(line: Line): boolean {
  const stands = line.heading > 0 || line.bold || line.plain.endsWith(':')
  return stands && isShort(line) && CASE_HEADINGS.has(nameOf(line.plain))
}

function numberedAttachment(line: Line): SectionLabel | null {
  const isSentence = line.plain.length > NUMBERED_LONGEST || /[.!?;,:]$/.test(line.plain)
  if (line.heading || isSentence || !NUMBERED.test(line.plain)) return null
  return { section: 'attachments', rest: line.text, keep: 'attachment' }
}

/** The number before an attachment's title, as printed; empty when it has none. */
export const attachmentNumber = (text: string) => NUMBERED.exec(text)?.[0] ?? ''

function inlineLabel(line: Line): SectionLabel | null {
  if (!line.plain.slice(0, 60).includes(':')) return null
  for (const [section, pattern] of INLINE) {
    const found = pattern.exec(line.plain)
    if (found) return { section, rest: afterLabel(line.text, found[1] ?? ''), keep: null }
  }
  return null
}

function leadLabel(line: Line): SectionLabel | null {
  if (
    line.plain.length > LEAD_LONGEST ||
    !LEAD_WORD.test(line.plain.slice(0, 120)) ||
    !LEAD.test(line.plain.slice(0, 120))
  )
    return null
  if (/indstill|anbefal/i.test(line.plain) && !/\bat\b|:$|\btil\b|indstilles$|indstiller$/i.test(line.plain))
    return null
  if (/^det foreslås/i.test(line.plain) && !/(:|at)$/.test(line.plain)) return null
  return { section: 'recommendation', rest: line.text, keep: 'lead' }
}

const DISCUSSION = /^((?:drøftelse|diskussion|debat)(?:en|r|rne)?)\s*:\s*/i

/** "Drøftelse: …": minutes where a decision follows it; in an agenda it may be what is to be discussed. */
export function discussionLabel(line: Line): SectionLabel | null {
  if (line.bullet || line.ordinal) return null
  const found = DISCUSSION.exec(line.plain.slice(0, 40))
  return found && { section: 'minutes', rest: afterLabel(line.text, found[1] ?? ''), keep: null }
}

/** The text after a label, whatever markup stood around label and colon. */
export function afterLabel(text: string, label: string): string {
  const pattern = new RegExp(`^[*_\\s]*${escape(label)}[*_\\s]*:?[*_\\s]*`, 'i')
  const rest = text.replace(pattern, '')
  return (rest.split('**').length - 1) % 2 === 1 ? rest.replace(/\*\*/, '') : rest
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '[*_\\s]+')

/** A line that announces a list: a label, or anything that ends with a colon. */
export const announces = (line: Line) =>
  /:\s*$/.test(line.plain) ||
  sectionLabel(line)?.section === 'recommendation' ||
  (sectionLabel(line)?.section === 'attachments' && sectionLabel(line)?.keep === null)
