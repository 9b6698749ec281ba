import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import type { Refusal } from '../../schema/protocol.ts'
import { answer, Database } from './database.ts'
import { zoneOf } from './room-names.ts'
import { readable } from './updates.ts'

/** What is kept beside a room's text. */
export interface RoomRecord extends WaitingNote, AcknowledgedNote {
  room: string
  savedAt: number
}

/** Own undo steps that the server has not acknowledged, and when the oldest was made (ms since 1970). */
export interface WaitingNote {
  waiting: number
  oldest: number | null
  /** What they are about, and how many of them are about it; missing: not known. */
  about?: readonly (readonly [string, number])[]
}

/** State vector and time of the last moment when the server had everything; null: never. */
export interface AcknowledgedNote {
  acknowledged: Uint8Array | null
  acknowledgedAt: number | null
}

/** One write to one room. What the server has is noted only when it is named. */
export interface RoomWrite {
  room: string
  update: Uint8Array | null
  record: WaitingNote & Partial<AcknowledgedNote>
}

export interface LocalCopy {
  /** Snapshot first, then the log. Empty: nothing was ever kept. */
  updates: Uint8Array[]
  record: RoomRecord | null
  /** Schema of the newest editor that wrote here, 0 when none did; an older one leaves the room alone. */
  schema: number
}

/** Why text was kept apart: refused by the server, or of a copy that differed from the ledger. */
export type AsideReason = Refusal | 'diverged'

/** Text that could not be sent, kept apart from the room it was written in. */
export interface Aside {
  id: string
  room: string
  at: number
  reason: AsideReason
  /** The whole document as its writer saw it. */
  state: Uint8Array
  /** What the server had at the last acknowledgement; null when it never had anything. */
  acknowledged: Uint8Array | null
  /** The writer's Yjs clients in it; older editors did not note them. */
  clients?: number[]
}

/** A command that may be sent twice without harm, because its id was made here. */
export interface Command {
  method: 'PUT'
  /** Under `/api`. */
  path: string
  body: unknown
  /** The meeting it makes; its room is connected only when the command has been sent. */
  meeting: string
  /** What the server said when it last refused it; null: it has not. */
  refused: { id: string; message: string } | null
}

/** A command with its place in the line. */
export type Queued = Command & { key: number }

interface LogRow {
  room: string
  update: Uint8Array
  /** Of the editor that wrote it. */
  schema: number
}

/** What is written with every batch, whole: a write that had to read first would not survive a page that closes. */
interface WaitingRow extends WaitingNote {
  room: string
  savedAt: number
}

type BaseRow = Pick<LogRow, 'room' | 'update'>

type AcknowledgedRow = AcknowledgedNote & { room: string }

const VERSION = 1
const NEVER: AcknowledgedNote = { acknowledged: null, acknowledgedAt: null }
export const ROOM_STORES = ['rooms', 'acknowledged', 'snapshots', 'bases', 'log']

export function storeName(user: string): string {
  return `samreferat:${user}`
}

/** Everything one user has on this device, in a database of their own. */
export class UserStore {
  readonly #db: Database
  /** To be told when the browser has cleared the store while it was open. */
  readonly onLost = new Set<() => void>()
  /** To be told under which name something was put that lay under another. */
  readonly onMoved = new Set<(name: string) => void>()

  constructor(
    factory: IDBFactory,
    readonly user: string,
    private readonly now: () => number,
    /** Schema of the editor that writes. */
    readonly schema: number = SCHEMA_VERSION,
  ) {
    const lost = (): void => this.onLost.forEach((tell) => tell())
    this.#db = new Database(factory, storeName(user), { version: VERSION, upgrade, lost })
  }

