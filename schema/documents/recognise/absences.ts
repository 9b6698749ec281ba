import type { Absence, AbsenceKind, ItemJson, PersonJson } from '../../meeting.ts'
import type { ReadItem } from './item.ts'
import type { People } from './people.ts'
import type { Report } from './report.ts'

const LONGEST = 120
const ITEM = String.raw`(?:punkt|pkt\.?|dagsordenspunkt|item)\s*(?:nr\.?\s*)?`
const NUMBER = String.raw`\d{1,3}[a-z]?`
const PART = new RegExp(
  [
    String.raw`^(?:(?:til ?stede|deltog|deltager|mødte)\s+)?`,
    String.raw`(?:(?<late>fra(?: og med)?|from)|(?<early>(?<bare>til)|til og med|t\.?o\.?m\.?|up to and with)|`,
    String.raw`(?<recused>(?:var |er )?inhabil(?: i| ved| under)?|conflicted out of))\s+`,
    `${ITEM}(?<numbers>${NUMBER}(?:(?:\\s*,\\s*|\\s+og\\s+)${NUMBER})*)(?:\\s*(?:,|og)?\\s+|$)`,
  ].join(''),
  'i',
)
const RECUSED =
  /^(\p{Lu}[\p{L}.\- ]{2,60}?)\s+(?:(?:er|var|blev erklæret|erklærede sig|meldte sig)\s+inhabil\b|deltog ikke i (?:punktets |sagens )?(?:behandlingen|behandling|drøftelsen)\b[^.]{0,40}\binhabil\b)/u

/** There for these items alone. */
const ONLY = new RegExp(
  String.raw`^(?:(?:til ?stede|deltog|deltager|mødte)\s+)?(?:kun\s+)?(?:under|ved|i)\s+${ITEM}(${NUMBER})(?:\s*[-–]\s*(${NUMBER}))?$`,
  'i',
)

/** "fra punkt 2 til punkt 5, inhabil i punkt 3": with the numbers as printed; null when it says anything else. */
export function absencesOf(source: string): Absence[] | null {
  const absences: Absence[] = []
  let rest = source.trim()
  if (rest.length > LONGEST) return null
  const only = ONLY.exec(rest)
  if (only) {
    const [, first = '', last = first] = only
    return [
      { kind: 'late', item: first },
      { kind: 'early', item: last },
    ]
  }
  while (rest !== '') {
    const found = PART.exec(rest)
    if (!found?.groups) return null
    const { late, early, bare, numbers = '' } = found.groups
    // "Til punkt 5" alone may be for it, as well as up to it.
    if (bare && absences.length === 0) return null
    const kind: AbsenceKind = late ? 'late' : early ? 'early' : 'recused'
    for (const [item] of numbers.matchAll(new RegExp(NUMBER, 'gi'))) absences.push({ kind, item })
    rest = rest.slice(found[0].length)
  }
  return absences.length > 0 ? absences : null
}

/** Puts items in the place of the numbers that were printed; a number that no item has stays with the title. */
export function settleAbsences(people: PersonJson[], items: ItemJson[], report: Report): void {
  const byNumber = new Map(
    items.flatMap(({ number, id }) => (number === null ? [] : [[number, id] as const])),
  )
  for (const person of people.filter(({ absences }) => absences.length > 0)) {
    const printed = person.absences
    person.absences = printed.flatMap(({ kind, item }) => {
      const id = byNumber.get(item)
      return id === undefined ? [] : [{ kind, item: id }]
    })
    const left = printed.filter(({ item }) => !byNumber.has(item)).map((each) => report.absence(each))
    if (left.length > 0) person.title = [person.title, ...left].filter((part) => part !== null).join(', ')
    report.gather('partly', `${person.name}: ${printed.map((each) => report.absence(each)).join(', ')}`)
  }
}

/** "Anna Holm var inhabil og forlod lokalet" in the text of an item, of somebody on the list. */
export function readRecusals(read: ReadItem[], people: People, report: Report): void {
  for (const { item, sections } of read)
    for (const { plain } of [...sections.case, ...sections.minutes]) {
      const name = plain.includes('inhabil') ? RECUSED.exec(plain.slice(0, 200))?.[1] : undefined
      const person = name === undefined ? null : people.find(name)
      if (person === null || person.absences.some((each) => each.kind === 'recused' && each.item === item.id))
        continue
      person.absences.push({ kind: 'recused', item: item.id })
      report.guess('people', report.words.recusedFromText(person.name), 0.8)
    }
}
