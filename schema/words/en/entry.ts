import type { entry as da } from '../da/entry.ts'

export const entry: typeof da = {}
