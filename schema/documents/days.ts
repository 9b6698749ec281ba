import { isDate } from '../dates.ts'
import type { Words } from './recognise/report.ts'

/** A day in words, "24. marts 2026". Text that is no ISO day is given back as it is. */
export function dayText(text: string, words: Words): string {
  if (!isDate(text)) return text
  const [year = '', month = '', day = ''] = text.split('-')
  return words.date(Number(day), words.months[Number(month) - 1] ?? '', year)
}
