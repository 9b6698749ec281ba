import * as Y from 'yjs'
import { clientsOf } from '../../client/merging/moving-client.ts'
import type { SectionKey } from '../../schema/paper.ts'
import { homeOf, type Place, type Words } from './words.ts'

/**
 * What kind of thing somebody did, as far as words are concerned.
 *
 * - `write`: new words, or attributes · `erase`: words were meant to go · `shape`: the same words in other blocks
 * - `copy`: words were put in again, here or elsewhere · `undo`, `redo` · `own`: what the program did by itself
 */
export type Family = 'write' | 'erase' | 'shape' | 'copy' | 'undo' | 'redo' | 'own'

/** One thing done on one page, and what it did to the document. */
export interface Act {
  name: string
  family: Family
  page: string
  deleted: Map<number, { clock: number; len: number }[]>
}

interface Known {
  word: string
  page: string
  homes: Set<string>
  places: (Place & { act: Act })[]
  removedBy: Act[]
}

/**
 * A word at the end, and what became of it.
 *
 * - `erased`: somebody who saw it took it away · `offered`: its writer can bring it back with one click
 * - `raced`: what it was typed into was deleted meanwhile · `restructured`: split, joined, wrapped or changed meanwhile
 * - `unsaved`: it was in a window alone when that was killed · `gone`: nobody took it away
 */
export type Fate = 'there' | 'erased' | 'offered' | 'raced' | 'restructured' | 'unsaved' | 'gone'

/** The account of every word: who typed it where, who took it away, and which acts its places came from and fell to. */
export class Account {
  readonly words = new Map<string, Known>()
  readonly acts: Act[] = []
  /** Words that were in a window only when it was killed. */
  readonly unsaved = new Set<string>()
  /** From which clock on what a client wrote was in such a window only. */
  readonly lostFrom = new Map<number, number>()
  readonly faults: string[] = []
  private readonly identities = new Map<string, string>()

  begin(name: string, family: Family, page: string): Act {
    const act: Act = { name, family, page, deleted: new Map() }
    this.acts.push(act)
    return act
  }

  /** A transaction of an act. */
  note(act: Act, transaction: Y.Transaction): void {
    for (const [client, ranges] of transaction.deleteSet.clients)
      act.deleted.set(client, [...(act.deleted.get(client) ?? []), ...ranges])
    if (act.family === 'undo' || act.family === 'redo') this.checkOwn(act, transaction)
  }

  /**
   * Undo takes its own page's letters alone. By letters, not by words: y-prosemirror finds out what was typed from what
   * the text was and is, and before a "b" the first letter of "bread" is the one that was there.
   */
  private checkOwn(act: Act, transaction: Y.Transaction): void {
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return
      if (!clientsOf(transaction.doc.clientID).includes(struct.id.client))
        this.fault(act, `takes "${struct.content.str}" of another`)
    })
  }

  /** What an act did to the words of the page it was done on. */
  compare(
    act: Act,
    before: Map<SectionKey, Words>,
    after: Map<SectionKey, Words>,
    identityOf: (item: string) => string | null,
  ): void {
    const identity = (item: string): string => this.identity(item, identityOf(item))
    const changed = [...after.keys()].filter((key) => before.get(key) !== after.get(key))
    const words = new Set<string>()
    for (const key of changed)
      for (const section of [before.get(key), after.get(key)])
        for (const word of section?.keys() ?? []) words.add(word)
    for (const word of words) {
      const had = placesOf(before, word)
      const has = placesOf(after, word)
      const known = this.known(word, act)
      this.judge(known, act, had, has, identity)
      for (const { place } of has)
        if (!had.some((old) => samePlace(old.place, place))) known.places.push({ ...place, act })
    }
  }

  /** What the program put somewhere by itself. */
  adopt(act: Act, now: Map<SectionKey, Words>): void {
    for (const words of now.values())
      for (const [word, places] of words) {
        const known = this.known(word, act)
        for (const place of places)
          if (!known.places.some((old) => samePlace(old, place))) known.places.push({ ...place, act })
      }
  }

  /** A name that stays an item's own, wherever its text is kept. */
  identity(item: string, now: string | null): string {
    const name = now ?? this.identities.get(item) ?? item
    this.identities.set(item, name)
    return name
  }

  /** Its writer does not want it back. */
  letGo(word: string, act: Act): void {
    this.words.get(word)?.removedBy.push(act)
  }

  /** What a client wrote from a clock on went with a window. */
  lost(client: number, from: number): void {
    this.lostFrom.set(client, Math.min(from, this.lostFrom.get(client) ?? from))
  }

  fateOf(word: string, count: number, isOffered: boolean): Fate {
    const known = this.words.get(word)
    if (!known || count > 0) return 'there'
    if (known.removedBy.length > 0) return 'erased'
    if (isOffered) return 'offered'
    if (this.unsaved.has(word)) return 'unsaved'
    const causes = this.causesOf(word)
    if (causes.some(({ family }) => family !== 'shape' && family !== 'own')) return 'raced'
    if (causes.some(({ family }) => family === 'shape')) return 'restructured'
    return 'gone'
  }

  /** The acts that deleted a place of a word, or what was around it. */
  causesOf(word: string): Act[] {
    const places = this.words.get(word)?.places ?? []
    return this.acts.filter((act) => places.some((place) => fellTo(place, act)))
  }

  private known(word: string, act: Act): Known {
    const known = this.words.get(word)
    if (known) return known
    const made: Known = { word, page: act.page, homes: new Set(), places: [], removedBy: [] }
    this.words.set(word, made)
    return made
  }

  private judge(
    known: Known,
    act: Act,
    had: Found[],
    has: Found[],
    identity: (item: string) => string,
  ): void {
    const { word, homes } = known
    const again = act.family === 'copy' || act.family === 'undo' || act.family === 'redo'
    if (has.length > Math.max(1, had.length) && !again) this.fault(act, `doubles ${word}`)
    for (const { key } of has) {
      const home = homeOf(key, identity)
      if (homes.size === 0 || act.family === 'copy') homes.add(home)
      else if (!homes.has(home) && !had.some((old) => old.key === key))
        this.fault(act, `puts ${word} of ${[...homes].join(', ')} into ${home}`)
    }
    if (had.length === 0 || has.length > 0) return
    known.removedBy.push(act)
    if (act.family === 'write' || act.family === 'own') this.fault(act, `removes ${word}`)
  }

  private fault(act: Act, what: string): void {
    this.faults.push(`${act.page}: "${act.name}" ${what}`)
  }
}

interface Found {
  key: SectionKey
  place: Place
}

function placesOf(sections: Map<SectionKey, Words>, word: string): Found[] {
  return [...sections].flatMap(([key, words]) => (words.get(word) ?? []).map((place) => ({ key, place })))
}

function samePlace(a: Place, b: Place): boolean {
  const [one, other] = [a.chars[0], b.chars[0]]
  return one?.client === other?.client && one?.clock === other?.clock
}

/** Whether an act deleted anything of a place, or of what is around it. */
function fellTo({ chars, around }: Place, { deleted }: Act): boolean {
  const stretches = [...chars, ...around.map(({ client, clock }) => ({ client, clock, len: 1 }))]
  return stretches.some(({ client, clock, len }) =>
    deleted.get(client)?.some((range) => range.clock < clock + len && clock < range.clock + range.len),
  )
}
