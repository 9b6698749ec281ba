import type { server as da } from '../da/server.ts'

export const server: typeof da = {}
