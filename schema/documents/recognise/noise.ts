import { headerField } from './fields.ts'
import type { Line } from './lines.ts'
import { nameOf } from './names.ts'
import type { Report } from './report.ts'
import { quote } from './report.ts'

/** An entry of a table of contents: a title and where its page stands. */
export interface ContentsEntry {
  title: string
  /** The list is of attachments, not of items. */
  annex: boolean
}

export interface Cleaned {
  lines: Line[]
  contents: ContentsEntry[]
}

const PAGE = /^[-–\s]*((side|s\.|page)\s*)?\d{1,4}(\s*(af|\/|of)\s*\d{1,4})?[-–\s]*$/i
const PAGE_WORD = /^[-–\s]*(side|s\.|page)\s*\d{1,4}(\s*(af|\/|of)\s*\d{1,4})?[-–\s]*$/i
const LEADERS = /\s*(?:\.\s?){3,}\s*\d{1,4}\s*$|\s*…+\s*\d{1,4}\s*$|\t+\s*\d{1,4}\s*$|\s*_{3,}\s*\d{1,4}\s*$/
const MOST_CONTENTS = 2000

/** Takes out page numbers, headings repeated on every page, and tables of contents; each is quoted in the report. */
export function dropNoise(lines: Line[], report: Report): Cleaned {
  const contents: ContentsEntry[] = []
  const drop = new Set(runningHeads(lines))
  lines.forEach((line, i) => {
    if (line.comment || isPageNumber(line, lines[i + 1])) drop.add(i)
  })
  for (const [from, to] of contentsBlocks(lines)) {
    const annex = /bilag/i.test(lines[from]?.plain ?? '')
    for (let i = from; i < to; i++) {
      drop.add(i)
      const line = lines[i]
      if (i > from && line) contents.push({ title: contentsTitle(line), annex })
    }
  }
  for (const i of [...drop].sort((a, b) => a - b))
    if (lines[i]) report.noise(quote(lines[i].comment ?? lines[i].printed))
  return { lines: keep(lines, drop), contents }
}

/** Removes lines; a gap that stood before one now stands before the next. */
function keep(lines: Line[], drop: Set<number>): Line[] {
  const kept: Line[] = []
  let page = false
  let gap = false
  lines.forEach((line, i) => {
    if (drop.has(i)) {
      gap ||= line.gap
      page ||= line.pageBreak || PAGE.test(line.printed)
      return
    }
    const moved = (gap || page) && !(line.gap && (line.pageBreak || !page))
    kept.push(moved ? { ...line, gap: true, pageBreak: line.pageBreak || page } : line)
    page = gap = false
  })
  return kept
}

function isPageNumber(line: Line, next: Line | undefined): boolean {
  if (line.printed.length > 24 || line.cells) return false
  if (PAGE_WORD.test(line.printed)) return true
  return (
    PAGE.test(line.printed) &&
    line.gap &&
    (next?.gap ?? true) &&
    (next?.pageBreak === true || line.pageBreak || /^[-–]\s?\d+\s?[-–]$|\//.test(line.printed))
  )
}

/** A line that stands at three page breaks or more is a running head or foot; its first place is kept. */
function runningHeads(lines: Line[]): number[] {
  const places = new Map<string, number[]>()
  lines.forEach((line, i) => {
    const next = lines[i + 1]
    if (i > 0 && !line.pageBreak && next && !next.pageBreak) return
    const key = nameOf(line.printed.replace(/\d+/g, '#'))
    if (key.length < 3 || headerField(line.plain)) return
    const same = places.get(key)
    if (same) same.push(i)
    else places.set(key, [i])
  })
  return [...places.values()].filter((at) => at.length >= 3).flatMap((at) => at.slice(1))
}

/** From a heading such as "Indholdsfortegnelse" over all entries with page numbers. */
function contentsBlocks(lines: Line[]): [number, number][] {
  const blocks: [number, number][] = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]
    if (!line || line.printed.length > 40) continue
    if (headerField(line.plain) !== 'contents') continue
    const end = entriesEnd(lines, i + 1)
    if (end > i + 1) blocks.push([i, end])
    i = Math.max(i, end - 1)
  }
  return blocks
}

function entriesEnd(lines: Line[], from: number): number {
  let end = from
  for (let i = from; i < lines.length && i < from + MOST_CONTENTS; i++) {
    if (isEntry(lines[i])) end = i + 1
    else if (i > end || (lines[i]?.printed.length ?? 0) > 160) break
  }
  return end
}

const isEntry = (line: Line | undefined) =>
  line !== undefined && line.text.length < 400 && LEADERS.test(line.text.slice(-60))

function contentsTitle(line: Line): string {
  return line.text.replace(LEADERS, '').replace(/\t/g, ' ').trim()
}

/** Two titles that say the same, whatever markup, case and end punctuation. */
export function sameTitle(a: string, b: string): boolean {
  return key(a) === key(b) && key(a) !== ''
}

export const key = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
