import type { Line } from './lines.ts'

export type Section = 'case' | 'recommendation' | 'minutes' | 'attachments'
export type ItemField =
  'outcome' | 'presenters' | 'duration' | 'kind' | 'closed' | 'closedReason' | 'publicWording'
export type HeaderField =
  | 'kind'
  | 'forum'
  | 'subject'
  | 'number'
  | 'date'
  | 'time'
  | 'start'
  | 'end'
  | 'place'
  | 'online'
  | 'people'
  | 'apology'
  | 'absent'
  | 'guest'
  | 'observer'
  | 'secretariat'
  | 'chair'
  | 'cochair'
  | 'host'
  | 'minutetaker'
  | 'secretary'
  | 'nextMeetings'
  | 'contents'

export interface SectionLabel {
  section: Section
  /** Text after the label on the same line, with its markup. */
  rest: string
  /** The label is itself text to keep: "Det indstilles, at …", "Baggrund"; "Bilag 3.1: Notat" is one attachment. */
  keep: 'lead' | 'heading' | 'attachment' | null
}

const SECTIONS: [Section, RegExp][] = [
  [
    'minutes',
    /^(udkast til )?(referat|beslutning(er)?|konklusion(er)?|mødereferat|referat(et)? af drøftelse(n|rne)?|beslutningsreferat|drøftelse og beslutning|opsamling|vedtagelse|afgørelse|besluttet|konkluderende|referat og beslutning(er)?|beslutning og referat|resultat)( (til|for|vedr\.?|under|af|på|fra) (punkt(et)?|pkt\.?|dette punkt|mødet|drøftelsen)( \d{1,3})?)?$/,
  ],
  ['minutes', /^(referat|beslutning|konklusion)\s*\/\s*(referat|beslutning|konklusion|opfølgning|aftale)$/],
  [
    'recommendation',
    /^(indstilling(er|en)?|(sekretariatets|formandskabets|administrationens|formandens|direktionens) indstilling(er)?|anbefaling(er)?|forslag til beslutning(er)?|indstilling til beslutning)$/,
  ],
  [
    'attachments',
    /^(bilag|vedlagte? bilag|vedlagt|vedhæftet|vedhæftede (filer|bilag)|bilagsliste|bilagsoversigt|dokumenter|materiale(r)?)( (til|vedr\.?) (punkt|pkt\.?|dagsordenspunkt|sag)( nr\.?)?( \d{1,3}[a-z]?)?)?$/,
  ],
  [
    'case',
    /^(sagsfremstilling(en)?|sagsbeskrivelse|sagens? indhold|fremstilling|sag|sagen|beskrivelse|indhold|resum[eé]|redegørelse)$/,
  ],
]
/** Every name above begins so: most lines are spared the rest. */
const SECTION_START =
  /^(udkast|refe|besl|konkl|møderef|drøft|opsam|vedta|afgør|beslut|konkluder|result|indst|sekret|formand|admin|direkt|anbef|forsl|bilag|vedl|vedh|dokum|mater|sag|fremst|beskr|indh|resum|redeg)/
/** Sub-headings that open the case again, and stay in it as headings. */
const CASE_HEADINGS =
  /^(baggrund(en)?|formål(et)?|problemstilling|økonomi(ske konsekvenser)?|videre proces|den videre proces|proces|tidsplan|vurdering|sekretariatets bemærkninger|retsgrundlag|kommunikation|høring|supplerende sagsfremstilling|(økonomiske|juridiske|personalemæssige) konsekvenser)$/
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

/** A memo: the same line is asked about many times over a document. */
const known = new WeakMap<Line, SectionLabel | null>()

/** The section a line opens; null when it is text. */
export function sectionLabel(line: Line): SectionLabel | null {
  const before = known.get(line)
  if (before !== undefined) return before
  const label = readLabel(line)
  known.set(line, label)
  return label
}

function readLabel(line: Line): SectionLabel | null {
  if (line.ordinal && !line.heading) return null
  const whole = wholeLabel(line)
  if (whole && (!line.bullet || line.bold)) return { section: whole, rest: '', keep: null }
  if (line.bullet) return null
  if (isCaseHeading(line)) return { section: 'case', rest: '', keep: 'heading' }
  return numberedAttachment(line) ?? inlineLabel(line) ?? leadLabel(line)
}

const isShort = ({ plain }: Line) => plain.length <= 60 && !plain.endsWith('.')

