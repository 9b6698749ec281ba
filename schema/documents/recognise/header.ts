import type { Attendance, PersonFunction, PersonJson } from '../../meeting.ts'
import { plainText } from '../markup/inline.ts'
import { rowsOf } from './cells.ts'
import {
  addName,
  isForum,
  isNameOfForum,
  isOnline,
  isPlace,
  newHead,
  setFact,
  setPlace,
  setTitle,
  settleNames,
  setWhen,
  type Head,
} from './head.ts'
import { headerField, headerLine, type HeaderField } from './fields.ts'
import { lineOf, type Line } from './lines.ts'
import { nameOf } from './names.ts'
import { sameTitle } from './noise.ts'
import { isOrganisation, isName, isRoleWord } from './pieces.ts'
import { peopleTable } from './people-table.ts'
import { readPersons } from './person.ts'
import { quote, type Report } from './report.ts'
import { isKindWord, readTitle } from './titles.ts'

const ATTENDANCE_FIELDS: Partial<Record<HeaderField, Attendance>> = {
  apology: 'apology',
  absent: 'absent',
  guest: 'guest',
  observer: 'observer',
  secretariat: 'secretariat',
}
const FUNCTION_FIELDS: Partial<Record<HeaderField, PersonFunction>> = {
  chair: 'chair',
  cochair: 'cochair',
  host: 'host',
  minutetaker: 'minutetaker',
  secretary: 'secretary',
}
const PEOPLE_FIELDS = new Set<HeaderField>([
  'people',
  'apology',
  'absent',
  'guest',
  'observer',
  'secretariat',
])
const NOBODY = /^(ingen|ingen afbud|-|–|\/|n\/a|nej)\.?$/i
/** Reads the head: everything before the first item. */
export function readHead(lines: Line[], report: Report): Head {
  const reader = new HeadReader(report)
  lines.forEach((line, i) => reader.line(line, lines[i + 1]))
  reader.closeGroup()
  settleNames(reader.head, report)
  return reader.head
}

/** Reads people from the lines of an item that is a list of them; the lines stay in the item too. */
export function readPeopleIn(head: Head, lines: Line[], report: Report): void {
  const reader = new HeadReader(report, head)
  const left = head.left.length
  reader.open = 'people'
  lines.forEach((line, i) => reader.line(line, lines[i + 1]))
  reader.closeGroup()
  head.left.length = left
}

class HeadReader {
  readonly head: Head
  private readonly report: Report
  /** The label whose values the following lines are. */
  open: HeaderField | null = null
  private taken = 0
  private group: string | null = null
  /** The heading of the group, until somebody stands under it. */
  private heading: { line: Line; guessed: boolean } | null = null
  /** Names of columns, when a row of labels stood above. */
  private columns: (HeaderField | null)[] | null = null
  private table: ((cells: string[]) => boolean) | null = null

  constructor(report: Report, head?: Head) {
    this.report = report
    this.head = head ?? newHead(report)
  }

  line(line: Line, next: Line | undefined): void {
    const rows = rowsOf(line)
    if (rows) return rows.forEach((row) => this.row(row, line))
    this.columns = null
    this.table = null
    const field = line.ordinal ? null : headerLine(line)
    if (field && !(field.field === 'contents' && field.value))
      return this.field(field.field, field.label, field.value, line)
    if (this.open && PEOPLE_FIELDS.has(this.open) && this.personLine(line, next)) return
    if (this.open && this.scalar(this.open, line)) return
    this.unlabelled(line)
  }

  private field(field: HeaderField, label: string, value: string, line: Line): void {
    if (field === 'contents') {
      if (isKindWord(label)) this.unlabelled(line)
      else this.report.noise(quote(line.printed))
      return
    }
    this.open = field
    this.taken = 0
    this.closeGroup()
    if (field === 'people' && !/^((møde)?deltagere|medlemmer|til ?stede)$/.test(nameOf(label)))
      this.group = label.replace(/:$/, '')
    const text = plainText(value).trim()
    if (text) this.value(field, text, line)
  }

  /** The value of a field; what a scalar field cannot use stays as a line. */
  private value(field: HeaderField, text: string, line: Line): void {
    this.taken++
    if (NOBODY.test(text)) return this.report.noise(quote(line.printed))
    if (PEOPLE_FIELDS.has(field)) return this.persons(text, line)
    const one = FUNCTION_FIELDS[field]
    if (one) {
      if (!this.head.people.mention(text, { function: one, listed: true })) this.head.left.push(line)
      return
    }
    setFact(this.head, field, text, line, this.report)
  }

