import * as Y from 'yjs'
import { reanchor, type Before, type Texts } from '../../schema/anchors.ts'
import { anchor, threads, type Anchor, type TextTarget } from '../../schema/margin.ts'
import { fragment, sectionKeys, type Paper, type SectionKey } from '../../schema/paper.ts'
import { sectionText, type SectionText } from '../../schema/section-text.ts'

/** Papers that are remembered as they were. */
const REMEMBERED = 64

/** Sees to it that threads stay on their text while the paper changes (rule M10). Remembers how it saw a paper last. */
export class Anchoring {
  private readonly memory = new Map<string, Before>()

  /**
   * What is to be written into a margin now, under a client of the server's; null: all stands where it stood.
   *
   * @param margin is changed
   */
  follow(zone: string, paper: Paper, margin: Y.Doc, client: number): Uint8Array | null {
    const texts = textsOf(paper)
    const places = new Map<string, { from: number; to: number }>()
    const before = this.memory.get(zone) ?? null
    const writes = new Map<string, Anchor>()
    for (const { id, target } of threads(margin)) {
      if (target.kind !== 'text') continue
      const last = anchor(margin, id)
      const now = reanchor(target, last, texts, id, before)
      if (now.place) places.set(id, now.place)
      if (!isSame(now.anchor, last ?? { ...target, state: 'found' })) writes.set(id, now.anchor)
    }
    this.remember(zone, { texts: texts.read(), places })
    return written(margin, client, writes)
  }

  private remember(zone: string, before: Before): void {
    this.memory.delete(zone)
    this.memory.set(zone, before)
    const [oldest] = this.memory.keys()
    if (this.memory.size > REMEMBERED && oldest !== undefined) this.memory.delete(oldest)
  }
}

function written(margin: Y.Doc, client: number, writes: Map<string, Anchor>): Uint8Array | null {
  const root = margin.getMap('anchors')
  const stale = [...root.keys()].filter((id) => !margin.getMap('threads').has(id))
  if (writes.size === 0 && stale.length === 0) return null
  const known = Y.encodeStateVector(margin)
  margin.clientID = client
  let update: Uint8Array | null = null
  margin.once('update', (bytes: Uint8Array) => (update = bytes))
  margin.transact(() => {
    for (const [id, value] of writes) root.set(id, value)
    for (const id of stale) root.delete(id)
  })
  return update ?? Y.encodeStateAsUpdate(margin, known)
}

function textsOf(paper: Paper): Texts & { read(): Map<SectionKey, string> } {
  const keys = sectionKeys(paper)
  const known = new Map<SectionKey, SectionText>()
  const of = (key: SectionKey): SectionText | null => {
    // A section of an item that was removed stands nowhere, though its text is kept.
    if (!keys.includes(key)) return null
    const read = known.get(key) ?? sectionText(fragment(paper, key))
    known.set(key, read)
    return read
  }
  return { keys, of, read: () => new Map([...known].map(([key, { text }]) => [key, text])) }
}

const COMPARED = [
  'item',
  'section',
  'from',
  'to',
  'quote',
  'prefix',
  'suffix',
] as const satisfies (keyof TextTarget)[]

function isSame(a: Anchor, b: Anchor): boolean {
  return a.state === b.state && COMPARED.every((field) => a[field] === b[field])
}
