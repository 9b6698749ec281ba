/**
 * All texts a pattern stands for: `(faste |øvrige )?(møde)?deltagere` stands for six. Groups nest; a group, or the
 * letter before it, is left out by `?`.
 */
export function variants(pattern: string): string[] {
  let at = 0
  const alternatives = (): string[] => {
    const all: string[] = []
    let texts = ['']
    while (at < pattern.length && pattern.charAt(at) !== ')') {
      const char = pattern.charAt(at++)
      if (char === '|') {
        all.push(...texts)
        texts = ['']
        continue
      }
      const part = char === '(' ? alternatives() : [char]
      if (char === '(') at++
      const parts = pattern.charAt(at) === '?' ? ['', ...part] : part
      if (parts.length > part.length) at++
      texts = texts.flatMap((text) => parts.map((one) => text + one))
    }
    return [...all, ...texts]
  }
  return alternatives()
}

/** What each name stands for, of patterns of names; the first to name it has it. Asking costs the same for any number of names. */
export function dictionary<K extends string>(patterns: readonly (readonly [K, string])[]): Map<string, K> {
  const names = new Map<string, K>()
  for (const [meaning, pattern] of patterns)
    for (const name of variants(pattern)) if (!names.has(name)) names.set(name, meaning)
  return names
}

const ENDS = new Set([':', '.'])

/** A name as it is compared: without case, end marks and runs of space. */
export function nameOf(text: string): string {
  const name = text.toLowerCase().trim()
  const bare = ENDS.has(name.charAt(name.length - 1)) ? name.replace(/[\s:.]+$/, '') : name
  return /\s\s|[^\S ]/.test(bare) ? bare.replace(/\s+/g, ' ') : bare
}
