import * as Y from 'yjs'
import { Ranges } from './ranges.ts'

type Deleted = { clock: number; len: number }[]

/**
 * What came from the server into something that was deleted here already. Nobody at this window has seen it, so this
 * window must not be the one that names it as deleted (rule E28): it falls with what is around it for everybody.
 */
export class Unseen {
  readonly #fallen = new Map<number, Deleted>()

  /** An update of the server, while Yjs still holds what it deleted. */
  note(update: Uint8Array, { beforeState, afterState, doc }: Y.Transaction): void {
    let named: Ranges | null = null
    for (const [client, to] of afterState)
      for (const struct of structsOf(doc, client, beforeState.get(client) ?? 0, to)) {
        if (!hasFallen(struct)) continue
        const { clock } = struct.id
        named ??= new Ranges(Y.decodeUpdate(update).ds.clients)
        if (!named.has(client, clock)) this.#add(client, { clock, len: struct.length })
      }
  }

  /** What a document in which nothing waits has beyond a state vector; all of it without one. */
  beyond(doc: Y.Doc, vector?: Uint8Array): Uint8Array {
    const update = Y.encodeStateAsUpdate(doc, vector)
    if (this.#fallen.size === 0) return update
    const deleted = Y.createDeleteSetFromStructStore(doc.store)
    const structs = update.subarray(0, update.length - encoded(deleted).length)
    for (const [client, fallen] of this.#fallen) {
      const others = (deleted.clients.get(client) ?? []).flatMap((range) => without(range, fallen))
      if (others.length > 0) deleted.clients.set(client, others)
      else deleted.clients.delete(client)
    }
    const deletes = encoded(deleted)
    const answer = new Uint8Array(structs.length + deletes.length)
    answer.set(structs)
    answer.set(deletes, structs.length)
    return answer
  }

  #add(client: number, range: { clock: number; len: number }): void {
    this.#fallen.set(client, [...(this.#fallen.get(client) ?? []), range])
  }
}

function* structsOf(doc: Y.Doc, client: number, from: number, to: number): Generator<Y.Item | Y.GC> {
  const structs = doc.store.clients.get(client) ?? []
  for (let clock = from; clock < to;) {
    const struct = structs[Y.findIndexSS(structs, clock)]
    if (struct === undefined) return
    yield struct
    clock = struct.id.clock + struct.length
  }
}

/** Whether it fell with what is around it. What came into something that Yjs has forgotten is forgotten too. */
function hasFallen(struct: Y.Item | Y.GC): boolean {
  if (!(struct instanceof Y.Item)) return true
  return struct.deleted && struct.parent instanceof Y.AbstractType && struct.parent._item?.deleted === true
}

/** As it stands at the end of an update. */
function encoded(deletes: ReturnType<typeof Y.createDeleteSet>): Uint8Array {
  return Y.encodeSnapshot(Y.createSnapshot(deletes, new Map())).slice(0, -1)
}

/** What of a range is in none of the others, which are in order. */
function without({ clock, len }: Deleted[number], others: Deleted): Deleted {
  const rest: Deleted = []
  let from = clock
  for (const other of others) {
    const [start, end] = [Math.max(other.clock, from), Math.min(other.clock + other.len, clock + len)]
    if (start >= end) continue
    if (start > from) rest.push({ clock: from, len: start - from })
    from = end
  }
  return from < clock + len ? [...rest, { clock: from, len: clock + len - from }] : rest
}
