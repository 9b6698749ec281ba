/** What a stretch of a line about a person is. */
export type PieceKind = 'name' | 'title' | 'organisation' | 'place' | 'other'
export interface Piece {
  kind: PieceKind
  text: string
}

/** Words that end what somebody is: those who lead, who are elected, who treat people, and who work in an office. */
const ROLES = {
  lead: 'direktør|chef|leder|formand|formænd|direktion|inspektør|forstander|rektor|manager|partner',
  elected: 'medlem|repræsentant|borgmester|rådmand|politiker|ordfører|talsperson|stedfortræder|suppleant',
  health: 'læge|læger|sygeplejerske|jordemoder|terapeut|farmaceut|psykolog|pædagog|praksiskonsulent',
  office:
    'konsulent|sekretær|koordinator|fuldmægtig|professor|rådgiver|specialist|assistent|medarbejder|tovholder|ansvarlig|analytiker|planlægger|controller|jurist|økonom|forsker|studerende|praktikant|lektor',
}
const ROLE = new RegExp(`(${Object.values(ROLES).join('|')})(er|en|ne)?$`, 'i')
/** Words that end the name of an organisation. */
const ORGANISATIONS = {
  authority:
    'kommuner?|kommunerne|forvaltning(en)?|administration(en)?|sekretariat(et)?|styrelse(n)?|ministeriet|beredskab(et)?',
  health:
    'hospital(et|er)?|sygehus(et)?|klinik(ken)?|klinikker|praksis|psykiatri(en)?|lægevagt(en)?|somatikken|sundhedshus(et)?|apotek(et)?|sygehusapotek|hospice',
  body: 'udvalg(et)?|råd(et)?|nævn(et)?|forening(en)?|forbund(et)?|selskab(et)?|fonden|organisation(en)?',
  unit: 'universitet(et)?|center|centret|centeret|institut(tet)?|afdeling(en)?|enhed(en)?',
}
const ORG_LAST = new RegExp(`(${Object.values(ORGANISATIONS).join('|')})$`, 'i')
const ORG_FIRST =
  /^(region|regionen|plo|plo-\S+|kap|\S*-kap|pio|piu|kl|regionshospital(et)?|regionshospitalerne|hospitalsenhed(en)?|hospitalet|sygehus|psykiatrien|praktiserende|danske|dansk|nationalt|nationalcenter|steno)$/i
