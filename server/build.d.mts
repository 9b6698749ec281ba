export const SERVER_ENTRIES: readonly string[]
export function buildServer(root: string): Promise<boolean>
export function buildClient(root: string): Promise<boolean>
