import { afterLabel } from './labels.ts'
import type { Line } from './lines.ts'
import { Dictionary } from './names.ts'

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
  | 'letter'

const ITEM_FIELDS = new Dictionary<ItemField>([
  [
    'presenters',
    'ved|v/|oplægsholder(e)?|oplæg ved|indleder|indledes af|ansvarlig(e)?|sagsfremstiller|sagsansvarlig|punktansvarlig|fremlægges af|præsenteres af|mødepunktsejer',
  ],
  ['duration', 'tid|varighed|tidsforbrug|afsat tid|tidsramme|forventet tid'],
  ['kind', 'type|punkttype|sagstype|behandling|formål med punktet|punktets karakter|art'],
  ['closed', 'åben/lukket|status for offentlighed|lukket punkt|offentlighed'],
  ['closedReason', 'begrundelse for lukket punkt|grund til lukning|lukket fordi'],
  ['outcome', 'udfald'],
  ['publicWording', 'offentlig ordlyd|offentlig tekst'],
])
/** As much of a line as holds a field's name and a short value. */
const ITEM_FIELD_LOOK = 400

/** A labelled fact about an item: "Tid: 10 min."; null when the line is text. */
export function itemField(line: Line): { field: ItemField; value: string } | null {
  const found = /^([\p{L}/ ]{2,32}?)\s*:\s*(.*)$/u.exec(line.plain.slice(0, ITEM_FIELD_LOOK))
  const field = ITEM_FIELDS.get(found?.[1] ?? '')
  return field ? { field, value: (found?.[2] ?? '').trim() } : null
}

const HEADER_FIELDS = new Dictionary<HeaderField>([
  ['kind', 'type|dokumenttype'],
  ['forum', 'forum|udvalg|råd|gruppe|mødeforum|møde i|organ'],
  ['subject', 'emne|møde|mødets? (navn|titel|emne)|titel|vedr|vedrørende'],
  ['number', 'mødenummer|mødenr|møde nr|nr'],
  [
    'date',
    'dato|mødedato|dag|dato og tid(spunkt)?|mødetid|tid og sted|tid/sted|dato/tid|tid & sted|hvornår|dato for møde(t)?|møde(t)? afholdt|afholdt',
  ],
  ['time', 'tid|tidspunkt|kl|klokken|mødetidspunkt|klokkeslæt'],
  ['start', 'start(tidspunkt)?|mødestart|mødet startede?|begyndte?|mødet hævet fra'],
  ['end', 'slut(tidspunkt)?|mødeslut|mødet slut(tede)?|sluttede?|mødet hævet|hævet'],
  ['place', 'sted|mødested|lokale|mødelokale|lokation|adresse|hvor'],
  [
    'online',
    'online(møde)?|link|mødelink|teams(møde|-møde|link|-link)?|videomøde|video|møde-?id|adgangskode|passcode|kode|skype|zoom|deltag online|virtuelt møde',
  ],
  ['apology', 'afbud|afbud fra|meldt afbud|afbud modtaget fra|der var afbud fra|forfald|med afbud'],
  ['absent', 'fraværende|ikke til ?stede|ikke mødt|udeblevet|fraværende uden afbud'],
  [
    'guest',
    'gæst(er)?|inviterede gæster|øvrige gæster|eksterne( gæster)?|oplægsholdere|særligt inviterede|inviterede',
  ],
  ['observer', 'observatør(er)?|tilforordnede?|observatørstatus'],
  ['secretariat', '(fælles|det fælles)? ?sekretariat(et|sbetjening)?|fra sekretariatet|sekretærer'],
  [
    'chair',
    'mødeleder(e)?|ordstyrer|dirigent|formand|mødeformand|mødeledelse|formand/mødeleder|mødeleder/ordstyrer',
  ],
  ['cochair', 'medformand|medformænd|formandskab(et)?|næstformand'],
  ['host', 'vært(er)?|mødevært|værtskab'],
  ['minutetaker', 'referent(er)?|mødereferent|ref|ordfører og referent|sekretær og referent|pen(nefører)?'],
  ['secretary', 'sekretær|regional sekretær|kommunal sekretær|udvalgssekretær'],
  [
    'people',
    '(faste |øvrige )?(møde)?deltager(e|ne|liste|kreds)?|medlemmer|faste medlemmer|til ?stede|tilstedeværende|mødte|fremmødte|mødt|følgende deltog|følgende var til stede|inviterede deltagere|indkaldte|indkaldt|til stede var|i mødet deltog|i mødet deltager',
  ],
  ['nextMeetings', 'næste møde(r)?|kommende møder|mødedatoer|mødekalender|kommende mødedatoer'],
  [
    'contents',
    'indhold(sfortegnelse)?|bilagsfortegnelse|bilagsoversigt|oversigt over bilag|punkter|oversigt|dagsordensoversigt|dagsorden',
  ],
  ['letter', 'fra|til|sendt|udsendt|modtaget|cc|kopi til'],
])

/** The field a name stands for in the head of a document. */
export const headerField = (name: string): HeaderField | null => HEADER_FIELDS.get(name) ?? null

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
