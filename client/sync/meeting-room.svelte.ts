import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { paperRoom, type Refusal } from '../../schema/protocol.ts'
import { admit } from './admission.ts'
import { Connection, type Admission, type ConnectionTimes } from './connection.ts'
import { LocalRoom, type Loaded } from './local-room.ts'
import { openLocal, type Local } from './local.ts'
import { OwnSteps } from './own-steps.ts'
import { browserPlatform, type Platform } from './platform.ts'
import { statusOf, type SyncStatus } from './status.ts'
import { WaitingSteps } from './waiting.ts'

export type { SyncStatus, Why } from './status.ts'

export interface RoomUser {
  id: string
  name: string
  organisation: string | null
  /** 1 to 7. */
  colour: number
}

export interface RoomOptions {
  meeting: string
  user: RoomUser
  /** The server's address, from the page's when left out. */
  origin?: string
  platform?: Platform
  /** The user's store, when it is open already; closed by whoever opened it. */
  local?: Local
  times?: Partial<RoomTimes>
}

export interface RoomTimes extends ConnectionTimes {
  /** After how long without an answer the server counts as silent, in ms. */
  silent: number
  /** How often what the server has is noted on disk at most, in ms. */
  note: number
}

const TIMES: Pick<RoomTimes, 'silent' | 'note'> = { silent: 10_000, note: 1000 }

/**
 * The paper of one meeting: its document, the copy on this device, and the connection. Opens from the device first;
 * the server is waited for only when there is no copy.
 */
export class MeetingRoom {
  readonly room: string
  readonly doc = new Y.Doc()
  readonly awareness = new Awareness(this.doc)
  readonly whenReady: Promise<void>
  #loaded = $state<'loading' | 'ready' | 'missing'>('loading')
  #status = $state.raw<SyncStatus>({ kind: 'sending', waiting: 0 })

  readonly #platform: Platform
  readonly #local: Local
  readonly #ownsLocal: boolean
  readonly #times: Pick<RoomTimes, 'silent' | 'note'>
  readonly #steps = new WaitingSteps()
  readonly #own: OwnSteps
  readonly #copy: LocalRoom
  readonly #connection: Connection
  readonly #opened: Promise<Loaded>
  readonly #stops: (() => void)[]
  #becomeReady: () => void = () => undefined
  #progressAt: number
  #silenceTimer: ReturnType<typeof setTimeout> | null = null
  #noteTimer: ReturnType<typeof setTimeout> | null = null
  #refusal: Refusal | null = null
  #newer = false
  #destroyed = false

  constructor(private readonly options: RoomOptions) {
    const platform = options.platform ?? browserPlatform()
    this.#platform = options.origin === undefined ? platform : { ...platform, origin: options.origin }
    this.#times = { ...TIMES, ...options.times }
    this.room = paperRoom(options.meeting)
    this.#ownsLocal = options.local === undefined
    this.#local = options.local ?? openLocal(options.user.id, this.#platform)
    this.whenReady = new Promise((resolve) => (this.#becomeReady = resolve))
    this.#progressAt = this.#platform.now()
    this.#own = new OwnSteps(this.#local.journal.tab, this.#steps, () => this.#platform.now())
    this.#copy = this.#makeCopy()
    this.#connection = this.#makeConnection()
    this.awareness.setLocalState({ user: options.user, cursor: null })
    this.#stops = [
      this.#platform.onNetwork(() => this.#connection.restart()),
      this.#platform.onHide(() => void this.flush()),
    ]
    this.#opened = this.#open()
  }

  /** `ready`: a copy or the server's state is in the document; `missing`: neither is here nor can be reached. */
  get loaded(): 'loading' | 'ready' | 'missing' {
    return this.#loaded
  }

  get status(): SyncStatus {
    return this.#status
  }

  /** Counts this undo manager's steps as the user's own until the server has them. */
  watchSteps(undo: Y.UndoManager): void {
    this.#own.watch(undo)
  }

  /** Connects once the copy is read, and stays connected. After a sign-in: connects again. */
  connect(): void {
    void this.#opened.then((loaded) => {
      if (this.#destroyed || loaded === 'newer' || this.#refusal !== null) return
      this.#progressAt = this.#platform.now()
      this.#connection.connect()
    })
  }

  /** Tries at once instead of when the pause is over. */
  retry(): void {
    this.#connection.retry()
  }

  /** Writes what is gathered to the local store, now. */
  async flush(): Promise<void> {
    this.#note()
    await this.#local.journal.flush()
  }

