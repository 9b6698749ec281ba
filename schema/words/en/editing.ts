import type { editing as da } from '../da/editing.ts'

export const editing: typeof da = {}
