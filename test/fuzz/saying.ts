import { digestOf } from '../../schema/digest.ts'
import { ROOTS, type Paper } from '../../schema/paper.ts'
import { ordered } from './ordered.ts'
import { sectionsOf } from './words.ts'

/** What a paper says, part by part: its maps, and the text of every section, of removed items too. */
export function saying(paper: Paper): Map<string, string> {
  const parts = new Map<string, string>(ROOTS.map((root) => [root, ordered(paper.getMap(root).toJSON())]))
  for (const key of sectionsOf(paper)) {
    const text = paper.getXmlFragment(key).toString()
    if (text !== '') parts.set(key, text)
  }
  return parts
}

export function differing(a: Map<string, string>, b: Map<string, string>): string | null {
  for (const part of new Set([...a.keys(), ...b.keys()])) if (a.get(part) !== b.get(part)) return part
  return null
}

/** The same to who only reads: whether an empty section holds an empty paragraph is nothing to them (rule P9). */
export function differingToRead(a: Paper, b: Paper): string | null {
  return digestOf(a) === digestOf(b) ? null : (differing(saying(a), saying(b)) ?? 'what it says')
}
