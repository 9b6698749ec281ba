import * as Y from 'yjs'
import { AUTHORED_ROOTS, SERVED_ROOTS } from '../../schema/margin.ts'
import { ROOTS, fragment, type SectionKey } from '../../schema/paper.ts'

/** A word that was typed once, in one place, and what of that the server has promised to keep. */
export interface Word {
  /** `k<client>n<number>.`, so that it is found again and its place among its writer's words is known. */
  text: string
  section: SectionKey
  acknowledged: boolean
  deleted: 'no' | 'here' | 'acknowledged'
}

export type Ill =
  'lost' | 'doubled' | 'misplaced' | 'altered' | 'returned' | 'strange' | 'diverged' | 'unserved'

/** Something that is not where it was written. */
export interface Finding {
  ill: Ill
  word: string
  detail: string
}

const WORD = /k\d+n\d+\./g

/** The words of each section of a paper, in reading order. */
export function wordsOf(doc: Y.Doc): Map<SectionKey, string[]> {
  const sections = [...doc.share.keys()].filter((key): key is SectionKey => key.includes('/'))
  return new Map(sections.map((key) => [key, fragment(doc, key).toString().match(WORD) ?? []]))
}

/** All a paper or a margin says, so that two peers hold the same exactly when these are equal. */
export function contentOf(doc: Y.Doc): string {
  const sections = [...doc.share.keys()].filter((key): key is SectionKey => key.includes('/')).sort()
  const texts = sections.map((key) => [key, fragment(doc, key).toString()]).filter(([, text]) => text !== '')
  const maps = [...ROOTS, ...AUTHORED_ROOTS, ...SERVED_ROOTS].map((root) => [
    root,
    sorted(doc.getMap(root).toJSON()),
  ])
  return JSON.stringify([...maps, ...texts])
}

/**
 * Compares a paper with what was typed into it. With `all` every word must be there, else only what was acknowledged
 * must; what is there must in either case stand once, in its section, after its writer's earlier words.
 */
export function judge(typed: Iterable<Word>, found: Map<SectionKey, string[]>, all: boolean): Finding[] {
  const places = placesOf(found)
  const findings: Finding[] = []
  for (const word of typed) {
    const ill = illOf(word, places.get(word.text) ?? [], all)
    if (ill !== null) findings.push({ ill, word: word.text, detail: detailOf(word, places) })
    places.delete(word.text)
  }
  for (const [word, sections] of places) findings.push({ ill: 'strange', word, detail: sections.join(' ') })
  return [...findings, ...disorder(found)]
}

function illOf({ section, acknowledged, deleted }: Word, places: SectionKey[], all: boolean): Ill | null {
  if (places.length > 1) return 'doubled'
  if (places.length === 1 && places[0] !== section) return 'misplaced'
  const mustBe = deleted === 'no' && (all || acknowledged)
  const mustNotBe = deleted === 'acknowledged' || (all && deleted === 'here')
  if (mustBe && places.length === 0) return 'lost'
  return mustNotBe && places.length > 0 ? 'returned' : null
}

function detailOf({ text, section, deleted }: Word, places: Map<string, SectionKey[]>): string {
  const there = (places.get(text) ?? []).join(' ') || 'nowhere'
  return `typed in ${section}, found ${there}${deleted === 'no' ? '' : `, deleted (${deleted})`}`
}

function placesOf(found: Map<SectionKey, string[]>): Map<string, SectionKey[]> {
  const places = new Map<string, SectionKey[]>()
  for (const [section, words] of found)
    for (const word of words) places.set(word, [...(places.get(word) ?? []), section])
  return places
}

/** Everybody writes at the end of a section, so one writer's words stand in the order they were typed. */
function disorder(found: Map<SectionKey, string[]>): Finding[] {
  const findings: Finding[] = []
  for (const [section, words] of found) {
    const last = new Map<string, number>()
    for (const word of words) {
      const [client = '', number = 0] = parse(word)
      if (number <= (last.get(client) ?? -1))
        findings.push({ ill: 'misplaced', word, detail: `out of order in ${section}` })
      last.set(client, number)
    }
  }
  return findings
}

function parse(word: string): [string, number] {
  const [client = '', number = ''] = word.split('n')
  return [client, Number(number.slice(0, -1))]
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
