import type { Block, Blocks } from '../../nodes.ts'
import { paragraph, readBlocks, type BlockContext } from '../markup/blocks.ts'
import type { Line } from './lines.ts'
import { isPoint } from './sections.ts'

const SENTENCE =
  /^(.{0,200}?\b(?:indstilles|indstiller|anbefales|anbefaler|foreslås)(?:\s+det)?(?:\s+til\s+[^,:]{2,60}?)?),?\s+(at\s+.{12,})$/is
const LEAD_END = /(:|\bat)\s*$/

/**
 * A recommendation: an optional lead paragraph and one ordered list, whose items are the points. `onUnlisted` hears of
 * points that nothing but their place makes so.
 */
export function readRecommendation(
  lines: Line[],
  context: BlockContext,
  onUnlisted: (point: string) => void,
): Blocks {
  const first = lines[0]
  if (!first) return []
  const lastPoint = lines.findLastIndex(isPoint)
  const isLead = (line: Line, at: number) => !isPoint(line) && (LEAD_END.test(line.plain) || at < lastPoint)
  const begin = lines.findIndex((line, at) => !isLead(line, at))
  const lead: Blocks = readBlocks(begin < 0 ? lines : lines.slice(0, begin), context)
  const rest = begin < 0 ? [] : lines.slice(begin)
  const split = lead.length === 0 && !isPoint(first) && rest.length > 0 ? SENTENCE.exec(first.text) : null
  if (split) {
    lead.push(paragraph(`${split[1] ?? ''},`, context))
    rest[0] = { ...first, text: split[2] ?? '', plain: split[2] ?? '' }
  }
  const points = groupPoints(rest)
  for (const [own] of points) if (own && !isPoint(own)) onUnlisted(own.plain)
  return points.length ? [...lead, listOf(points, context)] : lead
}

/** Each point with the lines that belong to it. */
function groupPoints(lines: Line[]): Line[][] {
  const points: Line[][] = []
  const numbered = lines.some((line) => line.ordinal)
  const edge = lines.filter(isPoint).reduce((least, line) => Math.min(least, line.indent), 60)
  for (const line of lines) {
    const inside =
      points.length > 0 &&
      (line.indent > edge + 1 || (numbered && line.bullet) || (line.bullet && !line.text))
    if (inside) points.at(-1)?.push(line)
    else if (line.text) points.push([line])
  }
  return points
}

function listOf(points: Line[][], context: BlockContext): Block {
  const first = points[0]?.[0]?.ordinal
  const attrs = { start: first?.value.at(-1) ?? 1, style: first?.style ?? 'decimal' }
  const content = points.map(([own, ...below]) => ({
    type: 'list_item',
    content: [...(own ? [paragraph(unmarked(own), context)] : []), ...readBlocks(below, context, 2)],
  }))
  return { type: 'ordered_list', attrs, content }
}

/** A point that is bold as a whole is bold for its layout, not for its meaning. */
const unmarked = (line: Line) => (line.bold ? line.text.replace(/^(\*\*|__)(.*)\1$/, '$2') : line.text)