/** How a label begins, to spare most texts the rest. */
const startOf = (text: string) => text.trimStart().slice(0, 12).toLowerCase()

function wholeLabel(line: Line): Section | null {
  if (!isShort(line) || !SECTION_START.test(startOf(line.plain))) return null
  const name = nameOf(line.plain)
  return SECTIONS.find(([, pattern]) => pattern.test(name))?.[0] ?? null
}

function isCaseHeading(line: Line): boolean {
  const stands = line.heading > 0 || line.bold || line.plain.endsWith(':')
  return stands && isShort(line) && CASE_HEADINGS.test(nameOf(line.plain))
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

/** The text after a label, whatever markup stood around label and colon. */
export function afterLabel(text: string, label: string): string {
  const pattern = new RegExp(`^[*_\\s]*${escape(label)}[*_\\s]*:?[*_\\s]*`, 'i')
  const rest = text.replace(pattern, '')
  return (rest.split('**').length - 1) % 2 === 1 ? rest.replace(/\*\*/, '') : rest
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '[*_\\s]+')

/** A label as it is compared: without case, end marks and runs of space. */
export function nameOf(text: string): string {
  const name = text.toLowerCase().trim()
  const bare = ENDS.has(name.charAt(name.length - 1)) ? name.replace(/[\s:.]+$/, '') : name
  return /\s\s|[^\S ]/.test(bare) ? bare.replace(/\s+/g, ' ') : bare
}

const ENDS = new Set([':', '.'])

const ITEM_FIELDS: [ItemField, RegExp][] = [
  [
    'presenters',
    /^(ved|v\/|oplægsholder(?:e)?|oplæg ved|indleder|indledes af|ansvarlig(?:e)?|sagsfremstiller|sagsansvarlig|punktansvarlig|fremlægges af|præsenteres af|mødepunktsejer)$/,
  ],
  ['duration', /^(tid|varighed|tidsforbrug|afsat tid|tidsramme|forventet tid)$/],
  ['kind', /^(type|punkttype|sagstype|behandling|formål med punktet|punktets karakter|art)$/],
  ['closed', /^(åben\/lukket|status for offentlighed|lukket punkt|offentlighed)$/],
  ['closedReason', /^(begrundelse for lukket punkt|grund til lukning|lukket fordi)$/],
  ['outcome', /^udfald$/],
  ['publicWording', /^(offentlig ordlyd|offentlig tekst)$/],
]

/** A labelled fact about an item: "Tid: 10 min."; null when the line is text. */
export function itemField(line: Line): { field: ItemField; value: string } | null {
  const found = /^([\p{L}/ ]{2,32}?)\s*:\s*(.*)$/u.exec(line.plain.slice(0, LEAD_LONGEST))
  const name = nameOf(found?.[1] ?? '')
  const field = name && ITEM_FIELDS.find(([, pattern]) => pattern.test(name))
  return field ? { field: field[0], value: (found?.[2] ?? '').trim() } : null
}

/** Every name of a header field begins so. */
const HEADER_START =
  /^(typ|dok|for|udv|råd|gru|mød|org|emne|tit|ved|nr|dat|dag|tid|hvo|kl|sta|beg|slu|hæv|sted|lok|adr|onl|link|tea|vid|adg|pas|kod|sky|zoom|del|vir|afb|meldt|der var|med|fra|ikke|ude|gæs|inv|øvr|eks|opl|sær|obs|til|sek|fæl|det|ord|dir|næs|vær|ref|pen|reg|kom|fas|frem|føl|ind|i mødet|bil|ove|pun|afh)/
const HEADER: [HeaderField, RegExp][] = [
  ['kind', /^(type|dokumenttype)$/],
  ['forum', /^(forum|udvalg|råd|gruppe|mødeforum|møde i|organ)$/],
  ['subject', /^(emne|møde|mødets? (navn|titel|emne)|titel|vedr\.?|vedrørende)$/],
  ['number', /^(mødenummer|mødenr\.?|møde nr\.?|nr\.?)$/],
  [
    'date',
    /^(dato|mødedato|dag|dato og tid(spunkt)?|mødetid|tid og sted|tid\/sted|dato\/tid|tid & sted|hvornår|dato for møde(t)?|møde(t)? afholdt|afholdt)$/,
  ],
  ['time', /^(tid|tidspunkt|kl\.?|klokken|mødetidspunkt|klokkeslæt)$/],
  ['start', /^(start(tidspunkt)?|mødestart|mødet startede?|begyndte?|mødet hævet fra)$/],
  ['end', /^(slut(tidspunkt)?|mødeslut|mødet slut(tede)?|sluttede?|mødet hævet|hævet)$/],
  ['place', /^(sted|mødested|lokale|mødelokale|lokation|adresse|hvor)$/],
  [
    'online',
    /^(online(møde)?|link|mødelink|teams(møde|-møde|link|-link)?|videomøde|video|møde-?id|adgangskode|passcode|kode|skype|zoom|deltag online|virtuelt møde)$/,
  ],
  ['apology', /^(afbud|afbud fra|meldt afbud|afbud modtaget fra|der var afbud fra|forfald|med afbud)$/],
  ['absent', /^(fraværende|ikke til stede|ikke tilstede|ikke mødt|udeblevet|fraværende uden afbud)$/],
  [
    'guest',
    /^(gæst(er)?|inviterede gæster|øvrige gæster|eksterne( gæster)?|oplægsholdere|særligt inviterede|inviterede)$/,
  ],
  ['observer', /^(observatør(er)?|tilforordnede?|observatørstatus)$/],
  ['secretariat', /^((fælles|det fælles)? ?sekretariat(et|sbetjening)?|fra sekretariatet|sekretærer)$/],
  [
    'chair',
    /^(mødeleder(e)?|ordstyrer|dirigent|formand|mødeformand|mødeledelse|formand\/mødeleder|mødeleder\/ordstyrer)$/,
  ],
  ['cochair', /^(medformand|medformænd|formandskab(et)?|næstformand)$/],
  ['host', /^(vært(er)?|mødevært|værtskab)$/],
  ['minutetaker', /^(referent(er)?|mødereferent|ordfører og referent|sekretær og referent|pen(nefører)?)$/],
  ['secretary', /^(sekretær|regional sekretær|kommunal sekretær|udvalgssekretær)$/],
  [
    'people',
    /^((faste |øvrige )?(møde)?deltager(e|ne|liste|kreds)?|medlemmer|faste medlemmer|til stede|tilstede|tilstedeværende|mødte|fremmødte|mødt|følgende deltog|følgende var til stede|inviterede deltagere|indkaldte|indkaldt|til stede var|i mødet deltog|i mødet deltager)$/,
  ],
  ['nextMeetings', /^(næste møde(r)?|kommende møder|mødedatoer|mødekalender|kommende mødedatoer)$/],
  [
    'contents',
    /^(indhold(sfortegnelse)?|indhold|bilagsfortegnelse|bilagsoversigt|oversigt over bilag|punkter|oversigt|dagsordensoversigt|dagsorden)$/,
  ],
]

/** The field a name stands for in the head of a document. */
export function headerField(name: string): HeaderField | null {
  if (name.length > 60 || !HEADER_START.test(startOf(name))) return null
  const key = nameOf(name)
  if (key.length > 40) return null
  return HEADER.find(([, pattern]) => pattern.test(key))?.[0] ?? null
}

export interface Field {
  field: HeaderField
  label: string
  /** Text after the label, with its markup. */
  value: string
}

/** A labelled line in the head: "Dato: 4. maj", "**Sted** Rådhuset"; null when it is something else. */
export function headerLine(line: Line): Field | null {
  const whole = headerField(line.plain)
  if (whole) return { field: whole, label: line.plain, value: '' }
  const colon = /^([^:]{2,40}?)\s*:\s*/.exec(line.plain)
  const byColon = colon ? headerField(colon[1] ?? '') : null
  if (byColon)
    return { field: byColon, label: colon?.[1] ?? '', value: afterLabel(line.text, colon?.[1] ?? '') }
  const bold = /^(?:\*\*|__)([^*_]{2,40})(?:\*\*|__)\s*(.*)$/.exec(line.text.slice(0, 2000))
  const byBold = bold ? headerField(bold[1] ?? '') : null
  return byBold ? { field: byBold, label: bold?.[1] ?? '', value: bold?.[2] ?? '' } : null
}

/** A line that announces a list: a label, or anything that ends with a colon. */
export const announces = (line: Line) =>
  /:\s*$/.test(line.plain) ||
  sectionLabel(line)?.section === 'recommendation' ||
  (sectionLabel(line)?.section === 'attachments' && sectionLabel(line)?.keep === null)