  async destroy(): Promise<void> {
    if (this.#destroyed) return
    this.#note()
    this.#destroyed = true
    this.#stops.forEach((stop) => stop())
    for (const timer of [this.#silenceTimer, this.#noteTimer]) if (timer !== null) clearTimeout(timer)
    this.#own.stop()
    this.#connection.destroy()
    await this.#opened
    this.#copy.close()
    if (this.#ownsLocal) await this.#local.close()
    else await this.#local.journal.flush()
    this.awareness.destroy()
    this.doc.destroy()
  }

  #makeCopy(): LocalRoom {
    return new LocalRoom(this.room, this.doc, this.#local, this.#steps, {
      isServer: (origin) => origin === this.#connection.provider,
      applyServers: (update) => Y.applyUpdate(this.doc, update, this.#connection.provider),
      changedHere: () => this.#own.changed(),
      refused: () => this.#giveUp('forbidden'),
      changed: () => this.#publish(),
    })
  }

  #makeConnection(): Connection {
    const listener = {
      admitted: () => this.#admitted(),
      sent: (message: number) => this.#sent(message),
      settled: (upTo: number) => this.#settled(upTo),
      refused: (reason: Refusal, message: number | null) => this.#refused(reason, message),
      head: () => undefined,
      merging: () => undefined,
      disconnected: () => this.#steps.disconnected(),
      changed: () => this.#publish(),
    }
    return new Connection(
      this.room,
      this.doc,
      this.awareness,
      this.#platform,
      listener,
      this.options.times ?? {},
    )
  }

  async #open(): Promise<Loaded> {
    const { loaded } = await this.#copy.open()
    this.#newer = loaded === 'newer'
    if (loaded === 'copy' || loaded === 'known') this.#ready()
    if (loaded === 'newer') this.#loaded = 'missing'
    this.#publish()
    return loaded
  }

  #ready(): void {
    this.#loaded = 'ready'
    this.#becomeReady()
  }

  async #admitted(): Promise<Admission> {
    return admit(this.#platform, this.options.user.id)
  }

  #sent(message: number): void {
    this.#steps.sentAs(message)
    if (this.#connection.outstanding === 1) this.#progressAt = this.#platform.now()
  }

  #settled(upTo: number): void {
    this.#steps.settled(upTo)
    this.#progressAt = this.#platform.now()
    this.#noteTimer ??= setTimeout(() => this.#note(), this.#times.note)
  }

  /** Notes on disk what waits and, when it is everything, what the server has. */
  #note(): void {
    if (this.#noteTimer !== null) clearTimeout(this.#noteTimer)
    const due = this.#noteTimer !== null
    this.#noteTimer = null
    if (!due) return
    const acknowledged = this.#connection.allSettled
      ? { acknowledged: Y.encodeStateVector(this.doc), acknowledgedAt: this.#progressAt }
      : {}
    this.#copy.note({ ...this.#copy.waiting(), ...acknowledged })
  }

  /** A change that built on something the server lacks is sent again with the answer to its next question. */
  #refused(reason: Refusal, message: number | null): void {
    const heals = reason === 'missing' && message !== null && !this.#connection.wasAnswer(message)
    if (heals) this.#steps.notTaken(message)
    else this.#giveUp(reason)
  }

  #giveUp(reason: Refusal): void {
    if (this.#refusal !== null) return
    this.#refusal = reason
    this.#copy.freeze()
    this.#connection.disconnect()
    this.#publish()
  }

  #publish(): void {
    if (this.#destroyed || this.#connection === undefined) return
    const { phase, synced } = this.#connection
    if (synced && this.#loaded !== 'ready') this.#ready()
    if (this.#loaded === 'loading' && this.#connection.failing) this.#loaded = 'missing'
    if (this.#loaded === 'loading' && phase.kind === 'ended') this.#loaded = 'missing'
    const status = this.#statusNow()
    if (!isSame(status, this.#status)) this.#status = status
    if (status.kind === 'sending') this.#watchSilence()
  }

  #statusNow(): SyncStatus {
    const { phase, failing, allSettled } = this.#connection
    return statusOf({
      phase,
      failing,
      allSettled,
      silent: this.#platform.now() - this.#progressAt >= this.#times.silent,
      online: this.#platform.isOnline(),
      waiting: this.#steps.count,
      oldest: this.#steps.oldest,
      storeFailed: this.#copy.failure !== null && !this.#copy.isSaved,
      refused: this.#refusal !== null,
      tooOld: this.#newer,
    })
  }

  #watchSilence(): void {
    const left = this.#progressAt + this.#times.silent - this.#platform.now()
    this.#silenceTimer ??= setTimeout(
      () => {
        this.#silenceTimer = null
        this.#publish()
      },
      Math.max(left, 0) + 1,
    )
  }
}

function isSame(one: SyncStatus, other: SyncStatus): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
