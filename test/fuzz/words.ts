import * as Y from 'yjs'
import { splitKey, type Paper, type SectionKey } from '../../schema/paper.ts'

/** Characters that one client typed after each other. */
export interface Stretch {
  client: number
  clock: number
  len: number
}

/** Where a word stands in Yjs: its characters, and the types around it from the inside out. */
export interface Place {
  chars: Stretch[]
  around: Y.ID[]
}

/** The unique words of a section, each with its places. */
export type Words = Map<string, Place[]>

const WORD = /[a-z]{4}[A-Z]{4}/g
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/**
 * The `n`th word. Neighbours begin and end with other letters, and pieces of two words never make a third: the second
 * half is the first in a mirror.
 */
export function wordOf(n: number): string {
  let rest = n * 7919
  let half = ''
  for (let i = 0; i < 4; i++, rest = Math.floor(rest / 26)) half += LETTERS[rest % 26]
  return half + mirrored(half)
}

/** The words in a text, and where they begin. */
export function foundIn(text: string): { word: string; from: number }[] {
  return [...text.matchAll(WORD)]
    .map(({ 0: word, index: from }) => ({ word, from }))
    .filter(({ word }) => word.slice(4) === mirrored(word.slice(0, 4)))
}

export function wordsIn(text: string): string[] {
  return foundIn(text).map(({ word }) => word)
}

function mirrored([a, b, c, d]: string): string {
  return `${d}${c}${b}${a}`.toUpperCase()
}

interface Run {
  text: string
  pieces: { at: number; size: number; id: Y.ID; around: Y.ID[] }[]
}

/** Reads a section as a reader does: text that stands together is one text, whatever it is made of. */
export function readWords(root: Y.XmlFragment): Words {
  const words: Words = new Map()
  readChildren(root, [], words)
  return words
}

function readChildren(parent: Y.XmlFragment, around: Y.ID[], words: Words): void {
  let run: Run = { text: '', pieces: [] }
  const end = (): void => {
    if (run.text !== '') note(run, words)
    run = { text: '', pieces: [] }
  }
  for (const item of itemsOf(parent)) {
    const { content } = item
    if (!(content instanceof Y.ContentType)) continue
    const inside = [item.id, ...around]
    if (content.type instanceof Y.XmlText) addText(content.type, inside, run)
    else {
      end()
      readChildren(content.type as Y.XmlElement, inside, words)
    }
  }
  end()
}

function addText(text: Y.XmlText, around: Y.ID[], run: Run): void {
  for (const { content, id } of itemsOf(text)) {
    if (!(content instanceof Y.ContentString)) continue
    run.pieces.push({ at: run.text.length, size: content.str.length, id, around })
    run.text += content.str
  }
}

function note({ text, pieces }: Run, words: Words): void {
  for (const { word, from } of foundIn(text)) {
    const to = from + word.length
    const under = pieces.filter(({ at, size }) => at < to && at + size > from)
    const chars = under.map(({ at, size, id: { client, clock } }) => {
      const first = Math.max(at, from)
      return { client, clock: clock + first - at, len: Math.min(at + size, to) - first }
    })
    words.set(word, [...(words.get(word) ?? []), { chars, around: under[0]?.around ?? [] }])
  }
}

function* itemsOf(type: { _start: Y.Item | null }): Iterable<Y.Item> {
  for (let item = type._start; item !== null; item = item.right) if (!item.deleted) yield item
}

/** The words of every section of a paper, also of removed items; what did not change is not read again. */
export class WordIndex {
  private readonly known = new Map<SectionKey, Words>()

  constructor(private readonly paper: Paper) {
    paper.on('afterTransaction', ({ changedParentTypes }: Y.Transaction) => {
      for (const [name, root] of paper.share)
        if (changedParentTypes.has(root as never)) this.known.delete(name as SectionKey)
    })
  }

  all(): Map<SectionKey, Words> {
    for (const key of sectionsOf(this.paper))
      if (!this.known.has(key)) this.known.set(key, readWords(this.paper.getXmlFragment(key)))
    return new Map(this.known)
  }
}

/** The names of all sections that hold or held text. */
export function sectionsOf(paper: Paper): SectionKey[] {
  return [...paper.share.keys()].filter((name): name is SectionKey => name.includes('/')).sort()
}

/** `item/section`, whatever the item's place. */
export function homeOf(key: SectionKey, identity: (item: string) => string): string {
  const { owner, section } = splitKey(key)
  return `${identity(owner)}/${section}`
}
