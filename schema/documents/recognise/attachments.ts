import type { AttachmentJson } from '../../meeting.ts'
import type { Block, Blocks } from '../../nodes.ts'
import { readBlocks, type BlockContext } from '../markup/blocks.ts'
import { parseInline } from '../markup/inline.ts'
import { attachmentNumber } from './labels.ts'
import type { Line } from './lines.ts'

export interface ReadAttachments {
  attachments: AttachmentJson[]
  /** Text whose mark stood in a title: a title is plain, so the note stands with it in the case. */
  noted: Blocks
  /** Numbers that stood before the titles, as printed. */
  numbers: string[]
}

const NONE = /^(ingen|ingen bilag|-|–)\.?$/i

/**
 * The attachments of a list: one a line, whether listed, numbered or only file names.
 *
 * @param item the printed number of their item; null: it has none
 */
export function readAttachments(lines: Line[], item: string | null, context: BlockContext): ReadAttachments {
  const found: ReadAttachments = { attachments: [], noted: [], numbers: [] }
  for (const line of lines) {
    for (const text of titlesOf(line)) {
      const content = parseInline(text, context)
      const printed = plainOf(content)
      if (!printed || NONE.test(printed)) continue
      const number = attachmentNumber(printed) || numberWithin(item, printed)
      const title = printed.slice(number.length)
      if (number) found.numbers.push(number.trim())
      found.attachments.push({ title, file: null })
      if (content.some((node) => node.type === 'footnote')) found.noted.push({ type: 'paragraph', content })
    }
  }
  return found
}

/** "2.1 " before a title of the second item, as printed; empty when there is none. */
function numberWithin(item: string | null, printed: string): string {
  const found = /^(\d{1,3})[.-]\d{1,2}[.:]?\s+(?=\S)/.exec(printed)
  return found !== null && found[1] === item ? found[0] : ''
}

function titlesOf(line: Line): string[] {
  if (line.comment !== null) return []
  if (line.html)
    return readBlocks([line], {})
      .flatMap(rowsOf)
      .map((block) => escapeInline(plainOf(leaves(block))))
  if (line.cells) return [line.cells.filter(Boolean).join(' ')]
  return [line.text]
}

/** Each item of a list and each row of a table is an attachment. */
const rowsOf = (block: Block): Block[] => (/list|table/.test(block.type) ? (block.content ?? []) : [block])

const escapeInline = (text: string) => text.replace(/[\\*_[\]<&]/g, '\\$&')

const leaves = (block: Block): Block[] => (block.content ? block.content.flatMap(leaves) : [block])

const plainOf = (content: Block[]) =>
  content
    .map((node) => (node.type === 'hard_break' ? ' ' : (node.text ?? '')))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
