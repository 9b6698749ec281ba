import { untrack } from 'svelte'
import type { Margin } from '../../schema/margin.ts'
import { marginRoom } from '../../schema/protocol.ts'
import type { Beside } from './beside.ts'
import { acceptingName } from './kept-names.ts'
import type { Local } from './local.ts'
import type { RoomUser } from './meeting-room.svelte.ts'
import { Opening } from './opening.svelte.ts'
import { browserPlatform, type Platform } from './platform.ts'
import { textsOf } from './rescue.ts'
import { RoomCore, type RoomTimes } from './room-core.ts'
import { statusOf, type SyncFacts, type SyncStatus, type Why } from './status.ts'
import { nameSteps } from './unsent.ts'
import { NOTHING_WAITS } from './waiting.ts'

/** Why a margin is read no more. */
const SHUT: readonly Why[] = ['forbidden', 'removed', 'unknownRoom']

export interface MarginOptions {
  meeting: string
  user: RoomUser
  local: Local
  platform?: Platform
  times?: Partial<RoomTimes>
  /** Anything is other than it was. */
  changed?: () => void
}

/**
 * The margin of one meeting: its document, the copy on this device, and the connection. What is written is counted per
 * entry, so that each can say whether it has been sent.
 */
export class MarginRoom implements Beside {
  #status = $state.raw<SyncStatus>({ kind: 'sending', waiting: 0 })
  #waiting = $state.raw<ReadonlySet<string>>(NOTHING_WAITS)
  /** Counts the changes of the document. */
  #version = $state(0)
  readonly #core: RoomCore
  readonly #opening = new Opening()
  readonly #stop: () => void
  #destroyed = false

  constructor(private readonly options: MarginOptions) {
    const platform = options.platform ?? browserPlatform()
    const listener = {
      admitted: () => options.local.admitted(marginRoom(options.meeting)),
      edited: () => undefined,
      merged: () => undefined,
      changed: () => this.#publish(),
    }
    this.#core = new RoomCore(
      marginRoom(options.meeting),
      platform,
      options.local,
      listener,
      options.times ?? {},
    )
    this.#core.awareness.setLocalState({ user: options.user })
    this.doc.on('update', this.#changed)
    this.#stop = platform.onNetwork(() => this.#core.connection.restart())
    void this.#core.opened.then((loaded) => {
      nameSteps(this.#core)
      this.#publish()
      if (loaded === 'copy' || loaded === 'known') this.#opening.ready()
    })
  }

  get doc(): Margin {
    return this.#core.doc
  }

  get room(): string {
    return this.#core.room
  }

  get zone(): string {
    return this.options.meeting
  }

  get isOpen(): boolean {
    return this.#core.copy.isOpen
  }

  /** Resolves when it is `ready`. */
  get whenReady(): Promise<void> {
    return this.#opening.whenReady
  }

  /** `ready`: a copy or the server's state is in the document; `missing`: neither is here nor can be reached. */
  get loaded(): 'loading' | 'ready' | 'missing' {
    return this.#opening.state
  }

  get status(): SyncStatus {
    return this.#status
  }

  /** Ids of own entries that the server does not have. */
  get waiting(): ReadonlySet<string> {
    return this.#waiting
  }

  /** Whether this user may not read the margin any more, or it is not there. */
  get isShut(): boolean {
    return this.#status.kind === 'local' && SHUT.includes(this.#status.why)
  }

  /** For a derived value: what it reads of the document is read again when that changes. */
  follow(): void {
    void this.#version
  }

  connect(): void {
    void this.#core.connect()
  }

  retry(): void {
    this.#core.retry()
  }

  /** Changes one entry, which waits from now on until the server has it. */
  write(entry: string, change: () => void): void {
    this.#core.own.as(entry, () => this.doc.transact(change))
  }

  facts(): SyncFacts | null {
    return this.isShut ? null : this.#core.facts()
  }

  flush(): Promise<void> {
    return this.#core.flush()
  }

  unsent(): string[] {
    return textsOf(this.doc, this.waiting)
  }

  /** Removes the copy on this device, and what was accepted of it and is not in the text. */
  async eraseCopy(): Promise<void> {
    const { local, meeting } = this.options
    this.#core.stop()
    local.journal.forget(this.room)
    await local.store.removeRoom(this.room)
    await local.store.keep(acceptingName(meeting), null)
  }

  /** Whether everything in the document is on this device's disk. */
  get isSaved(): boolean {
    return this.#core.isSaved
  }

  async destroy(): Promise<void> {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#stop()
    this.doc.off('update', this.#changed)
    await this.#core.destroy()
    await this.options.local.journal.flush()
    this.#core.awareness.destroy()
    this.doc.destroy()
  }

  readonly #changed = (): void => untrack(() => void (this.#version += 1))

  /** Untracked: an effect that opens or connects a room must not run again because the room changed. */
  #publish(): void {
    if (!this.#destroyed) untrack(() => this.#show())
  }

  #show(): void {
    this.#opening.follow(this.#core.connection)
    const status = statusOf(this.#core.facts())
    if (JSON.stringify(status) !== JSON.stringify(this.#status)) this.#status = status
    const { ids } = this.#core.steps
    if (ids.size !== this.#waiting.size || [...ids].some((id) => !this.#waiting.has(id))) this.#waiting = ids
    this.options.changed?.()
  }
}
