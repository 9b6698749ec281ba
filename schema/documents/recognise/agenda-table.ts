import { Dictionary } from './names.ts'
import { quote, type Report } from './report.ts'
import { lineOf, type Line } from './lines.ts'

type Column = 'number' | 'title' | 'presenter' | 'duration' | 'case' | 'minutes' | 'recommendation' | 'other'

const COLUMNS = new Dictionary<Column>([
  ['number', 'nr|pkt|#|punkt nr'],
  ['title', 'emne|sag|punkt|titel|dagsordenspunkt|overskrift|emner|punkter'],
  ['presenter', 'ansvarlig|oplægsholder|ved|hvem|indleder'],
  ['duration', 'tid|varighed|tidsforbrug|minutter|min'],
  ['case', 'sagsfremstilling|beskrivelse|indhold|baggrund|formål'],
  ['minutes', 'referat|beslutning|konklusion|opfølgning|beslutning/referat|referat/beslutning'],
  ['recommendation', 'indstilling|anbefaling'],
])
const NUMBERED = /^(\d{1,3})[.)]\s+/
/** Rows beyond any real agenda stay rows of a table. */
const MOST_ROWS = 1_000

/** An agenda set as a table, one item a row, becomes lines like those of any other agenda. */
export function expandAgendaTables(lines: Line[], report: Report): Line[] {
  const expanded: Line[] = []
  let columns: Column[] | null = null
  let count = 0
  lines.forEach((line, at) => {
    if (!line.cells) columns = null
    else if (columns) {
      if (isDelimiter(line.cells)) return
      if (++count > MOST_ROWS) expanded.push(line)
      else for (const one of rowLines(line, columns, count, report)) expanded.push(one)
      return
    } else {
      columns = columnsOf(line.cells, lines[at + 1])
      count = 0
      if (columns) return report.guess('item', report.words.tableOfItems(quote(line.printed)), 0.8)
    }
    expanded.push(line)
  })
  return expanded
}

/** The columns that a row names; two names are enough when numbers stand in or below them. */
function columnsOf(cells: string[], next: Line | undefined): Column[] | null {
  const columns = cells.map(columnOf)
  const known = columns.filter((column) => column !== 'other').length
  if (known < 2 || !columns.includes('title')) return null
  const below = next?.cells?.[columns.indexOf('title')] ?? ''
  return known >= 3 || columns.includes('number') || NUMBERED.test(below) ? columns : null
}

const columnOf = (cell: string): Column => COLUMNS.get(plain(cell)) ?? 'other'

const isDelimiter = (cells: string[]) => cells.every((cell) => /^:?-+:?$/.test(cell))
const plain = (cell: string) => cell.replace(/[*_]/g, '').trim()

function rowLines(line: Line, columns: Column[], count: number, report: Report): Line[] {
  const cell = (column: Column) =>
    columns
      .flatMap((one, i) => (one === column ? [line.cells?.[i] ?? ''] : []))
      .join(' ')
      .trim()
  const printedNumber = /\d{1,3}/.exec(cell('number'))?.[0] ?? NUMBERED.exec(cell('title'))?.[1]
  const label = printedNumber ?? String(count)
  const title = plain(cell('title')).replace(NUMBERED, '')
  if (!title) return [line]
  if (printedNumber === undefined) report.guess('item', report.words.rowCounted(label, quote(title)), 0.6)
  const presenter = plain(cell('presenter'))
  const duration = /\d{1,3}/.exec(cell('duration'))?.[0]
  const printed = [title, presenter && `ved ${presenter}`, duration && `${duration} min.`]
    .filter(Boolean)
    .join(' – ')
  const ordinal = {
    label,
    value: [Number(label)],
    style: 'decimal' as const,
    mark: '.',
    word: false,
    printed: `${label}.`,
  }
  const heading: Line = { ...lineOf(printed), ordinal, printed: `${label}. ${printed}` }
  return [
    heading,
    ...section(cell('case'), ''),
    ...section(cell('other'), ''),
    ...section(cell('recommendation'), 'Indstilling:'),
    ...section(cell('minutes'), 'Referat:'),
  ]
}

function section(text: string, label: string): Line[] {
  if (!text) return []
  const paragraphs = text
    .split(/<br\s?\/?>/i)
    .map((part) => part.trim())
    .filter(Boolean)
  return [...(label ? [label] : []), ...paragraphs].map((one) => ({
    ...lineOf(one),
    plain: plain(one),
    printed: plain(one),
  }))
}
