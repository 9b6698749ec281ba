import { emptyPerson, type PersonJson } from '../../meeting.ts'
import { Dictionary } from './names.ts'
import type { People } from './people.ts'
import { applyRemark, readPersons, remarkOf } from './person.ts'

type Column =
  'name' | 'title' | 'organisation' | 'group' | 'functions' | 'attendance' | 'substituteFor' | 'absences'

const COLUMNS = new Dictionary<Column>([
  ['name', 'navn|deltager|medlem|person'],
  ['title', 'titel|stilling'],
  ['organisation', 'organisation|arbejdssted|ansættelsessted|repræsenterer|repræsentant for'],
  ['group', 'gruppe|kreds'],
  ['functions', 'funktion(er)?|rolle'],
  ['attendance', 'deltagelse|fremmøde|til ?stede|afbud|deltog|status'],
  ['absences', '(deltagelse|fremmøde) pr. punkt'],
  ['substituteFor', '(i stedet|suppleant|stedfortræder) for'],
])
/** A reader of the rows below, when a row is the head of a table of people; null when it is not. */
export function peopleTable(head: string[], people: People): ((cells: string[]) => boolean) | null {
  const columns = head.map((cell) => COLUMNS.get(cell) ?? null)
  if (!columns.includes('name') || columns.filter((column) => column !== null).length < 2) return null
  let first = true
  return (cells) => {
    if (first) {
      first = false
      return true
    }
    return readRow(columns, head, cells, people)
  }
}

function readRow(columns: (Column | null)[], head: string[], cells: string[], people: People): boolean {
  const name = cells[columns.indexOf('name')] ?? ''
  if (!name || people.full) return false
  const person = readPersons(name)[0] ?? emptyPerson(name)
  cells.forEach((cell, i) => {
    const column = columns[i]
    if (cell && column && column !== 'name') fill(person, column, cell, head[i] ?? '')
  })
  people.add(person, true)
  return true
}

function fill(person: PersonJson, column: Column, cell: string, heading: string): void {
  switch (column) {
    case 'absences':
      return addRemark(person, cell)
    case 'functions':
      for (const part of cell.split(/\s*,\s*/)) addRemark(person, part)
      return
    case 'attendance':
      return addRemark(person, /^x$/i.test(cell) ? heading : cell)
    case 'name':
      return
    default:
      person[column] = cell
  }
}

/** What is no function or attendance stays with the title. */
function addRemark(person: PersonJson, text: string): void {
  const remark = remarkOf(text)
  if (remark) applyRemark(person, remark)
  else person.title = person.title ? `${person.title}, ${text}` : text
}
