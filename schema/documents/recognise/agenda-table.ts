import { dictionary, nameOf } from './names.ts'
import type { Line } from './lines.ts'

type Column = 'number' | 'title' | 'presenter' | 'duration' | 'case' | 'minutes' | 'recommendation' | 'other'

const COLUMNS = dictionary<Column>([
  ['number', 'nr|pkt|#|punkt nr'],
  ['title', 'emne|sag|punkt|titel|dagsordenspunkt|overskrift|emner|punkter'],
  ['presenter', 'ansvarlig|oplægsholder|ved|hvem|indleder'],
  ['duration', 'tid|varighed|tidsforbrug|minutter|min'],
  ['case', 'sagsfremstilling|beskrivelse|indhold|baggrund|formål'],
  ['minutes', 'referat|beslutning|konklusion|opfølgning|beslutning/referat|referat/beslutning'],
  ['recommendation', 'indstilling|anbefaling'],
])
const LONGEST_NAME = 24

/** Rows beyond any real agenda stay rows of a table. */
const MOST_ROWS = 20_000

/** An agenda set as a table, one item a row, becomes lines like those of any other agenda. */
export function expandAgendaTables(lines: Line[]): Line[] {
  const expanded: Line[] = []
  let columns: Column[] | null = null
  let count = 0
  for (const line of lines) {
    if (!line.cells) columns = null
    else if (columns) {
      if (isDelimiter(line.cells)) continue
      if (++count > MOST_ROWS) expanded.push(line)
      else for (const one of rowLines(line, columns, count)) expanded.push(one)
      continue
    } else {
      columns = columnsOf(line.cells)
      count = 0
      if (columns) continue
    }
    expanded.push(line)
  }
  return expanded
}

function columnsOf(cells: string[]): Column[] | null {
  const columns = cells.map(columnOf)
  const known = columns.filter((column) => column !== 'other').length
  return columns.includes('title') && known >= 2 && (columns.includes('number') || known >= 3)
    ? columns
    : null
}

const columnOf = (cell: string): Column =>
  cell.length > LONGEST_NAME ? 'other' : (COLUMNS.get(nameOf(plain(cell))) ?? 'other')

const isDelimiter = (cells: string[]) => cells.every((cell) => /^:?-+:?$/.test(cell))
const plain = (cell: string) => cell.replace(/[*_]/g, '').trim()

function rowLines(line: Line, columns: Column[], count: number): Line[] {
  const cell = (column: Column) =>
    columns
      .flatMap((one, i) => (one === column ? [line.cells?.[i] ?? ''] : []))
      .join(' ')
      .trim()
  const label =
    /\d{1,3}/.exec(cell('number'))?.[0] ?? /^(\d{1,3})[.)]\s/.exec(cell('title'))?.[1] ?? String(count)
  const title = plain(cell('title')).replace(/^\d{1,3}[.)]\s+/, '')
  if (!title) return [line]
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
  const heading: Line = {
    ...line,
    cells: null,
    ordinal,
    text: printed,
    plain: printed,
    printed: `${label}. ${printed}`,
    gap: true,
    bullet: false,
  }
  return [
    heading,
    ...section(line, cell('case'), ''),
    ...section(line, cell('other'), ''),
    ...section(line, cell('recommendation'), 'Indstilling:'),
    ...section(line, cell('minutes'), 'Referat:'),
  ]
}

function section(line: Line, text: string, label: string): Line[] {
  if (!text) return []
  const own = (one: string): Line => ({
    ...line,
    cells: null,
    ordinal: null,
    text: one,
    plain: plain(one),
    printed: plain(one),
    gap: true,
    bullet: false,
    heading: 0,
    bold: false,
  })
  const paragraphs = text
    .split(/<br\s?\/?>/i)
    .map((part) => part.trim())
    .filter(Boolean)
  return [...(label ? [own(label)] : []), ...paragraphs.map(own)]
}