  async load(room: string): Promise<LocalCopy> {
    const [waiting, acknowledged, snapshot, rows] = await this.#db.read(ROOM_STORES, (transaction) =>
      Promise.all([
        answer<WaitingRow | undefined>(transaction.objectStore('rooms').get(room)),
        answer<AcknowledgedRow | undefined>(transaction.objectStore('acknowledged').get(room)),
        answer<LogRow | undefined>(transaction.objectStore('snapshots').get(room)),
        answer<LogRow[]>(transaction.objectStore('log').index('room').getAll(room)),
      ]),
    )
    const log = [snapshot ?? [], rows].flat()
    return {
      updates: log.map((row) => row.update),
      record: waiting === undefined ? null : { ...NEVER, ...acknowledged, ...waiting },
      schema: Math.max(0, ...log.map((row) => row.schema)),
    }
  }

  /** Writes to any number of rooms, all or nothing. Everything is asked for at once: a page may be about to close. */
  async write(writes: RoomWrite[]): Promise<void> {
    await this.#db.write(['rooms', 'acknowledged', 'log'], async (transaction) => {
      for (const write of writes) this.put(transaction, write)
      transaction.commit()
    })
  }

  /** One write of a transaction. */
  put(transaction: IDBTransaction, { room, update, record }: RoomWrite): void {
    const { acknowledged, acknowledgedAt, waiting, oldest, about = [] } = record
    const [savedAt, schema] = [this.now(), this.schema]
    if (update !== null) transaction.objectStore('log').add({ room, update, schema } satisfies LogRow)
    transaction.objectStore('rooms').put({ room, waiting, oldest, about, savedAt } satisfies WaitingRow)
    if (acknowledged === undefined || acknowledgedAt === undefined) return
    const row: AcknowledgedRow = { room, acknowledged, acknowledgedAt }
    transaction.objectStore('acknowledged').put(row)
  }

  /** How many log rows a room has. */
  async rows(room: string): Promise<number> {
    return this.#db.read(['log'], (transaction) =>
      answer(transaction.objectStore('log').index('room').count(room)),
    )
  }

  /** Turns a room's log into a snapshot of what can be read of it on disk, in one transaction. */
  async compact(room: string): Promise<void> {
    await this.#db.write(['snapshots', 'log'], async (transaction) => {
      const [snapshots, log] = [transaction.objectStore('snapshots'), transaction.objectStore('log')]
      const [snapshot, rows, keys] = await Promise.all([
        answer<LogRow | undefined>(snapshots.get(room)),
        answer<LogRow[]>(log.index('room').getAll(room)),
        answer(log.index('room').getAllKeys(room)),
      ])
      const all = [snapshot ?? [], rows].flat()
      const schema = Math.max(...all.map((row) => row.schema))
      const update = readable(all.map((row) => row.update))
      if (update === null) snapshots.delete(room)
      else snapshots.put({ room, update, schema } satisfies LogRow)
      for (const key of keys) log.delete(key)
    })
  }

  /** The rooms kept here. */
  async rooms(): Promise<RoomRecord[]> {
    const [waiting, acknowledged] = await this.#db.read(['rooms', 'acknowledged'], (transaction) =>
      Promise.all([
        answer<WaitingRow[]>(transaction.objectStore('rooms').getAll()),
        answer<AcknowledgedRow[]>(transaction.objectStore('acknowledged').getAll()),
      ]),
    )
    const known = new Map(acknowledged.map((row) => [row.room, row]))
    return waiting.map((row) => ({ ...NEVER, ...known.get(row.room), ...row }))
  }

  async removeRoom(room: string): Promise<void> {
    await this.#db.write(ROOM_STORES, (transaction) => clear(transaction, room))
  }

  /** Removes the copies of some zones' rooms, and all that is kept beside them. */
  async forget(isMeant: (zone: string) => boolean): Promise<void> {
    await this.#db.write([...ROOM_STORES, 'kept'], async (transaction) => {
      const [rooms, kept] = [transaction.objectStore('rooms'), transaction.objectStore('kept')]
      const [copies, names] = await Promise.all([answer(rooms.getAllKeys()), answer(kept.getAllKeys())])
      for (const room of copies.map(String)) if (isMeant(zoneOf(room))) await clear(transaction, room)
      for (const name of names.map(String)) if (isMeant(zoneOf(name))) kept.delete(name)
    })
  }

  /** The state two sides parted from, kept while the user writes without a server. Null when there is none. */
  async base(room: string): Promise<Uint8Array | null> {
    const row = await this.#db.read(['bases'], (transaction) =>
      answer<BaseRow | undefined>(transaction.objectStore('bases').get(room)),
    )
    return row?.update ?? null
  }

  async keepBase(room: string, update: Uint8Array | null): Promise<void> {
    await this.#change('bases', (store) => {
      if (update === null) store.delete(room)
      else store.put({ room, update } satisfies BaseRow)
    })
  }

  /** Keeps a refused text apart and, in the same transaction, lets go of the room's local copy. */
  async setAside(aside: Aside): Promise<void> {
    await this.#db.write(['aside', ...ROOM_STORES], async (transaction) => {
      transaction.objectStore('aside').put(aside)
      await clear(transaction, aside.room)
    })
  }

  /** Keeps more of a text that was kept apart before. The room's copy may be a new one by now and is left alone. */
  async keepAside(aside: Aside): Promise<void> {
    await this.#change('aside', (store) => store.put(aside))
  }

  async asides(): Promise<Aside[]> {
    return this.#db.read(['aside'], (transaction) => answer(transaction.objectStore('aside').getAll()))
  }

  async removeAside(id: string): Promise<void> {
    await this.#change('aside', (store) => store.delete(id))
  }

  /** A meeting made here: its first text and the command that makes it on the server, both or neither. */
  async addMeeting(room: string, update: Uint8Array, command: Command): Promise<void> {
    await this.#db.write(['rooms', 'acknowledged', 'log', 'outbox'], async (transaction) => {
      transaction.objectStore('outbox').add(command)
      this.put(transaction, { room, update, record: { waiting: 1, oldest: this.now() } })
    })
  }

  /** The commands that wait, oldest first. */
  async commands(): Promise<Queued[]> {
    const [commands, keys] = await this.#db.read(['outbox'], (transaction) => {
      const store = transaction.objectStore('outbox')
      return Promise.all([answer<Command[]>(store.getAll()), answer(store.getAllKeys())])
    })
    return commands.map((command, at) => ({ ...command, key: Number(keys[at]) }))
  }

  /** Nothing is done to a command that was given up meanwhile. */
  async changeCommand({ key, ...command }: Queued): Promise<void> {
    await this.#db.write(['outbox'], async (transaction) => {
      const store = transaction.objectStore('outbox')
      if ((await answer<Command | undefined>(store.get(key))) !== undefined) store.put(command, key)
    })
  }

  async removeCommand(key: number): Promise<void> {
    await this.#change('outbox', (store) => store.delete(key))
  }

  /** A small value under a name, such as the last overview. Null when there is none. */
  async kept<T>(name: string): Promise<T | null> {
    const value = await this.#db.read(['kept'], (transaction) =>
      answer<T | undefined>(transaction.objectStore('kept').get(name)),
    )
    return value ?? null
  }

  /** All that is kept under names with this beginning. */
  async keptUnder<T>(beginning: string): Promise<[name: string, value: T][]> {
    return this.#db.read(['kept'], async (transaction) => {
      const store = transaction.objectStore('kept')
      const names = (await answer(store.getAllKeys()))
        .map(String)
        .filter((name) => name.startsWith(beginning))
      const values = await Promise.all(names.map((name) => answer<T>(store.get(name))))
      return names.flatMap((name, at): [string, T][] => [[name, values[at] as T]])
    })
  }

  async keep(name: string, value: unknown): Promise<void> {
    await this.#change('kept', (store) => store.put(value, name))
  }

  /** Changes what is kept under a name, in one transaction: other tabs change it too. */
  async keepChanged<T>(name: string, change: (kept: T | null) => T): Promise<void> {
    await this.#db.write(['kept'], async (transaction) => {
      const store = transaction.objectStore('kept')
      const kept = await answer<T | undefined>(store.get(name))
      store.put(change(kept ?? null), name)
    })
  }

  /** Notes the time under a name, unless one of the last `pause` ms stands there: whether this tab is the first. */
  async claim(name: string, pause: number): Promise<boolean> {
    return this.#db.write(['kept'], async (transaction) => {
      const store = transaction.objectStore('kept')
      const before = await answer<number | undefined>(store.get(name))
      // A time that is yet to come was noted before the clock was put back.
      const isFirst = before === undefined || Math.abs(this.now() - before) >= pause
      if (isFirst) store.put(this.now(), name)
      return isFirst
    })
  }

  close(): Promise<void> {
    return this.#db.close()
  }

  /** Deletes everything this user has on this device. */
  erase(): Promise<void> {
    return this.#db.erase()
  }

  /** Any change of several stores, all or nothing. */
  change(stores: string[], work: (transaction: IDBTransaction) => Promise<void>): Promise<void> {
    return this.#db.write(stores, work)
  }

  async #change(name: string, change: (store: IDBObjectStore) => void): Promise<void> {
    await this.#db.write([name], async (transaction) => change(transaction.objectStore(name)))
  }
}

function upgrade(db: IDBDatabase): void {
  db.createObjectStore('rooms', { keyPath: 'room' })
  db.createObjectStore('acknowledged', { keyPath: 'room' })
  db.createObjectStore('snapshots', { keyPath: 'room' })
  db.createObjectStore('log', { autoIncrement: true }).createIndex('room', 'room')
  db.createObjectStore('bases', { keyPath: 'room' })
  db.createObjectStore('aside', { keyPath: 'id' })
  db.createObjectStore('outbox', { autoIncrement: true })
  db.createObjectStore('kept')
}

/** Clears a room's copy, with what is noted of it. */
export async function clear(transaction: IDBTransaction, room: string): Promise<void> {
  for (const name of ['rooms', 'acknowledged']) transaction.objectStore(name).delete(room)
  await clearText(transaction, room)
}

/** Clears a room's text; what is noted beside it stays. */
export async function clearText(transaction: IDBTransaction, room: string): Promise<void> {
  for (const name of ['snapshots', 'bases']) transaction.objectStore(name).delete(room)
  const log = transaction.objectStore('log')
  for (const key of await answer(log.index('room').getAllKeys(room))) log.delete(key)
}
