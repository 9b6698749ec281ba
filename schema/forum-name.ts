/** "Direktørforum – Sundhedsklynge Øst": a forum and what it is part of, as written in one line (rule U35). */
export function splitForum(written: string): { name: string; partOf: string | null } {
  const [name = '', ...rest] = written.split(/\s+[–—]\s+/)
  return { name: name.trim(), partOf: rest.length > 0 ? rest.join(' – ').trim() : null }
}

/** The line again. */
export function joinForum(name: string, partOf: string | null): string | null {
  return [name, partOf ?? ''].filter((part) => part !== '').join(' – ') || null
}
