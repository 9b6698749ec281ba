import { emptyPerson, type Attendance, type PersonFunction, type PersonJson } from '../../meeting.ts'
import { isShortName } from './pieces.ts'
import { guessedOffice, readPersons, splitOutside } from './person.ts'
import { quote, type Report } from './report.ts'

/** How many with the same first name are compared: bounds hostile input. */
const MOST_NAMESAKES = 60
/** A text that names more is no meeting: what comes after them stays text. */
const MOST_PEOPLE = 5000

/** A person, and the words of the name as they are compared. */
interface Known {
  person: PersonJson
  words: string[]
}

/** The people of a meeting, each once, whatever the number of places and spellings they are named in. */
export class People {
  readonly all: PersonJson[] = []
  /** The text that is read stays where it is, so a second mention is not left out. */
  quiet = false
  private readonly byName = new Map<string, PersonJson>()
  private readonly byFirst = new Map<string, Known[]>()
  private readonly report: Report

  constructor(report: Report) {
    this.report = report
  }

  /** As many as are read. */
  get full(): boolean {
    return this.all.length >= MOST_PEOPLE
  }

  /** The person a name stands for, also when it is shortened or spelt otherwise. */
  find(name: string): PersonJson | null {
    const folded = fold(name)
    const exact = this.byName.get(folded)
    if (exact) return exact
    const words = folded.split(' ')
    const namesakes = this.byFirst.get(words[0] ?? '') ?? []
    const likely = namesakes.filter((known) => likens(words, known.words))
    return likely.length === 1 ? (likely[0]?.person ?? null) : null
  }

  /** Adds a person, or what is new about one already known; the head of a table may say what each word is. */
  add(person: PersonJson, labelled = false): PersonJson {
    const known = this.find(person.name)
    if (!known) {
      const office = labelled ? null : guessedOffice(person)
      if (office !== null) this.report.gather('offices', `${person.name}: ${office}`)
      return this.insert(person)
    }
    if (!this.quiet) this.report.noise(quote(described(person)), 0.8)
    if (person.name !== known.name)
      this.report.guess('people', this.report.words.nameMatched(person.name, known.name), 0.7)
    merge(known, person)
    return known
  }

  /** Adds what a list of names says of each: "Afbud: A, B og C". False when it names nobody. */
  mention(text: string, say: Mention): boolean {
    if (this.full) return false
    const persons = readPersons(text)
    const found = persons.length ? persons : this.shortNames(text)
    for (const person of found) {
      const known = this.find(person.name) !== null
      if (say.only && !known) continue
      const added = this.add({ ...person, attendance: say.attendance ?? person.attendance })
      if (say.function && !added.functions.includes(say.function)) added.functions.push(say.function)
      if (!known && say.listed !== true)
        this.report.guess('people', this.report.words.personAdded(person.name), 0.7)
    }
    return found.length > 0
  }

  /** First names alone are names when someone on the list bears them. */
  private shortNames(text: string): PersonJson[] {
    const parts = splitOutside(text.replace(/[.]$/, ''))
    const all = parts.every((part) => isShortName(part) && this.find(part) !== null)
    return all ? parts.map(emptyPerson) : []
  }

  private insert(person: PersonJson): PersonJson {
    const folded = fold(person.name)
    const words = folded.split(' ')
    const first = words[0] ?? ''
    const namesakes = this.byFirst.get(first) ?? []
    this.all.push(person)
    this.byName.set(folded, person)
    if (namesakes.length < MOST_NAMESAKES) namesakes.push({ person, words })
    this.byFirst.set(first, namesakes)
    return person
  }
}

export interface Mention {
  function?: PersonFunction
  attendance?: Attendance
  /** The list is itself a list of people, so new names are no surprise. */
  listed?: boolean
  /** Only those already known. */
  only?: boolean
}

/** What an inferior mention adds; an absence always stands over a presence. */
function merge(known: PersonJson, more: PersonJson): void {
  known.title ??= more.title
  known.organisation ??= more.organisation
  known.group ??= more.group
  known.substituteFor ??= more.substituteFor
  if (more.attendance && !(isAway(known.attendance) && !isAway(more.attendance)))
    known.attendance = more.attendance
  if (known.absences.length === 0) known.absences = more.absences
  for (const one of more.functions) if (!known.functions.includes(one)) known.functions.push(one)
}

export const isAway = (attendance: Attendance | null) => attendance === 'apology' || attendance === 'absent'

const described = (person: PersonJson) =>
  [person.name, person.title, person.organisation].filter((part) => part !== null).join(', ')

/** Spelling variants of a Danish name fall together: å/aa/a, h after a vowel, accents. */
export function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/å|aa/g, 'a')
    .replace(/æ|ä/g, 'a')
    .replace(/ø|ö/g, 'o')
    .normalize('NFD')
    .replace(/[^\p{L}\s-]/gu, '')
    .replace(/([aeiouy])h(?=[^aeiouy])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}

/** One name shortens the other: all words of the shorter stand in the longer, in order, an initial counting as its word. */
function likens(a: string[], b: string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let at = 0
  for (const word of short) {
    const found = long.findIndex(
      (other, i) =>
        i >= at &&
        (other === word ||
          (word.length === 1 && other.startsWith(word)) ||
          (other.length === 1 && word.startsWith(other))),
    )
    if (found < 0) return false
    at = found + 1
  }
  return true
}
