import * as Y from 'yjs'
import { AUTHORED_ROOTS } from '../../schema/margin-entries.ts'
import { ITEM_SECTIONS, items, sectionKey, splitKey, type SectionKey } from '../../schema/paper.ts'
import { isNow, readBlocks } from '../merging/text-blocks.ts'

/** From which clock on a client's structs are the user's own and not on the server; Infinity: none of them are. */
export type MineFrom = (client: number) => number

/** What is known of who wrote what in a copy. */
export interface Authorship {
  /** What the server had at the last acknowledgement; null when it never had anything. */
  acknowledged: Uint8Array | null
  isOwn(client: number): boolean
  /** Whose device it is. */
  user: string
}

export function mineFrom({ acknowledged, isOwn }: Omit<Authorship, 'user'>): MineFrom {
  const known = acknowledged === null ? new Map<number, number>() : Y.decodeStateVector(acknowledged)
  return (client) => (isOwn(client) ? (known.get(client) ?? 0) : Infinity)
}

/** What a user has written into an item and not sent, paragraph by paragraph, without a word of anybody else's. */
export function ownWords(paper: Y.Doc, item: string, mineFrom: MineFrom): Map<SectionKey, string[]> {
  const found = new Map<SectionKey, string[]>()
  for (const section of ITEM_SECTIONS) {
    const key = sectionKey(item, section)
    const texts = readBlocks(paper.getXmlFragment(key), isNow)
      .map(({ pieces }) =>
        pieces
          .map(({ client, clock, text }) =>
            text.slice(Math.min(text.length, Math.max(0, mineFrom(client) - clock))),
          )
          .join(''),
      )
      .filter((text) => text.trim() !== '')
    if (texts.length > 0) found.set(key, texts)
  }
  return found
}

/** Puts words into a paper that has none yet of an item, as paragraphs, for their author to read. */
export function writeWords(
  paper: Y.Doc,
  item: string,
  words: readonly (readonly [key: SectionKey, texts: string[]])[],
): void {
  const own = words.filter(([key]) => splitKey(key).owner === item)
  if (own.length > 0) items.add(paper, item, { closed: true })
  for (const [key, texts] of own) {
    const paragraphs = texts.map((text) => {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(text)])
      return paragraph
    })
    paper.getXmlFragment(key).push(paragraphs)
  }
}

/** The texts of a margin's entries, by id, of those that `isMine` says. */
export function ownRemarks(margin: Y.Doc, isMine: (id: string) => boolean): Map<string, string> {
  const found = new Map<string, string>()
  for (const root of AUTHORED_ROOTS)
    for (const [id, entry] of margin.getMap(root)) {
      const text: unknown = entry instanceof Y.Map ? (entry.get('text') ?? entry.get('reason')) : null
      if (typeof text === 'string' && text !== '' && isMine(id)) found.set(id, text)
    }
  return found
}

/** Whether an entry of a margin is a user's. What was parted from one before names nobody: it is theirs alone. */
export function isBy(user: string, margin: Y.Doc, id: string): boolean {
  const author = AUTHORED_ROOTS.map((root) => margin.getMap(root).get(id))
    .filter((entry) => entry instanceof Y.Map)
    .map((entry) => entry.get('author'))
    .at(0)
  return author === undefined || author === user
}
