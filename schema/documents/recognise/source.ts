import { DocumentError } from '../errors.ts'
import type { Report } from './report.ts'

/** The largest source that is read. */
export const MAX_BYTES = 10_000_000

/* eslint-disable no-control-regex -- control characters are what this file is about */
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f\u0080-\u009f\ufffe\uffff]/g

/** Refuses what is not text: empty, too large, or full of control characters. */
export function refuseBadSource(source: string, name?: string): void {
  if (source.length > MAX_BYTES)
    throw new DocumentError('tooLarge', { name, size: source.length, limit: MAX_BYTES })
  if (isBinary(source.slice(0, 65_536))) throw new DocumentError('binary', { name })
  if (!/[\p{L}\p{N}]/u.test(source)) throw new DocumentError('empty', { name })
}

function isBinary(sample: string): boolean {
  const odd = sample.match(CONTROL)?.length ?? 0
  const lost = sample.match(/\ufffd/g)?.length ?? 0
  return /^(%PDF-|PK\u0003\u0004|\{\\rtf)/.test(sample) || odd + lost > Math.max(8, sample.length / 50)
}

/** More marks upon one letter than this take time without end to be put in order; a joiner that prints nothing parts them. */
const MARKS = /\p{M}{30}/gu

/** What is not in most texts, so that they are looked through once. */
const UNTIDY =
  /[\r\u000b\u0085\u00a0\u00ad\u2000-\u200d\u2011\u2028\u2029\u202f\u2060\u3000\uf02d\uf0a7\uf0b7\ufeff]/

/** One kind of line break and space, composed letters, no control characters, no soft hyphens. */
export function cleanSource(source: string, report: Report): string {
  const odd = source.match(CONTROL)?.length ?? 0
  if (odd) report.guess('source', report.words.controlCharacters(odd), 0.9)
  const text = odd ? source.replace(CONTROL, '') : source
  if (!UNTIDY.test(text)) return composed(text)
  return composed(
    text
      .replace(/\r\n?|[\u2028\u2029\u000b\u0085]/g, '\n')
      .replace(/\u00ad|\u200b|\u200c|\u200d|\u2060|\ufeff/g, '')
      .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
      .replace(/\u2011/g, '-')
      .replace(/[\uf0b7\uf0a7\uf02d]/g, '•'),
  )
}

/** Whether a text holds letters that are put together of several characters; Danish and its punctuation do not. */
const COMPOSED = /[^\u0000-\u02ff\u2000-\u20cf]/

const composed = (text: string) =>
  COMPOSED.test(text) ? text.replace(MARKS, '$&\u034f').normalize('NFC') : text
