import type { forum as da } from '../da/forum.ts'

export const forum: typeof da = {}
