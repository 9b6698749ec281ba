import * as Y from 'yjs'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { answer, committed, Database } from './database.ts'

/** What is kept beside a room's text. */
export interface RoomRecord {
  room: string
  /** Schema of the editor that last wrote here; an older editor leaves the room alone. */
  schema: number
  /** Own undo steps that the server has not acknowledged, and when the oldest was made (ms since 1970). */
  waiting: number
  oldest: number | null
  /** State vector and time of the last moment when the server had everything. */
  acknowledged: Uint8Array | null
  acknowledgedAt: number | null
  savedAt: number
}

/** One write to one room. Fields of the record that are not named stay as they are. */
export interface RoomWrite {
  room: string
  update: Uint8Array | null
  record: Partial<Pick<RoomRecord, 'waiting' | 'oldest' | 'acknowledged' | 'acknowledgedAt'>>
}

export interface LocalCopy {
  /** Snapshot first, then the log. Empty: nothing was ever kept. */
  updates: Uint8Array[]
  record: RoomRecord | null
}

/** Text that could not be sent, kept apart from the room it was written in. */
export interface Aside {
  id: string
  room: string
  at: number
  reason: string
  /** The whole document as its writer saw it. */
  state: Uint8Array
  /** What the server had at the last acknowledgement; null when it never had anything. */
  acknowledged: Uint8Array | null
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
}

const VERSION = 1
const ROOM_STORES = ['rooms', 'snapshots', 'bases', 'log']

export function storeName(user: string): string {
  return `samreferat:${user}`
}

/** Everything one user has on this device, in a database of their own. */
export class UserStore {
  readonly #db: Database

  constructor(
    factory: IDBFactory,
    readonly user: string,
    private readonly now: () => number,
  ) {
    this.#db = new Database(factory, storeName(user), upgrade, VERSION)
  }

  async load(room: string): Promise<LocalCopy> {
    const transaction = await this.#db.begin(['rooms', 'snapshots', 'log'], 'readonly')
    const [record, snapshot, rows] = await Promise.all([
      answer<RoomRecord | undefined>(transaction.objectStore('rooms').get(room)),
      answer<LogRow | undefined>(transaction.objectStore('snapshots').get(room)),
      answer<LogRow[]>(transaction.objectStore('log').index('room').getAll(room)),
    ])
    return { updates: [snapshot ?? [], rows].flat().map((row) => row.update), record: record ?? null }
  }

