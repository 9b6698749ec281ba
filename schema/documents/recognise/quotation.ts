import { unquoted, type Line } from './lines.ts'
import type { Report } from './report.ts'

/** A document that is mostly a quotation, as one pasted from a mail, is read from inside it. */
export function openQuotation(lines: Line[], report: Report): Line[] {
  const quoted = lines.filter((line) => line.quotes > 0)
  if (quoted.length === 0 || quoted.length * 2 < lines.length) return lines
  report.guess('source', report.words.quotationOpened(quoted.length), 0.7)
  return lines.map((line) => (line.quotes > 0 ? (unquoted([line], {})[0] ?? line) : line))
}
