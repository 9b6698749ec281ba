import { attendance as da } from './da/attendance.ts'
import { attendance as en } from './en/attendance.ts'
import type { Language } from './index.ts'

/** Words of one's own attendance; fetched with it. */
export type AttendanceWords = typeof da
export const ATTENDANCE_WORDS: Record<Language, AttendanceWords> = { da, en }
