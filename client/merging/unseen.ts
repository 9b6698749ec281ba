import * as Y from 'yjs'
import { Ranges } from './ranges.ts'

type Deleted = { clock: number; len: number }[]

/**
 * What updates took without naming it: it fell with what is around it. Whoever made them had not seen it, so this window
 * must not be the one that names it as deleted (rule E28); it falls for everybody by itself.
 */
export class Unseen {
  readonly #fallen = new Map<number, Deleted>()

  /** An update from elsewhere, while Yjs still holds what it deleted. */
  note(update: Uint8Array, transaction: Y.Transaction): void {
    const fallen = [...fallenIn(transaction)]
    if (fallen.length === 0) return
    const named = new Ranges(Y.decodeUpdate(update).ds.clients)
    for (const struct of fallen) this.#noteParts(struct, named)
  }

  /** What fell in one piece may have been named in part. */
  #noteParts({ id: { client, clock }, length }: Y.Item | Y.GC, named: Ranges): void {
    const ends = [...named.cuts(client, clock, clock + length), clock + length]
    let from = clock
    for (const end of ends) {
      if (!named.has(client, from)) this.#add(client, { clock: from, len: end - from })
      from = end
    }
  }

  /** What a document has beyond a state vector; all of it without one. What waits in it may name what fell. */
  beyond(doc: Y.Doc, vector?: Uint8Array): Uint8Array {
    const update = Y.encodeStateAsUpdate(doc, vector)
    const { pendingStructs, pendingDs } = doc.store
    // Yjs puts what waits in with the rest, and then no delete set stands alone at the end.
    if (this.#fallen.size === 0 || pendingStructs !== null || pendingDs !== null) return update
    return this.#without(update, Y.createDeleteSetFromStructStore(doc.store))
  }

  /** An update from elsewhere as Yjs passes it on, which says to have deleted all that fell by it. */
  passedOn(update: Uint8Array, { deleteSet }: Y.Transaction): Uint8Array {
    const isClear = [...deleteSet.clients.keys()].every((client) => !this.#fallen.has(client))
    return isClear ? update : this.#without(update, deleteSet)
  }

  /** @param all what the update deletes */
  #without(update: Uint8Array, all: Y.Transaction['deleteSet']): Uint8Array {
    const structs = update.subarray(0, update.length - encoded(all).length)
    const deleted = Y.mergeDeleteSets([all])
    for (const [client, fallen] of this.#fallen) {
      const others = without(deleted.clients.get(client) ?? [], fallen)
      if (others.length > 0) deleted.clients.set(client, others)
      else deleted.clients.delete(client)
    }
    const deletes = encoded(deleted)
    const answer = new Uint8Array(structs.length + deletes.length)
    answer.set(structs)
    answer.set(deletes, structs.length)
    return answer
  }

  #add(client: number, range: Deleted[number]): void {
    const known = this.#fallen.get(client)
    if (known) known.push(range)
    else this.#fallen.set(client, [range])
  }
}

/** What a change deleted that is in something deleted, and what came into something that Yjs has forgotten. */
function* fallenIn(transaction: Y.Transaction): Generator<Y.Item | Y.GC> {
  const { beforeState, afterState, deleteSet, doc } = transaction
  const items: Y.Item[] = []
  Y.iterateDeletedStructs(transaction, deleteSet, (struct) => {
    if (struct instanceof Y.Item && isInDeleted(struct)) items.push(struct)
  })
  yield* items
  for (const [client, to] of afterState)
    for (const struct of structsOf(doc, client, beforeState.get(client) ?? 0, to))
      if (struct instanceof Y.GC) yield struct
}

function* structsOf(doc: Y.Doc, client: number, from: number, to: number): Generator<Y.Item | Y.GC> {
  const structs = doc.store.clients.get(client) ?? []
  if (from < to) yield* structs.slice(Y.findIndexSS(structs, from))
}

function isInDeleted({ parent }: Y.Item): boolean {
  return parent instanceof Y.AbstractType && parent._item?.deleted === true
}

/** As it stands at the end of an update. */
function encoded(deletes: ReturnType<typeof Y.createDeleteSet>): Uint8Array {
  return Y.encodeSnapshot(Y.createSnapshot(deletes, new Map())).slice(0, -1)
}

/** What of ranges in order is in none of the others. */
function without(ranges: Deleted, others: Deleted): Deleted {
  const sorted = [...others].sort((a, b) => a.clock - b.clock)
  const rest: Deleted = []
  let next = 0
  for (const { clock, len } of ranges) {
    let from = clock
    for (let other; from < clock + len && (other = sorted[next]); next++) {
      if (other.clock >= clock + len) break
      if (other.clock > from) rest.push({ clock: from, len: other.clock - from })
      from = Math.max(from, other.clock + other.len)
    }
    if (from < clock + len) rest.push({ clock: from, len: clock + len - from })
  }
  return rest
}
