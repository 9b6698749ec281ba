import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { items, type SectionKey } from '../../schema/paper.ts'
import { keepItem, takeOutItem } from '../../schema/parting.ts'
import { randomOf } from '../server/random.ts'

const ITEM = 'item-0001'
const KEYS: SectionKey[] = [`${ITEM}/case`, `${ITEM}/minutes`, 'item-0002/case', 'item-0002/minutes']

/** A writer who types, splits, formats, deletes and takes back, and remembers every word. */
class Writer {
  readonly doc = new Y.Doc()
  readonly words: Record<string, string[]> = {}
  private readonly undo: Y.UndoManager

  constructor(
    private readonly chance: (below: number) => number,
    private readonly name: string,
  ) {
    this.undo = new Y.UndoManager(this.doc, { captureTimeout: 0 })
  }

  act(): void {
    const key = KEYS[this.chance(KEYS.length)] ?? `${ITEM}/case`
    const section = this.doc.getXmlFragment(key)
    const block = section.length > 0 ? section.get(this.chance(section.length)) : null
    const text = block instanceof Y.XmlElement ? block.get(0) : null
    const kind = this.chance(8)
    if (kind === 0) this.undo.undo()
    else if (kind === 1 && section.length > 0) section.delete(this.chance(section.length), 1)
    else if (kind < 4 || !(text instanceof Y.XmlText)) this.paragraph(key, section)
    else if (kind === 4 && text.length > 2) text.delete(this.chance(text.length - 1), 1)
    else if (kind === 5 && text.length > 2) text.format(0, text.length, { strong: {} })
    else text.insert(this.chance(text.length + 1), this.word(key))
  }

  private paragraph(key: SectionKey, section: Y.XmlFragment): void {
    const made = new Y.XmlElement('paragraph')
    made.insert(0, [new Y.XmlText(this.word(key))])
    section.insert(this.chance(section.length + 1), [made])
  }

  private word(key: SectionKey): string {
    const list = (this.words[key.startsWith(ITEM) ? 'closed' : 'open'] ??= [])
    const word = `${this.name}${key.startsWith(ITEM) ? 'X' : 'O'}${list.length}.`
    list.push(word)
    return word
  }
}

function copyOf(...updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  return doc
}

function sections(doc: Y.Doc, item: string): string[] {
  return KEYS.filter((key) => key.startsWith(item)).map((key) => doc.getXmlFragment(key).toString())
}

const SEEDS = Array.from({ length: 80 }, (_, seed) => seed + 1)

test('Z1 whatever was written, the open part has no byte of the item, and what is carried meets what went before', () => {
  for (const seed of SEEDS) {
    const next = randomOf(seed)
    const chance = (below: number): number => Math.floor(next() * below)
    const [one, two] = [new Writer(chance, 'a'), new Writer(chance, 'b')]
    items.add(one.doc, ITEM, { presenters: ['Xpresenter'] })
    items.add(one.doc, 'item-0002', {})
    for (let step = 0; step < 30; step++) {
      one.act()
      Y.applyUpdate(two.doc, Y.encodeStateAsUpdate(one.doc))
    }
    // From here on the second one is away.
    for (let step = 0; step < 15; step++) {
      one.act()
      two.act()
    }
    const before = Y.encodeStateAsUpdate(one.doc)
    const away = Y.encodeStateAsUpdate(two.doc)
    const [open, closed] = [copyOf(before), copyOf(before)]
    takeOutItem(open, ITEM)
    keepItem(closed, ITEM)
    const [rest, carried] = [copyOf(away), copyOf(away)]
    takeOutItem(rest, ITEM)
    keepItem(carried, ITEM)
    const opened = copyOf(Y.encodeStateAsUpdate(open), Y.encodeStateAsUpdate(rest))
    const zone = copyOf(Y.encodeStateAsUpdate(closed), Y.encodeStateAsUpdate(carried))
    const whole = copyOf(before, away)
    expect([seed, sections(zone, ITEM)]).toEqual([seed, sections(whole, ITEM)])
    expect([seed, sections(opened, 'item-0002')]).toEqual([seed, sections(whole, 'item-0002')])
    for (const doc of [open, rest, opened]) {
      const bytes = Buffer.from(Y.encodeStateAsUpdate(doc)).toString('latin1')
      expect([seed, /[ab]X\d|Xpresenter/.exec(bytes)?.[0]]).toEqual([seed, undefined])
    }
    for (const doc of [closed, carried, zone])
      expect([seed, /[ab]O\d/.exec(Buffer.from(Y.encodeStateAsUpdate(doc)).toString('latin1'))?.[0]]).toEqual(
        [seed, undefined],
      )
  }
})
