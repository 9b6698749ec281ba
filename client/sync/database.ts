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

export interface DatabaseParts {
  version: number
  upgrade(db: IDBDatabase, from: number): void
  /** The browser closed the database under us, as it does to clear it; it is there again, and may be empty. */
  lost(): void
}

/** A database that is opened when first used and again after the browser closed it under us. */
export class Database {
  #opening: Promise<IDBDatabase> | null = null
  #closed = false
  /** Whether the last connection ended, and not by this. */
  #isTorn = false

  constructor(
    private readonly factory: IDBFactory,
    readonly name: string,
    private readonly parts: DatabaseParts,
  ) {}

  async read<T>(stores: string[], work: (transaction: IDBTransaction) => Promise<T>): Promise<T> {
    return work(await this.#transaction(stores, 'readonly'))
  }

  /**
   * All of `work` or nothing of it. Resolves when the disk has it (`strict`): what is said to be saved survives a
   * power cut.
   */
  async write<T>(stores: string[], work: (transaction: IDBTransaction) => Promise<T>): Promise<T> {
    const transaction = await this.#transaction(stores, 'readwrite')
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

  /** A connection may be gone before its event says so: then it is opened once more. */
  async #transaction(stores: string[], mode: IDBTransactionMode): Promise<IDBTransaction> {
    const begin = async (): Promise<IDBTransaction> =>
      (await this.#db()).transaction(stores, mode, { durability: 'strict' })
    try {
      return await begin()
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error
      this.#tear()
      return begin()
    }
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
    const request = this.factory.open(this.name, this.parts.version)
    request.onupgradeneeded = (event) => this.parts.upgrade(request.result, event.oldVersion)
    const db = await answer(request)
    db.onclose = () => this.#cleared()
    // Another tab erases the store: opening it again here would bring it back.
    db.onversionchange = () => void this.close()
    // Of several windows the first to come makes it anew: the others find it there, as empty.
    if (this.#isTorn) this.parts.lost()
    this.#isTorn = false
    return db
  }

  #cleared(): void {
    this.#tear()
    this.#db().catch(() => {
      // Whoever uses it next is told.
    })
  }

  #tear(): void {
    this.#opening = null
    this.#isTorn = !this.#closed
  }
}

function abort(transaction: IDBTransaction, cause: unknown): never {
  // It has aborted by itself when a request failed; one that was not made leaves it open.
  if (transaction.error === null) transaction.abort()
  throw cause
}
