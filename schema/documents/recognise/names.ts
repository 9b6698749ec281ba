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

/** What names stand for. Asking costs the same for any number of names. */
export class Dictionary<K extends string> {
  private readonly meanings = new Map<string, K>()

  /** Of patterns of names (see `variants`); the first to hold a name has it. */
  constructor(patterns: readonly (readonly [K, string])[]) {
    for (const [meaning, pattern] of patterns)
      for (const name of variants(pattern)) if (!this.meanings.has(name)) this.meanings.set(name, meaning)
  }

  /** The meaning of a name as printed; one in two languages ("Dato / Date") is known by the first that is. */
  get(printed: string): K | undefined {
    if (printed.length > LONGEST_NAME) return undefined
    const name = nameOf(printed)
    const known = this.meanings.get(name)
    if (known !== undefined || !name.includes(' / ') || name.includes(':')) return known
    const language = name.split(' / ').find((one) => this.meanings.has(one))
    return language === undefined ? undefined : this.meanings.get(language)
  }
}

const LONGEST_NAME = 60
const ENDS = new Set([':', '.'])

/** A name as it is compared: without case, end marks and runs of space. */
export function nameOf(text: string): string {
  const name = text.toLowerCase().trim()
  const bare = ENDS.has(name.charAt(name.length - 1)) ? name.replace(/[\s:.]+$/, '') : name
  return singleSpaced(bare)
}

/** A text with one space where there is any. Most texts are so, and are not made anew. */
export const singleSpaced = (text: string) => (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text)
