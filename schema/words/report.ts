import { report as da } from './da/report.ts'
import { report as en } from './en/report.ts'
import type { Language } from './index.ts'

/** Words of an import's report; fetched with it. */
export type ReportWords = typeof da
export const REPORT_WORDS: Record<Language, ReportWords> = { da, en }
