import type { overview as da } from '../da/overview.ts'

export const overview: typeof da = {}