  /** The lines after a label that stood alone are its value, until a gap. */
  private scalar(field: HeaderField, line: Line): boolean {
    if (PEOPLE_FIELDS.has(field)) return false
    const text = line.plain
    const several = field === 'nextMeetings' || field === 'online' || field === 'place'
    if (this.taken > 0 && (line.gap || !several)) {
      this.open = null
      return false
    }
    if (line.heading || isKindWord(text)) return false
    this.value(field, text, line)
    return true
  }

  /** A line under a label of people: persons, or a heading over a group of them. */
  private personLine(line: Line, next: Line | undefined): boolean {
    const text = line.plain
    if (!text) return true
    if (NOBODY.test(text)) return this.nobody()
    if (this.head.people.full) return this.unplaced(text, line)
    const grouped = /^([^:]{2,60}):\s*(.*)$/.exec(text)
    if (grouped) return this.groupLine(grouped[1] ?? '', grouped[2] ?? '', line)
    const persons = readPersons(text)
    if (persons.length && !(isOrganisation(text) && !isName(text))) {
      this.addPersons(persons)
      return true
    }
    if (line.heading || line.bold || isOrganisation(text) || (next && isGroupOver(text, next))) {
      this.openGroup(text, line, true)
      return true
    }
    return text.length < 120 && !line.gap && this.unplaced(text, line)
  }

  /** Stays a line of text, and is doubted. */
  private unplaced(text: string, line: Line): true {
    this.report.guess('people', this.report.words.personUnplaced(quote(text)), 0.3)
    this.head.left.push(line)
    return true
  }

  private groupLine(name: string, rest: string, line: Line): boolean {
    this.openGroup(name.trim(), line)
    if (NOBODY.test(rest.trim())) return this.nobody()
    if (rest.trim()) this.persons(rest, line)
    return true
  }

  private nobody(): true {
    this.heading = null
    return true
  }

  private openGroup(name: string, line: Line, guessed = false): void {
    this.closeGroup()
    this.group = name
    this.heading = { line, guessed }
  }

  /** A heading with nobody under it stays as text. */
  closeGroup(): void {
    if (this.heading) {
      this.report.guess('people', this.report.words.groupEmpty(quote(this.heading.line.printed)), 0.4)
      this.head.left.push(this.heading.line)
    }
    this.group = this.heading = null
  }

  private groupFilled(): void {
    if (this.heading?.guessed)
      this.report.guess('people', this.report.words.groupGuessed(quote(this.heading.line.plain)), 0.8)
    this.heading = null
  }

  private persons(text: string, line: Line): void {
    const { people } = this.head
    const found = people.full ? [] : readPersons(text)
    if (found.length) return this.addPersons(found)
    const away = this.away()
    if (people.mention(text, away ? { attendance: away } : {})) this.groupFilled()
    else this.unplaced(text, line)
  }

  /** The attendance that the label above says. */
  private away(): Attendance | undefined {
    return this.open ? ATTENDANCE_FIELDS[this.open] : undefined
  }

  private addPersons(persons: PersonJson[]): void {
    const { people } = this.head
    this.groupFilled()
    const attendance = attendanceOfGroup(this.group) ?? this.away() ?? null
    if (persons.length > 1 && persons.some((person) => person.title ?? person.organisation))
      this.report.guess(
        'people',
        this.report.words.personsParted(persons.map(({ name }) => name).join(' · ')),
        0.6,
      )
    for (const person of persons) {
      if (this.group && isOrganisation(bareGroup(this.group))) person.organisation ??= bareGroup(this.group)
      person.group = this.group
      person.attendance ??= attendance
      people.add(person)
    }
  }

