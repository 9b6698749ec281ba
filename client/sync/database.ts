/** IndexedDB with promises. */

export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB request failed'))
  })
}

/** Resolves when the transaction is on disk, which is later than its last request's answer. */
function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB transaction aborted'))
  })
}

/** A database that is opened when first used and again after the browser closed it under us. */
export class Database {
  #opening: Promise<IDBDatabase> | null = null
  #closed = false

  constructor(
    private readonly factory: IDBFactory,
    readonly name: string,
    private readonly upgrade: (db: IDBDatabase, from: number) => void,
    private readonly version: number,
  ) {}

  async read<T>(stores: string[], work: (transaction: IDBTransaction) => Promise<T>): Promise<T> {
    const db = await this.#db()
    return work(db.transaction(stores, 'readonly'))
  }

  /**
   * All of `work` or nothing of it. Resolves when the disk has it (`strict`): what is said to be saved survives a
   * power cut.
   */
  async write<T>(stores: string[], work: (transaction: IDBTransaction) => Promise<T>): Promise<T> {
    const db = await this.#db()
    const transaction = db.transaction(stores, 'readwrite', { durability: 'strict' })
    const [result, end] = await Promise.allSettled([
      work(transaction).catch((error: unknown) => abort(transaction, error)),
      committed(transaction),
    ])
    // The transaction knows the cause, such as a full disk; a request only that it was aborted.
    if (end.status === 'rejected' && transaction.error !== null) throw transaction.error
    if (result.status === 'rejected') throw result.reason
    if (end.status === 'rejected') throw end.reason
    return result.value
  }

  async close(): Promise<void> {
    this.#closed = true
    const opening = this.#opening
    if (opening !== null) (await opening.catch(() => null))?.close()
  }

  /** Closes and deletes the database; other tabs let go of it when they are told. */
  async erase(): Promise<void> {
    await this.close()
    await answer(this.factory.deleteDatabase(this.name))
  }

  #db(): Promise<IDBDatabase> {
    if (this.#closed) return Promise.reject(new Error(`the local store ${this.name} is closed`))
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = null
      throw error
    })
    return this.#opening
  }

  async #open(): Promise<IDBDatabase> {
    const request = this.factory.open(this.name, this.version)
    request.onupgradeneeded = (event) => this.upgrade(request.result, event.oldVersion)
    const db = await answer(request)
    db.onclose = () => (this.#opening = null)
    // Another tab erases the store: opening it again here would bring it back.
    db.onversionchange = () => void this.close()
    return db
  }
}

function abort(transaction: IDBTransaction, cause: unknown): never {
  // It has aborted by itself when a request failed; one that was not made leaves it open.
  if (transaction.error === null) transaction.abort()
  throw cause
}
