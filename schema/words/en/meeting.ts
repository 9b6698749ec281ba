import type { meeting as da } from '../da/meeting.ts'

export const meeting: typeof da = {}
