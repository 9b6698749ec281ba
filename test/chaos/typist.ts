import * as Y from 'yjs'
import { fragment, items, type SectionKey } from '../../schema/paper.ts'
import { Peer } from './peer.ts'
import type { Word } from './words.ts'

/** Words after which a paragraph is full. */
const FULL = 40
const REACH = 5

/** Somebody who types in a paper. */
export class Typist extends Peer {
  readonly words: Word[] = []

  /** Writes the items of a new meeting. */
  begin(ids: string[]): void {
    items.fill(
      this.doc,
      ids.map((id) => ({ id, fields: {} })),
    )
  }

  /** Adds a word at the end of a section. */
  type(section: SectionKey, random: () => number): void {
    const text = `${this.name}n${this.words.length}.`
    const word: Word = { text, section, acknowledged: false, deleted: 'no' }
    this.words.push(word)
    this.change(
      () => append(fragment(this.doc, section), text, random),
      () => (word.acknowledged = true),
    )
  }

  /** Deletes one of the last words typed here; does nothing when there is none. */
  deleteOne(random: () => number): void {
    const word = this.words.at(-1 - Math.floor(random() * REACH))
    if (word === undefined || word.deleted !== 'no') return
    const found = find(fragment(this.doc, word.section), word.text)
    if (found === null) return void this.trouble.push(`${word.text} is gone from the window it was typed in`)
    word.deleted = 'here'
    this.change(
      () => found.run.delete(found.at, word.text.length),
      () => (word.deleted = 'acknowledged'),
    )
  }
}

function append(section: Y.XmlFragment, text: string, random: () => number): void {
  const last = section.length > 0 ? section.get(section.length - 1) : null
  const run = last instanceof Y.XmlElement && last.length > 0 ? last.get(last.length - 1) : null
  if (run instanceof Y.XmlText && random() < 1 - 1 / FULL) return run.insert(run.length, ` ${text}`)
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(text)])
  section.push([paragraph])
}

/** Looks from the end, where the latest words are. */
function find(section: Y.XmlFragment, text: string): { run: Y.XmlText; at: number } | null {
  for (const paragraph of section.toArray().reverse())
    for (const run of paragraph instanceof Y.XmlElement ? paragraph.toArray() : []) {
      const at = run instanceof Y.XmlText ? run.toString().indexOf(text) : -1
      if (run instanceof Y.XmlText && at >= 0) return { run, at }
    }
  return null
}
