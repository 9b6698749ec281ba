/** A value as JSON, the same for two that say the same. */
export function ordered(value: Record<string, unknown>): string {
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(
    entries.map(([key, entry]) => [
      key,
      typeof entry === 'object' && entry !== null && !Array.isArray(entry)
        ? ordered(entry as Record<string, unknown>)
        : entry,
    ]),
  )
}
