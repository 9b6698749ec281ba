import * as Y from 'yjs'
import { reanchor, type Before, type Texts } from '../../schema/anchors.ts'
import { anchor, threads, type Anchor, type TextTarget, type Thread } from '../../schema/margin.ts'
import { fragment, sectionKeys, type Paper, type SectionKey } from '../../schema/paper.ts'
import { sectionText, type SectionText } from '../../schema/section-text.ts'

/** Papers that are remembered as they were. */
const REMEMBERED = 64
/** For so long threads are looked for at a time, in ms: all papers wait meanwhile. */
const PATIENCE = 300
/** So many letters of quotes are written at a time. */
const WRITTEN = 300_000

/** A paper as it was seen last, the threads that were put off then, and of those the doubted. */
type Seen = Before & { putOff: ReadonlySet<string>; doubted: ReadonlySet<string> }

/** Sees to it that threads stay on their text while the paper changes (rule M10). Remembers how it saw a paper last. */
export class Anchoring {
  private readonly memory = new Map<string, Seen>()

  /** @param now milliseconds since some moment */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * What is to be written into a margin now, under a client of the server's; null: all stands where it stood. What takes
   * too long is put off to the next time, and then comes first.
   *
   * @param margin is changed
   * @param doubted threads whose anchors are somebody else's than the server's (rule M70)
   */
  follow(
    zone: string,
    paper: Paper,
    margin: Y.Doc,
    client: number,
    doubted: readonly string[] = [],
  ): Uint8Array | null {
    const texts = textsOf(paper)
    const places = new Map<string, { from: number; to: number }>()
    const before = this.memory.get(zone) ?? null
    const writes = new Map<string, Anchor>()
    const putOff = new Set<string>()
    const inDoubt = new Set([...doubted, ...(before?.doubted ?? [])])
    const until = this.now() + PATIENCE
    let letters = 0
    for (const { id, target } of inTurn(threads(margin), before?.putOff)) {
      if (target.kind !== 'text') continue
      if (letters > WRITTEN || this.now() > until) {
        putOff.add(id)
        continue
      }
      const last = anchor(margin, id)
      // What was put off was not looked for in the text as it was seen last.
      const known = before?.putOff.has(id) ? null : before
      const now =
        last && inDoubt.delete(id)
          ? reanchorDoubted(target, last, texts, id)
          : reanchor(target, last, texts, id, known)
      if (now.place) places.set(id, now.place)
      if (isSame(now.anchor, last ?? { ...target, state: 'found' })) continue
      writes.set(id, now.anchor)
      letters += now.anchor.quote.length
    }
    const doubtedStill = new Set([...inDoubt].filter((id) => putOff.has(id)))
    this.remember(zone, { texts: texts.read(), places, putOff, doubted: doubtedStill })
    return written(margin, client, writes)
  }

  private remember(zone: string, seen: Seen): void {
    this.memory.delete(zone)
    this.memory.set(zone, seen)
    const [oldest] = this.memory.keys()
    if (this.memory.size > REMEMBERED && oldest !== undefined) this.memory.delete(oldest)
  }
}

function reanchorDoubted(
  target: TextTarget,
  last: Anchor,
  texts: Texts,
  id: string,
): ReturnType<typeof reanchor> {
  const meant = reanchor(target, null, texts, id)
  return meant.anchor.state === 'found' ? meant : reanchor(target, { ...last, state: 'uncertain' }, texts, id)
}

/** Those that were put off first, whoever waits longest before the others. */
function inTurn(all: Thread[], putOff: Iterable<string> = []): Thread[] {
  const turns = new Map([...putOff].map((id, i) => [id, i]))
  const turnOf = ({ id }: Thread) => turns.get(id) ?? turns.size
  return all.toSorted((a, b) => turnOf(a) - turnOf(b))
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
  const stand = new Set(keys)
  const known = new Map<SectionKey, SectionText>()
  const of = (key: SectionKey): SectionText | null => {
    // A section of an item that was removed stands nowhere, though its text is kept.
    if (!stand.has(key)) return null
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