  /** Writes to any number of rooms, all or nothing. Answers how many log rows each room now has. */
  async write(writes: RoomWrite[]): Promise<Map<string, number>> {
    const transaction = await this.#db.begin(['rooms', 'log'], 'readwrite')
    const done = committed(transaction)
    const counts = await Promise.all(writes.map((write) => this.#put(transaction, write)))
    await done
    return new Map(counts)
  }

  async #put(transaction: IDBTransaction, { room, update, record }: RoomWrite): Promise<[string, number]> {
    const [rooms, log] = [transaction.objectStore('rooms'), transaction.objectStore('log')]
    if (update !== null) log.add({ room, update } satisfies LogRow)
    const old = await answer<RoomRecord | undefined>(rooms.get(room))
    const fresh = { schema: SCHEMA_VERSION, savedAt: this.now() }
    rooms.put({ ...emptyRecord(room), ...old, ...record, ...fresh } satisfies RoomRecord)
    return [room, await answer(log.index('room').count(room))]
  }

  /** Turns a room's log into a snapshot of what is on disk, in one transaction. */
  async compact(room: string): Promise<void> {
    const transaction = await this.#db.begin(['snapshots', 'log'], 'readwrite')
    const done = committed(transaction)
    const [snapshots, log] = [transaction.objectStore('snapshots'), transaction.objectStore('log')]
    const [snapshot, rows, keys] = await Promise.all([
      answer<LogRow | undefined>(snapshots.get(room)),
      answer<LogRow[]>(log.index('room').getAll(room)),
      answer(log.index('room').getAllKeys(room)),
    ])
    if (rows.length > 0) {
      const update = merged([snapshot ?? [], rows].flat().map((row) => row.update))
      snapshots.put({ room, update } satisfies LogRow)
      for (const key of keys) log.delete(key)
    }
    await done
  }

  /** The rooms kept here. */
  async rooms(): Promise<RoomRecord[]> {
    const transaction = await this.#db.begin(['rooms'], 'readonly')
    return answer(transaction.objectStore('rooms').getAll())
  }

  async removeRoom(room: string): Promise<void> {
    const transaction = await this.#db.begin(ROOM_STORES, 'readwrite')
    const done = committed(transaction)
    await clear(transaction, room)
    await done
  }

  /** The state two sides parted from, kept while the user writes without a server. Null when there is none. */
  async base(room: string): Promise<Uint8Array | null> {
    const transaction = await this.#db.begin(['bases'], 'readonly')
    return (await answer<LogRow | undefined>(transaction.objectStore('bases').get(room)))?.update ?? null
  }

  async keepBase(room: string, update: Uint8Array | null): Promise<void> {
    await this.#change('bases', (store) => {
      if (update === null) store.delete(room)
      else store.put({ room, update } satisfies LogRow)
    })
  }

  /** Keeps a refused text apart and, in the same transaction, lets go of the room's local copy. */
  async setAside(aside: Aside): Promise<void> {
    const transaction = await this.#db.begin(['aside', ...ROOM_STORES], 'readwrite')
    const done = committed(transaction)
    transaction.objectStore('aside').put(aside)
    await clear(transaction, aside.room)
    await done
  }

  async asides(): Promise<Aside[]> {
    const transaction = await this.#db.begin(['aside'], 'readonly')
    return answer(transaction.objectStore('aside').getAll())
  }

  async removeAside(id: string): Promise<void> {
    await this.#change('aside', (store) => store.delete(id))
  }

  /** A meeting made here: its first text and the command that makes it on the server, both or neither. */
  async addMeeting(room: string, update: Uint8Array, command: Command): Promise<void> {
    const transaction = await this.#db.begin(['rooms', 'log', 'outbox'], 'readwrite')
    const done = committed(transaction)
    transaction.objectStore('outbox').add(command)
    await this.#put(transaction, { room, update, record: { waiting: 1, oldest: this.now() } })
    await done
  }

  /** The commands that wait, oldest first. */
  async commands(): Promise<Queued[]> {
    const transaction = await this.#db.begin(['outbox'], 'readonly')
    const store = transaction.objectStore('outbox')
    const [commands, keys] = await Promise.all([
      answer<Command[]>(store.getAll()),
      answer(store.getAllKeys()),
    ])
    return commands.map((command, at) => ({ ...command, key: Number(keys[at]) }))
  }

  async addCommand(command: Command): Promise<void> {
    await this.#change('outbox', (store) => store.add(command))
  }

  async changeCommand({ key, ...command }: Queued): Promise<void> {
    await this.#change('outbox', (store) => store.put(command, key))
  }

  async removeCommand(key: number): Promise<void> {
    await this.#change('outbox', (store) => store.delete(key))
  }

  /** A small value under a name, such as the last overview. Null when there is none. */
  async kept<T>(name: string): Promise<T | null> {
    const transaction = await this.#db.begin(['kept'], 'readonly')
    return (await answer<T | undefined>(transaction.objectStore('kept').get(name))) ?? null
  }

  async keep(name: string, value: unknown): Promise<void> {
    await this.#change('kept', (store) => store.put(value, name))
  }

  close(): Promise<void> {
    return this.#db.close()
  }

  /** Deletes everything this user has on this device. */
  erase(): Promise<void> {
    return this.#db.erase()
  }

  async #change(name: string, change: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = await this.#db.begin([name], 'readwrite')
    const done = committed(transaction)
    change(transaction.objectStore(name))
    await done
  }
}

function upgrade(db: IDBDatabase): void {
  db.createObjectStore('rooms', { keyPath: 'room' })
  db.createObjectStore('snapshots', { keyPath: 'room' })
  db.createObjectStore('log', { autoIncrement: true }).createIndex('room', 'room')
  db.createObjectStore('bases', { keyPath: 'room' })
  db.createObjectStore('aside', { keyPath: 'id' })
  db.createObjectStore('outbox', { autoIncrement: true })
  db.createObjectStore('kept')
}

function emptyRecord(room: string): RoomRecord {
  const schema = SCHEMA_VERSION
  return { room, schema, waiting: 0, oldest: null, acknowledged: null, acknowledgedAt: null, savedAt: 0 }
}

async function clear(transaction: IDBTransaction, room: string): Promise<void> {
  transaction.objectStore('rooms').delete(room)
  transaction.objectStore('snapshots').delete(room)
  transaction.objectStore('bases').delete(room)
  const log = transaction.objectStore('log')
  for (const key of await answer(log.index('room').getAllKeys(room))) log.delete(key)
}

/** One update that says what these say; deleted text is let go. */
function merged(updates: Uint8Array[]): Uint8Array {
  const doc = new Y.Doc()
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