  /** A row of cells: labels over values, a label with its value, or a person. */
  private row(cells: string[][], line: Line): void {
    const flat = cells.map((cell) => cell.join(' ').trim())
    const filled = flat.filter(Boolean)
    if (!filled.length) return
    this.table = peopleTable(flat, this.head.people) ?? this.table
    if (this.table?.(flat)) return
    const labels = flat.map((cell) => (cell ? headerField(cell) : null))
    const named = labels.filter((label) => label !== null).length
    if (named >= 2 && named >= filled.length - 1) {
      this.columns = labels
      return
    }
    if (labels[0] && filled.length >= 1) {
      this.columns = null
      this.open = null
      return this.labelledRow(labels, cells, flat[0] ?? '', line)
    }
    if (this.columns) return this.valueRow(this.columns, cells, line)
    if (filled.length && this.open && PEOPLE_FIELDS.has(this.open)) {
      const paragraphs = cells.flat().filter(Boolean)
      const persons = paragraphs.every((text) => readPersons(text).length) ? paragraphs : [filled.join(', ')]
      return persons.forEach((text) => this.persons(text, line))
    }
    this.unlabelled({ ...line, plain: filled.join(' '), printed: filled.join(' '), cells: null })
  }

  /** "Emne: | 4. møde", also several pairs on a row. */
  private labelledRow(labels: (HeaderField | null)[], cells: string[][], label: string, line: Line): void {
    let field = labels[0] ?? null
    if (field) this.field(field, label, '', line)
    cells.slice(1).forEach((cell, i) => {
      const next = labels[i + 1] ?? null
      if (next) {
        field = next
        this.field(next, cell.join(' '), '', line)
      } else if (field && cell.length) this.cellValues(field, cell, line)
    })
  }

  private cellValues(field: HeaderField, cell: string[], line: Line): void {
    if (!PEOPLE_FIELDS.has(field)) return this.value(field, cell.join(' '), line)
    for (const paragraph of cell) {
      if (/:$/.test(paragraph)) this.openGroup(paragraph.slice(0, -1), lineOf(paragraph))
      else this.value(field, paragraph, line)
    }
  }

  private valueRow(columns: (HeaderField | null)[], cells: string[][], line: Line): void {
    cells.forEach((cell, i) => {
      const field = columns[i]
      if (field && cell.length) this.cellValues(field, cell, line)
      else if (cell.join('').trim())
        this.head.left.push({ ...line, text: cell.join(' '), plain: cell.join(' '), cells: null })
    })
    this.columns = null
  }

  private unlabelled(line: Line): void {
    const text = line.plain
    this.open = null
    this.closeGroup()
    const apart = text.length < 200 ? text.split(/\s{3,}/) : []
    if (apart.length > 1)
      return apart.forEach((part) =>
        this.unlabelled({ ...line, text: part, plain: part, printed: part, ordinal: null }),
      )
    const whole = line.ordinal ? line.printed : text
    const title = readTitle(whole)
    if (title.kind || title.meeting) return setTitle(this.head, title, whole, false, this.report)
    if (isOnline(text)) return void this.head.online.push(text)
    if (
      text.length < 200 &&
      !this.head.date &&
      (title.dates.length || (title.times.length && text.length < 60))
    )
      return setWhen(this.head, text, line, this.report)
    if (text.length < 160 && isPlace(text) && !text.split(/[\s,]+/).some(isRoleWord))
      return this.guessPlace(text)
    if (sameTitle(text, this.head.forum ?? '')) return this.report.noise(text)
    if (isForum(text) && this.head.forum === null) return this.guessForum(text)
    if (!line.bullet && isNameOfForum(text) && this.head.people.all.length === 0 && addName(this.head, text))
      return
    if (this.aPerson(line)) return
    this.head.left.push(line)
  }

  private guessForum(text: string): void {
    this.head.forum = text
    this.report.guess('forum', this.report.words.forumGuessed(text), 0.7)
  }

  private guessPlace(text: string): void {
    setPlace(this.head, text)
    this.report.guess('place', this.report.words.placeGuessed(text), 0.7)
  }

  private aPerson(line: Line): boolean {
    if (this.head.people.full) return false
    const persons = readPersons(line.plain)
    if (!persons.length || !persons.every((person) => person.title ?? person.organisation)) return false
    if (line.plain.length > 200 || /[.!?]$/.test(line.plain)) return false
    for (const person of persons) this.head.people.add(person)
    this.report.guess('people', this.report.words.personGuessed(quote(line.plain)), 0.6)
    return true
  }
}

const attendanceOfGroup = (group: string | null): Attendance | null => {
  const field = group ? headerField(group) : null
  return field ? (ATTENDANCE_FIELDS[field] ?? null) : null
}

const bareGroup = (group: string) => group.replace(/^fra\s+/i, '')

const isGroupOver = (text: string, next: Line) =>
  text.length < 60 &&
  !/[.,;]$/.test(text) &&
  readPersons(next.plain).some((person) => person.title ?? person.organisation)
