import type { sync as da } from '../da/sync.ts'

export const sync: typeof da = {}
