import * as Y from 'yjs'
import type { Meeting, NewMeeting } from '../../schema/api.ts'
import type { Paper } from '../../schema/paper.ts'
import { paperRoom } from '../../schema/protocol.ts'
import { meetingOfZone } from '../../schema/zones.ts'
import { openRooms } from '../merging/own-clients.ts'
import { begunTexts, type Begun } from './begun.ts'
import { deliver, sendWaiting, type Delivery } from './courier.ts'
import { keptMeetings, keptTexts, type KeptMeeting, type KeptText } from './details.ts'
import { openLocal, type Local } from './local.ts'
import { createMeetingCommand } from './outbox.ts'
import { browserPlatform, type Platform } from './platform.ts'
import type { KeptWords } from './kept-words.ts'
import { rescueOfAside, type RescueJson } from './rescue.ts'
import { meetingOf } from './room-names.ts'
import type { RoomTimes } from './room-core.ts'
import { lookAtStorage, protectStorage, UNKNOWN_STORAGE, type StorageDetails } from './storage.ts'
import type { Queued } from './store.ts'

/** What one user has on this device, for pages that show no single meeting. */
export class Device {
  #meetings = $state.raw<KeptMeeting[] | null>(null)
  #commands = $state.raw<Queued[]>([])
  #asides = $state.raw<(KeptText & { meeting: string })[]>([])
  #begun = $state.raw<readonly Begun[]>([])
  #storage = $state.raw<StorageDetails>(UNKNOWN_STORAGE)
  readonly local: Local
  readonly #stops: (() => void)[] = []

  constructor(
    user: string,
    private readonly platform: Platform = browserPlatform(),
    private readonly times: Partial<RoomTimes> = {},
  ) {
    this.local = openLocal(user, platform)
  }

  /** The meetings kept here, by when they were last written; null: not read yet. */
  get meetings(): KeptMeeting[] | null {
    return this.#meetings
  }

  /** Commands that wait for the server or were refused by it, such as meetings made here. */
  get commands(): Queued[] {
    return this.#commands
  }

  /** Texts that were kept apart; nothing of them is ever sent. */
  get asides(): readonly (KeptText & { meeting: string })[] {
    return this.#asides
  }

  /** Texts that were begun and not sent. */
  get begun(): readonly Begun[] {
    return this.#begun
  }

  get storage(): StorageDetails {
    return this.#storage
  }

  /** Own steps of all meetings that the server does not have. */
  get waiting(): number {
    return (this.#meetings ?? []).reduce((sum, { waiting }) => sum + waiting, 0)
  }

  /** Sends what waits, now and whenever the network comes back. */
  start(): void {
    const send = (): void => {
      if (this.platform.isOnline()) void this.send()
    }
    this.#stops.push(this.platform.onNetwork(send))
    send()
  }

  /** Reads anew what is on the device. */
  async refresh(): Promise<void> {
    this.#meetings = keptMeetings(await this.local.store.rooms())
    this.#commands = await this.local.outbox.list()
    this.#asides = keptTexts(await this.local.store.asides())
    this.#begun = await begunTexts(this.local.store)
    this.#storage = await lookAtStorage(this.platform.storage)
  }

  /**
   * Makes a meeting here, with or without the server: its first text, written by `write`, and the command that makes
   * it there. `meeting` is a fresh id; the meeting can be opened at once.
   */
  async createMeeting(meeting: string, facts: NewMeeting, write: (paper: Paper) => void): Promise<void> {
    const paper = new Y.Doc()
    write(paper)
    const update = Y.encodeStateAsUpdate(paper)
    paper.destroy()
    await this.local.store.addMeeting(paperRoom(meeting), update, createMeetingCommand(meeting, facts))
    await this.refresh()
  }

  /** Gives up a meeting that the server would not make, with all that this device has of it. */
  async giveUp({ key, meeting }: Queued): Promise<void> {
    await this.local.store.forget((zone) => meetingOfZone(zone) === meeting)
    await this.local.outbox.drop(key)
    await this.refresh()
  }

  /** Sends commands and text that wait. */
  async send(): Promise<Delivery> {
    await this.local.outbox.flush(true)
    const delivery = await sendWaiting(this.local, this.platform, this.times)
    await this.refresh()
    return delivery
  }

  /** Takes from this device what was closed in meetings since it had them last. */
  async part(meetings: readonly Pick<Meeting, 'id' | 'closed'>[]): Promise<void> {
    if (!this.platform.isOnline() || meetings.every(({ closed }) => closed === undefined)) return
    const { partClosed } = await import('../zones/part-closed.ts')
    await partClosed(meetings, this.local, this.platform, this.times)
  }

  /** Has a meeting that is not here yet kept here; whether it is. */
  async fetch(meeting: string): Promise<boolean> {
    const { kind } = await deliver(paperRoom(meeting), this.local, this.platform, this.times)
    await this.refresh()
    return kind === 'server'
  }

  /** Asks the browser not to clear what is kept here. */
  async protect(): Promise<void> {
    this.#storage = await protectStorage(this.platform.storage)
  }

  /** Removes copies the server has whole. Answers how many. */
  async free(openMeeting: string | null): Promise<number> {
    const elsewhere = await openRooms(this.platform.locks, this.local.store.user)
    const open = [...elsewhere.map(meetingOf), ...(openMeeting === null ? [] : [openMeeting])]
    const { freeSpace } = await import('./free-space.ts')
    const removed = await freeSpace(this.local.store, open)
    await this.refresh()
    return removed
  }

  /** A refused text as a file; null when there is none with this id. */
  async aside(id: string): Promise<RescueJson | null> {
    const aside = (await this.local.store.asides()).find((each) => each.id === id)
    return aside === undefined ? null : rescueOfAside(aside, this.platform.now())
  }

  /** What its writer had written in a text that was kept apart. */
  async keptWords(id: string): Promise<KeptWords[]> {
    const aside = (await this.local.store.asides()).find((each) => each.id === id)
    if (aside === undefined) return []
    const { keptWords } = await import('./kept-words.ts')
    try {
      return keptWords(aside, this.local.store.user)
    } catch {
      // What cannot be read is listed all the same.
      return []
    }
  }

  async removeAside(id: string): Promise<void> {
    await this.local.store.removeAside(id)
    await this.refresh()
  }

  async close(): Promise<void> {
    this.#stops.forEach((stop) => stop())
    await this.local.close()
  }

  /** Deletes everything this user has on this device. Rooms must be closed first; the device is of no use afterwards. */
  async erase(): Promise<void> {
    this.#stops.forEach((stop) => stop())
    await this.local.journal.close()
    await this.local.store.erase()
  }
}