const ACRONYM = /^\p{Lu}{2,6}(-\p{L}+)?$/u
const PARTICLE = /^(von|van|de|der|da|af|al|el|la|le|den|ten|bin|ibn|zu|du|di|mc|y|e)$/i
const LINK = /^(for|af|i|på|fra|ved|til|og|vedr\.?|&)$/i
/** Most texts that are no name hold one of these, and are not looked at word by word. */
const NOT_IN_NAMES = /[^\p{L}\s'’´`.-]/u
const NAME_TOKEN = /^\p{Lu}[\p{L}'’´`.-]*$/u
const NOT_NAME =
  /^(Afbud|Deltagere|Gæster?|Observatører?|Referent|Mødeleder|Det|Den|De|Der|Et|En|Alle|Fælles|Punkt|Bilag|Emne|Møde|Ingen|Dagsorden|Referat|Kl|Sted|Tid|Dato|Nyt|Ny|Næste|Evt|Eventuelt)\.?$/

/** Whether a text can be a person's full name: two to six capitalised words, particles and initials. */
export function isName(text: string): boolean {
  if (NOT_IN_NAMES.test(text)) return false
  const words = text.trim().split(/\s+/)
  return words.length >= 2 && words.length <= 6 && nameTokens(words)
}

/** As `isName`, one word allowed. */
export const isShortName = (text: string) => {
  if (NOT_IN_NAMES.test(text)) return false
  const words = text.trim().split(/\s+/)
  return words.length <= 6 && nameTokens(words)
}

function nameTokens(words: string[]): boolean {
  const first = words[0] ?? ''
  const last = words.at(-1) ?? ''
  return (
    NAME_TOKEN.test(first) &&
    NAME_TOKEN.test(last) &&
    words.every((word) => isNameWord(word) || PARTICLE.test(word)) &&
    words.reduce((count, word) => count + lettersIn(word), 0) >= 3
  )
}

const lettersIn = (word: string) => (/[^\p{L}]/u.test(word) ? word.replace(/[^\p{L}]/gu, '') : word).length

const isNameWord = (word: string) =>
  NAME_TOKEN.test(word) &&
  !isRoleWord(word) &&
  !isOrganisationWord(word) &&
  !NOT_NAME.test(word) &&
  !/^\p{Lu}{3,}$/u.test(word)

export const isRoleWord = (word: string) => ROLE.test(word.replace(/[.,;:]$/, ''))

const isOrganisationWord = (word: string) =>
  ORG_LAST.test(word) || (ORG_FIRST.test(word) && !/^(danske?|nationalt|steno)$/i.test(word))

/** Whether a text names an organisation as a whole. */
export function isOrganisation(text: string): boolean {
  if (text.includes(',')) return text.split(',').every((part) => isOrganisation(part.trim()))
  const words = text.trim().split(/\s+/)
  if (
    !words[0] ||
    /\s[-–—]\s/.test(text) ||
    words.length > 8 ||
    !/^[\p{Lu}\d]/u.test(text.trim()) ||
    words.some(isRoleWord)
  )
    return false
  return (
    words.some((word) => ORG_LAST.test(word)) ||
    ORG_FIRST.test(words[0]) ||
    (words.length === 1 && ACRONYM.test(words[0]))
  )
}

/** Cuts one comma part into title, name and organisation. */
export function piecesOf(part: string): Piece[] {
  const text = part.trim()
  if (!text) return []
  if (isName(text)) return [{ kind: 'name', text }]
  const words = text.split(/\s+/)
  const role = lastRole(words)
  if (role >= 0) return titled(words, role)
  const org = organisationSpan(words, 0)
  if (org) return aroundOrganisation(words, org)
  if (words.length === 1 && /^\p{Lu}/u.test(text)) return [{ kind: 'place', text }]
  return [{ kind: 'other', text }]
}

/** The last word that is a role and is followed by a name, an organisation or nothing of its own. */
function lastRole(words: string[]): number {
  for (let i = words.length - 1; i >= 0; i--) if (isRoleWord(words[i] ?? '')) return i
  return -1
}

function titled(words: string[], role: number): Piece[] {
  const before = words.slice(0, role)
  const split = nameBefore(before)
  if (split > 0) {
    return [...piecesOf(words.slice(0, split).join(' ')), ...titled(words.slice(split), role - split)]
  }
  const org = before.length ? organisationSpan(before, 0) : null
  if (org && org.from === 0 && org.to < before.length + 1 && !LINK.test(words[org.to] ?? '')) {
    return [
      { kind: 'organisation', text: words.slice(0, org.to).join(' ') },
      ...titled(words.slice(org.to), role - org.to),
    ]
  }
  return afterRole(words, role)
}

/** "Karen Holm direktør": a name in front of the role. The role's own first words are lower case. */
function nameBefore(before: string[]): number {
  const lower = before.findIndex((word) => /^\p{Ll}/u.test(word) && !PARTICLE.test(word))
  const end = lower < 0 ? before.length : lower
  return end >= 2 && isName(before.slice(0, end).join(' ')) ? end : 0
}

function afterRole(words: string[], role: number): Piece[] {
  const rest = words.slice(role + 1)
  const title = words.slice(0, role + 1)
  if (!rest.length) return [{ kind: 'title', text: title.join(' ') }]
  if (isName(rest.join(' ')))
    return [
      { kind: 'title', text: title.join(' ') },
      { kind: 'name', text: rest.join(' ') },
    ]
  const org = organisationSpan(words, role + 1)
  if (!org || isOffice(words.slice(role, org.to))) return [{ kind: 'title', text: words.join(' ') }]
  const head = words.slice(0, org.from)
  while (LINK.test(head.at(-1) ?? '') && head.length > role + 1) head.pop()
  const name = head.slice(role + 1).join(' ')
  const named = isName(name)
  return [
    { kind: 'title', text: (named ? title : head).join(' ') },
    ...(named ? [{ kind: 'name' as const, text: name }] : []),
    ...aroundOrganisation(words.slice(org.from), { from: 0, to: org.to - org.from }),
  ]
}

/** "Formand for Sundhedsudvalget": the committee is part of the title, the organisation stands elsewhere. */
const isOffice = (words: string[]) =>
  /(formand|medlem)$/i.test(words[0] ?? '') &&
  LINK.test(words[1] ?? '') &&
  /(udvalg|råd|bestyrelse|nævn)(et|en)?$/i.test(words.at(-1) ?? '')

interface Span {
  from: number
  to: number
}

function aroundOrganisation(words: string[], org: Span): Piece[] {
  const before = words.slice(0, org.from).join(' ')
  const after = words.slice(org.to).join(' ')
  const name = words.slice(org.to).length >= 2 && isName(after)
  const text = words.slice(org.from, name ? org.to : words.length).join(' ')
  return [
    ...(before ? [{ kind: isName(before) ? ('name' as const) : ('other' as const), text: before }] : []),
    { kind: 'organisation', text },
    ...(name ? [{ kind: 'name' as const, text: after }] : []),
  ]
}

/** Where an organisation stands in the words: "Region X", "PLO-K X Kommune", "X Kommune", "Psykiatrien". */
function organisationSpan(words: string[], from: number): Span | null {
  for (let i = from; i < words.length; i++) {
    const word = words[i] ?? ''
    const led = ORG_LAST.test(word) && i > from && isCapital(words[i - 1]) && !isCapital(words[i + 1])
    if (ORG_FIRST.test(word) && isCapital(word) && !led) return { from: i, to: rightOf(words, i) }
    if (ORG_LAST.test(word) && /^\p{L}/u.test(word)) {
      const start = leftOf(words, i, from)
      if (/^\p{Lu}/u.test(words[start] ?? '')) return { from: start, to: i + 1 }
    }
    if (i > from && ACRONYM.test(word)) return { from: i, to: i + 1 }
  }
  return null
}

const isCapital = (word: string | undefined) => word !== undefined && /^\p{Lu}/u.test(word)

/** "Psykiatrien i Region X", "Region Midt": the names to the right belong to it, up to a last organisation word. */
function rightOf(words: string[], at: number): number {
  const last = words.findLastIndex((word, i) => i > at && ORG_LAST.test(word))
  if (last > at && last - at <= 4) return last + 1
  const linked = LINK.test(words[at + 1] ?? '') ? at + 2 : at + 1
  const next = words[linked] ?? ''
  const takes =
    /^\p{Lu}/u.test(next) && (linked > at + 1 || !/^(psykiatrien|\S*-\S+)$/i.test(words[at] ?? ''))
  if (!takes) return at + 1
  return /^region$/i.test(next) ? Math.min(linked + 2, words.length) : linked + 1
}

/** "Klint Kommune", "Bis og Fre Hospital": one name to the left, more when joined by "og". */
function leftOf(words: string[], at: number, from: number): number {
  const word = words[at] ?? ''
  const proper = /^\p{Lu}/u.test(word)
  let start = at
  if (start - 1 >= from && /^\p{Lu}/u.test(words[start - 1] ?? '') && !isStandalone(word, proper)) start--
  while (
    start - 2 >= from &&
    /^(og|&|-)$/.test(words[start - 1] ?? '') &&
    /^\p{Lu}/u.test(words[start - 2] ?? '')
  )
    start -= 2
  while (start - 1 >= from && /-$/.test(words[start - 1] ?? '')) start--
  return start
}

/** An organisation that needs no name to its left: "Patientudvalget", "Fællesadministrationen". */
const isStandalone = (word: string, proper: boolean) => proper && /(et|en)$/i.test(word) && word.length > 11
