import * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { CONTEXT, deletedBlocks, itemId, sectionOf, type ItemId, type Loss } from './losses.ts'
import { wroteAs } from './moving-client.ts'
import { Ranges } from './ranges.ts'
import { isNow, lettersIn, readBlocks, type Letter, type TextBlock } from './text-blocks.ts'

/** How many deleted blocks are remembered. */
const MOST = 300

/** A block the user deleted, and what colleagues had written in it without knowing. */
export interface Grave {
  section: SectionKey
  /** What it read. */
  text: string
  before: string
  after: string
  previous: ItemId[]
  next: ItemId[]
  /** Something was written in the same change: it may have been moved or turned into something else. */
  replaced: boolean
  /** What the same change wrote that reads as it did. */
  copy: Letter[]
  written: Letter[]
  /** The client that wrote it. */
  writer: number
  /** The offer that was made of it. */
  offer: string | null
}

interface Plot {
  from: number
  to: number
  grave: Grave
}

/** The blocks of text the user has deleted in this window: what comes into one later is not passed over. */
export class Graves {
  readonly #plots = new Map<number, Plot[]>()
  #count = 0

  /** An own change, while Yjs still holds what it deleted. */
  bury(transaction: Y.Transaction): void {
    for (const element of deletedBlocks(transaction)) {
      const id = element._item?.id
      // What comes from the disk was deleted before, and is no deed of now.
      if (id === undefined || id.clock >= (transaction.beforeState.get(id.client) ?? 0)) continue
      const section = element._item && sectionOf(element._item)
      if (section === null || this.#count >= MOST) continue
      this.#count++
      this.#bury(transaction, section, element)
    }
  }

  /** What an update brings into the user's deleted blocks. */
  into(bytes: Uint8Array, transaction: Y.Transaction): Grave[] {
    if (this.#count === 0) return []
    const { structs, ds } = Y.decodeUpdate(bytes)
    const named = new Ranges(ds.clients)
    const touched = new Set<Grave>()
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue
      const { client, clock } = struct.id
      if (clock < (transaction.beforeState.get(client) ?? 0)) continue
      const grave = this.#graveOf(struct)
      if (grave === null || !Y.getItem(transaction.doc.store, struct.id).deleted) continue
      this.#write(grave, struct, struct.content.str, named)
      touched.add(grave)
    }
    return [...touched]
  }

  #bury(transaction: Y.Transaction, section: SectionKey, element: Y.XmlElement): void {
    const { beforeState, doc, deleteSet } = transaction
    const wasThere = (item: Y.Item): boolean =>
      item.id.clock < (beforeState.get(item.id.client) ?? 0) &&
      (!item.deleted || Y.isDeleted(deleteSet, item.id))
    const blocks = readBlocks(doc.getXmlFragment(section), wasThere)
    const index = blocks.findIndex((block) => block.element === element)
    const text = textOf(blocks.slice(index, index + 1))
    const textBefore = textOf(blocks.slice(0, index))
    const grave: Grave = {
      section,
      text,
      before: textBefore.slice(-CONTEXT),
      after: textOf(blocks.slice(index + 1)).slice(0, CONTEXT),
      previous: alive(blocks.slice(0, Math.max(0, index)).reverse()),
      next: alive(blocks.slice(index + 1)),
      replaced: wroteAs(doc.clientID, transaction),
      copy: copyOf(text, readBlocks(doc.getXmlFragment(section), isNow), beforeState),
      written: [],
      writer: 0,
      offer: null,
    }
    this.#claim(element._item, grave)
    for (let item = element._start; item !== null; item = item.right) this.#claimAll(item, grave)
  }

  #claimAll(item: Y.Item, grave: Grave): void {
    this.#claim(item, grave)
    if (!(item.content instanceof Y.ContentType)) return
    for (let inner = item.content.type._start; inner !== null; inner = inner.right)
      this.#claimAll(inner, grave)
  }

  #claim(item: Y.Item | null, grave: Grave): void {
    if (item !== null) this.#plot(item.id.client, item.id.clock, item.length, grave)
  }

  #plot(client: number, clock: number, length: number, grave: Grave): void {
    const plots = this.#plots.get(client) ?? []
    plots.push({ from: clock, to: clock + length, grave })
    this.#plots.set(client, plots)
  }

  #graveOf({ origin, rightOrigin, parent }: Y.Item): Grave | null {
    const ids = [origin, rightOrigin, parent instanceof Y.AbstractType ? null : parent]
    for (const id of ids) {
      const grave = id !== null && typeof id === 'object' && 'clock' in id ? this.#at(id) : null
      if (grave) return grave
    }
    return null
  }

  #at({ client, clock }: { client: number; clock: number }): Grave | null {
    const plots = this.#plots.get(client) ?? []
    return plots.find(({ from, to }) => from <= clock && clock < to)?.grave ?? null
  }

  #write(grave: Grave, { id, origin }: Y.Item, text: string, named: Ranges): void {
    const { client, clock } = id
    const letters = Array.from({ length: text.length }, (_, i) => ({
      client,
      clock: clock + i,
      text: text[i] ?? '',
    })).filter((letter) => !named.has(letter.client, letter.clock))
    const at = grave.written.findIndex(
      (letter) => letter.client === origin?.client && letter.clock === origin.clock,
    )
    grave.written.splice(at < 0 ? grave.written.length : at + 1, 0, ...letters)
    grave.writer = client
    this.#plot(client, clock, text.length, grave)
  }
}

/** Whether what was in a grave stands in the copy that was made of it. */
export function standsCopied({ copy }: Grave, { store }: Y.Doc): boolean {
  return copy.some(({ client, clock }) => !Y.getItem(store, Y.createID(client, clock)).deleted)
}

/** What of a text is new since a state and reads the same. */
function copyOf(text: string, blocks: readonly TextBlock[], since: ReadonlyMap<number, number>): Letter[] {
  const isNew = ({ client, clock }: Letter): boolean => clock >= (since.get(client) ?? 0)
  const written = lettersIn(blocks, isNew)
  const at = written
    .map((letter) => letter.text)
    .join('')
    .indexOf(text)
  return text.trim() === '' || at < 0 ? [] : written.slice(at, at + text.length)
}

/** What was written in a grave, as a loss. */
export function lossOf({ section, before, after, previous, next, written }: Grave): Loss {
  const text = written.map((letter) => letter.text).join('')
  return {
    section,
    text,
    content: text === '' ? [] : [{ type: 'text', text }],
    blocks: null,
    stranded: [],
    before,
    after,
    ownBefore: 0,
    ownAfter: 0,
    previous,
    next,
  }
}

function textOf(blocks: readonly TextBlock[]): string {
  return blocks.flatMap(({ pieces }) => pieces.map(({ text }) => text)).join('')
}

function alive(blocks: readonly TextBlock[]): ItemId[] {
  return blocks
    .filter(({ deleted }) => !deleted)
    .slice(0, 3)
    .map(({ element }) => itemId(element))
}
