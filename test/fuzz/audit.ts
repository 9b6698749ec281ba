import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { CLOSE, closeName, DIVERGED, MESSAGE, readNumber, readRefused, SYNC } from '../../schema/protocol.ts'
import type { Row } from '../../server/store/store.ts'
import type { ServerSocket } from './network.ts'

/** Ends that nothing an honest client does may bring about. */
const GRAVE: readonly number[] = [
  CLOSE.garbage.code,
  CLOSE.tooLarge.code,
  CLOSE.foreignClient.code,
  CLOSE.forbidden.code,
  CLOSE.unknownRoom.code,
]

/**
 * Listens in on the wire and at the disk: what is said to be safe, or told to those who write, must be on disk by then
 * (rule W3).
 */
export class Audit {
  private readonly rooms = new Map<string, RoomAudit>()

  get faults(): string[] {
    return [...this.rooms.values()].flatMap(({ faults }) => faults)
  }

  /** Answers what is known of the row's room. */
  wrote(row: Row): RoomAudit {
    const room = this.of(row.room)
    room.wrote(row)
    return room
  }

  of(room: string): RoomAudit {
    const known = this.rooms.get(room) ?? new RoomAudit()
    this.rooms.set(room, known)
    return known
  }
}

type Struct = Y.Item | Y.GC

class RoomAudit {
  /** What is on disk. */
  readonly doc = new Y.Doc()
  readonly faults: string[] = []
  /** Updates that were refused as missing something, which heals by itself. */
  missing = 0
  acks = 0
  rows = 0
  private acked = new Map<number, number>()

  constructor() {
    // Upon another's change Yjs takes away marks that it finds without words, and the disk has no such deletion.
    this.doc.on('beforeObserverCalls', (transaction) => (transaction.local = true))
  }

  wrote({ bytes }: Row): void {
    this.rows++
    const known = this.onDisk()
    for (const [client, clock] of Y.parseUpdateMeta(bytes).from)
      if (clock !== (known.get(client) ?? 0))
        this.faults.push(`a row begins at ${clock} of client ${client}, known are ${known.get(client) ?? 0}`)
    Y.applyUpdate(this.doc, bytes)
  }

  /** @param writes whether who is there may write */
  listen(socket: ServerSocket, writes: boolean): void {
    const counted: Uint8Array[] = []
    let settled = 0
    const refused = new Set<number>()
    socket.heard = (data) => {
      const update = updateIn(data)
      if (update !== null) counted.push(update)
    }
    socket.said = (data) => {
      const decoder = decoding.createDecoder(data)
      const type = decoding.readVarUint(decoder)
      if (type === MESSAGE.sync) this.heardSync(decoder, writes)
      if (type === MESSAGE.refused) refused.add(this.heardRefusal(decoder))
      if (type !== MESSAGE.ack) return
      const upTo = readNumber(decoder)
      if (upTo > counted.length) this.faults.push(`${upTo} messages are acknowledged, ${counted.length} came`)
      // Of who only reads nothing is kept: what others' words were shown to them, and lost, comes with those others again.
      for (; settled < upTo; settled++)
        if (writes && !refused.has(settled + 1)) this.acknowledged(counted[settled] ?? new Uint8Array([0, 0]))
    }
    socket.ended = (code) => {
      if (code === DIVERGED.code) this.faults.push('a copy is said to differ from the ledger')
      if (GRAVE.includes(code)) this.faults.push(`a connection ends as ${closeName(code)}`)
    }
  }

  private onDisk(): Map<number, number> {
    return new Map(
      [...this.doc.store.clients.keys()].map((client) => [client, Y.getState(this.doc.store, client)]),
    )
  }

  private acknowledged(update: Uint8Array): void {
    this.acks++
    const { to } = Y.parseUpdateMeta(update)
    for (const [client, clock] of to) this.acked.set(client, Math.max(clock, this.acked.get(client) ?? 0))
    if (!this.holds(update) && !this.isCleanUp(update))
      this.faults.push('what is acknowledged is not on disk')
  }

  private heardSync(decoder: decoding.Decoder, writes: boolean): void {
    const step = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (step !== SYNC.step1) {
      // Who only reads is shown what is accepted at once; the state of the room is on disk for them too.
      const isShown = !writes && step === SYNC.update
      if (!isShown && !this.holds(bytes)) this.faults.push('what is passed on is not on disk')
      return
    }
    const known = Y.decodeStateVector(bytes)
    for (const [client, clock] of this.acked)
      if ((known.get(client) ?? 0) < clock)
        this.faults.push(
          `acknowledged were ${clock} of client ${client}, the server knows ${known.get(client) ?? 0}`,
        )
  }

  private heardRefusal(decoder: decoding.Decoder): number {
    const { message, reason } = readRefused(decoder)
    if (reason === 'missing') this.missing++
    else this.faults.push(`an honest update is refused as ${reason}`)
    return message
  }

  /** Whether everything an update says is on disk. */
  private holds(update: Uint8Array): boolean {
    const { structs, ds } = Y.decodeUpdate(update)
    const { store } = this.doc
    const has = structs.every(
      (struct) =>
        struct instanceof Y.Skip || struct.id.clock + struct.length <= Y.getState(store, struct.id.client),
    )
    return (
      has &&
      [...ds.clients].every(([client, ranges]) =>
        ranges.every((range) => this.isEach(client, range, ({ deleted }) => deleted)),
      )
    )
  }

  /** Yjs takes marks without words away by itself, for readers too, from whom the server keeps nothing. */
  private isCleanUp(update: Uint8Array): boolean {
    const { structs, ds } = Y.decodeUpdate(update)
    const isMark = (struct: Struct): boolean =>
      struct.deleted || (struct instanceof Y.Item && struct.content instanceof Y.ContentFormat)
    return (
      structs.length === 0 &&
      [...ds.clients].every(([client, ranges]) => ranges.every((range) => this.isEach(client, range, isMark)))
    )
  }

  /** Whether all structs of a range are here, and such. */
  private isEach(
    client: number,
    { clock, len }: { clock: number; len: number },
    such: (struct: Struct) => boolean,
  ): boolean {
    const structs = this.doc.store.clients.get(client)
    if (!structs || Y.getState(this.doc.store, client) < clock + len) return false
    for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
      const struct = structs[at]
      if (!struct || struct.id.clock >= clock + len) return true
      if (!such(struct)) return false
    }
    return true
  }
}

/** The update in a counted message; null in any other. */
function updateIn(data: Uint8Array): Uint8Array | null {
  const decoder = decoding.createDecoder(data)
  if (decoding.readVarUint(decoder) !== MESSAGE.sync) return null
  return decoding.readVarUint(decoder) === SYNC.step1 ? null : decoding.readVarUint8Array(decoder)
}
