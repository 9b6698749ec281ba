import type { MeetingJson } from '../meeting.ts'
import { documents as danish } from '../words/da/documents.ts'
import { DocumentError } from './errors.ts'
import { toHtml, type HtmlOptions } from './html.ts'
import { readJson } from './json.ts'
import { toMarkdown } from './markdown.ts'
import { MAX_BYTES } from './recognise/source.ts'
import type { Words } from './recognise/report.ts'
import { readText, type ReadOptions } from './text.ts'

export { DOCUMENT_WORDS } from '../words/documents.ts'
export { withClosed, type ClosedPart } from './closed.ts'
export { DocumentError, explain, type DocumentErrorId, type Explanation } from './errors.ts'
export { toHtml, type Approval, type HtmlOptions } from './html.ts'
export { readJson } from './json.ts'
export { toMarkdown } from './markdown.ts'
export { readText, type ReadOptions } from './text.ts'

/** The formats a meeting is written in here. Word and PDF are made elsewhere. */
export type DocumentFormat = 'json' | 'md' | 'txt' | 'html'

export interface WriteOptions extends HtmlOptions {
  words?: Words
}

/**
 * Reads a source by its content and name: text, Markdown or meeting.json. Ids that no `newId` makes are unique in the
 * meeting only. Throws `DocumentError` for what cannot be read.
 */
export function readDocument(
  name: string,
  source: Uint8Array | string,
  options: Partial<ReadOptions> = {},
): MeetingJson {
  const { text, isCodePage } =
    typeof source === 'string' ? { text: source, isCodePage: false } : decode(source, name)
  const reading: ReadOptions = { newId: counter(), ...options, name: options.name ?? name }
  const meeting = isJson(name, text) ? readJson(text, reading) : readText(text, reading)
  if (isCodePage) {
    const { report } = options.words ?? danish
    meeting.report.unshift({ where: 'source', what: report.codePage, confidence: 0.6 })
  }
  return meeting
}

const isJson = (name: string, text: string) => /\.json$/i.test(name) || /^\s*\{\s*"/.test(text.slice(0, 200))

function counter(): () => string {
  let last = 0
  return () => `item-${++last}`
}

/** UTF-8 with or without a mark, UTF-16 with one, else the Windows code page that older systems write. */
function decode(bytes: Uint8Array, name: string): { text: string; isCodePage: boolean } {
  if (bytes.length === 0) throw new DocumentError('empty', { name })
  if (bytes.length > MAX_BYTES)
    throw new DocumentError('tooLarge', { name, size: bytes.length, limit: MAX_BYTES })
  const [first, second] = bytes
  const marked =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null
  if (marked) return { text: new TextDecoder(marked).decode(bytes), isCodePage: false }
  if (bytes.subarray(0, 65_536).includes(0)) throw new DocumentError('binary', { name })
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), isCodePage: false }
  } catch {
    // Not UTF-8: every byte is a letter in the code page.
    return { text: new TextDecoder('windows-1252').decode(bytes), isCodePage: true }
  }
}

/** Writes a meeting in a format; plain text is the Markdown. */
export function writeDocument(
  meeting: MeetingJson,
  format: DocumentFormat,
  options: WriteOptions = {},
): string {
  const words = options.words ?? danish
  switch (format) {
    case 'json':
      return `${JSON.stringify(meeting, null, 2)}\n`
    case 'md':
    case 'txt':
      return toMarkdown(meeting, words, options.approval !== undefined)
    case 'html':
      return toHtml(meeting, words, options)
  }
}
