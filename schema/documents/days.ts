import { isDate } from '../dates.ts'
import { DOCUMENT_WORDS } from '../words/documents.ts'
import { isoDate } from './recognise/dates.ts'
import type { Words } from './recognise/report.ts'

/** A day in words, "24. marts 2026". Text that is no ISO day is given back as it is. */
export function dayText(text: string, words: Words): string {
  if (!isDate(text)) return text
  const [year = '', month = '', day = ''] = text.split('-')
  return words.date(Number(day), words.months[Number(month) - 1] ?? '', year)
}

/** The ISO day that `dayText` writes so in any language; null when there is none. */
export function dayFrom(text: string): string | null {
  const [, day, name = '', year] = /^(\d{1,2})\.? (\p{L}+) (\d{4})$/u.exec(text) ?? []
  for (const words of Object.values(DOCUMENT_WORDS)) {
    const iso = isoDate(Number(year), words.months.indexOf(name) + 1, Number(day))
    if (isDate(iso) && dayText(iso, words) === text) return iso
  }
  return null
}
