import * as Y from 'yjs'
import type { AsideReason as Reason, UserStore } from './store.ts'

/** How long after a failure it is tried again, in ms. */
const PAUSE = 3000

export interface KeptApartParts {
  /** Whether a Yjs client is one of the user's own. */
  isOwn(client: number): boolean
  newId(): string
  now(): number
  changed(): void
}

/**
 * What becomes of text the server refused: the whole document is kept apart, and only then is the local copy let go.
 * What is written afterwards is kept apart too.
 */
export class KeptApart {
  #id: string | null = null
  /** Whether the local copy was let go: once, for another tab may have opened the meeting anew since. */
  #letGo = false
  #saved = true
  #failure: string | null = null
  #saving: Promise<void> | null = null
  #again = false
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly room: string,
    private readonly doc: Y.Doc,
    private readonly store: UserStore,
    private readonly parts: KeptApartParts,
  ) {}

  get isSaved(): boolean {
    return this.#saved
  }

  get failure(): string | null {
    return this.#failure
  }

  /** Resolves when what is being kept was tried. */
  async flush(): Promise<void> {
    await this.#saving
  }

  /** Keeps the document as it is now; a later call replaces what an earlier one kept. */
  async keep(reason: Reason, acknowledged: Uint8Array | null): Promise<void> {
    this.stop()
    this.#saved = false
    this.#again = this.#saving !== null
    this.#saving ??= this.#save(reason, acknowledged).finally(() => (this.#saving = null))
    await this.#saving
    if (this.#failure !== null) this.#timer ??= setTimeout(() => void this.keep(reason, acknowledged), PAUSE)
    else if (this.#again) await this.keep(reason, acknowledged)
  }

  /** Lets the local copy go, and keeps nothing: of what it held the user wrote none. */
  async letGo(): Promise<void> {
    this.#saved = false
    // What the device does not give up is compared again when it is opened.
    await this.store.removeRoom(this.room).catch(() => undefined)
    this.#saved = true
    this.parts.changed()
  }

  /** Tries no more. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  async #save(reason: Reason, acknowledged: Uint8Array | null): Promise<void> {
    this.#id ??= this.parts.newId()
    const state = Y.encodeStateAsUpdate(this.doc)
    const clients = [...this.doc.store.clients.keys()].filter((client) => this.parts.isOwn(client))
    const aside = {
      id: this.#id,
      room: this.room,
      at: this.parts.now(),
      reason,
      state,
      acknowledged,
      clients,
    }
    try {
      await (this.#letGo ? this.store.keepAside(aside) : this.store.setAside(aside))
      this.#letGo = true
      this.#saved = !this.#again
      this.#failure = null
    } catch (error) {
      this.#failure = error instanceof Error ? error.name : String(error)
    }
    this.parts.changed()
  }
}
