import { randomInt } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { ClosedItem as ItemReaders, ItemClosing } from '../../schema/api.ts'
import type { Phase } from '../../schema/phases.ts'
import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import type { Accounts, Actor } from '../accounts/accounts.ts'
import { failures } from '../errors.ts'
import { audit, type AuditEntry } from '../forums/audit.ts'
import type { Meetings } from '../meetings/meetings.ts'
import { peopleOf } from '../meetings/seat.ts'
import type { Projector } from '../projections/projector.ts'
import type { Database } from '../store/database.ts'
import { updatesOf, type Ledger } from '../store/store.ts'
import type { Rooms } from '../sync/rooms.ts'
import { closedRooms, remade, sealsOf, withoutSeal, type Step } from './closed-rooms.ts'
import {
  addZone,
  closedItems,
  readable,
  removeZone,
  requirePhase,
  setReaders,
  type ClosedItem,
} from './zones.ts'

export interface ClosingsParts {
  db: Database
  ledger: Ledger
  meetings: Meetings
  projector: Pick<Projector, 'worker' | 'refresh'>
  rooms: Pick<Rooms, 'remake' | 'updates'>
  now: () => number
  accounts: Pick<Accounts, 'rightsChanged'>
  /** Called after it is another's to read a closed item, or nobody's. */
  changed(meeting: string): void
  /** Called when the margin of a meeting or of a closed item is another, before anybody is let in. */
  remade(zone: string): Promise<void>
}

/** Closing items of a meeting and opening them again, each in one step (rules Z1–Z4). */
export class Closings {
  /** Meetings in which an item is being opened. */
  private readonly opening = new Set<string>()

  constructor(private readonly parts: ClosingsParts) {}

  /** Whether an item of a meeting is being opened: until that is done, its phase stays. */
  isOpening(meeting: string): boolean {
    return this.opening.has(meeting)
  }

  /** The closed items that the user may read, with who else may. @throws Failure unless they may close items */
  async list(user: Actor, meeting: string): Promise<ItemReaders[]> {
    const seat = await this.parts.meetings.seat(user.id, meeting, 'closeItem')
    const closed = await closedItems(this.parts.db, meeting)
    return readable(closed, user.id, seat).map(({ item, readers }) => ({ item, readers }))
  }

  /**
   * Moves an item into rooms of its own. Of one that is closed already: who may read it changes.
   *
   * @throws Failure when it is not the user's to do, or they would not be let in themselves, or who may read it is not who
   * could when they chose
   */
  async close(user: Actor, meeting: string, item: string, closing: ItemClosing): Promise<void> {
    const { meetings, rooms } = this.parts
    const { forum, phase } = await meetings.seat(user.id, meeting, 'closeItem')
    if (closing.readers.except.includes(user.id)) throw failures.closesOutSelf()
    const known = await this.find(user, meeting, item)
    if (known) {
      await this.changeReaders(known, closing)
      await this.readersChanged(user, meeting)
    } else
      await rooms.remake([paperRoom(meeting), marginRoom(meeting)], () =>
        this.part(user, meeting, item, { ...closing, phase }),
      )
    await this.note(user, known ? 'item.readers' : 'item.closed', forum, meeting, item)
  }

  /** Moves a closed item back. @throws Failure when it is not the user's to do, or not closed */
  async open(user: Actor, meeting: string, item: string): Promise<void> {
    const { meetings, rooms } = this.parts
    const { forum, phase } = await meetings.seat(user.id, meeting, 'closeItem')
    const known = await this.find(user, meeting, item)
    if (!known) throw failures.unknownItem()
    const zones = [meeting, known.zone]
    await rooms.remake([...zones.map(paperRoom), ...zones.map(marginRoom)], async () => {
      this.opening.add(meeting)
      try {
        await requirePhase(this.parts.db, meeting, phase)
        await this.join(user, meeting, known)
      } finally {
        this.opening.delete(meeting)
      }
    })
    await this.note(user, 'item.opened', forum, meeting, item)
  }

  /** What is written of a meeting's closed items, by item, in updates that are to be applied in order. */
  async papers(meeting: string): Promise<[string, Uint8Array[]][]> {
    const closed = await closedItems(this.parts.db, meeting)
    return Promise.all(
      closed.map(async ({ item, zone }): Promise<[string, Uint8Array[]]> => [
        item,
        await this.parts.rooms.updates(paperRoom(zone)),
      ]),
    )
  }

  /** Null when it is not closed. @throws Failure when the user is not let in */
  private async find(user: Actor, meeting: string, item: string): Promise<ClosedItem | null> {
    const seat = await this.parts.meetings.seat(user.id, meeting)
    const known = (await closedItems(this.parts.db, meeting)).find((each) => each.item === item)
    if (!known) return null
    if (readable([known], user.id, seat).length === 0) throw failures.forbidden()
    return known
  }

  private async changeReaders(known: ClosedItem, { readers, before }: ItemClosing): Promise<void> {
    // The answer to whoever asks again was lost.
    if (isDeepStrictEqual(known.readers, readers)) return
    if (before === null) throw failures.itemMoved()
    await setReaders(this.parts.db, known.zone, readers, before)
  }

  private async readersChanged(actor: Actor, meeting: string): Promise<void> {
    const { db, accounts, changed } = this.parts
    try {
      await accounts.rightsChanged(await peopleOf(db, meeting), actor)
    } finally {
      changed(meeting)
    }
  }

  private async part(
    user: Actor,
    meeting: string,
    item: string,
    { reason, publicWording, readers, phase }: ItemClosing & { phase: Phase },
  ): Promise<void> {
    const { db, ledger, projector } = this.parts
    const step = this.step(user)
    const [paper, margin] = [await ledger.load(paperRoom(meeting)), await ledger.load(marginRoom(meeting))]
    if (sealsOf(paper).sealed.some((each) => each.item === item)) throw failures.itemMoved()
    const said = { item, reason, publicWording, client: step.client }
    const parted = await projector.worker.call('closeItem', updatesOf(paper), updatesOf(margin), said)
    if (parted === null) throw failures.unknownItem()
    const zone = `${meeting}.${randomInt(36 ** 7, 36 ** 8).toString(36)}`
    const sealed = { item, zone, threads: parted.threads }
    await addZone(db, { zone, meeting, item, readers }, phase)
    try {
      await ledger.remake(closedRooms(meeting, sealed, { paper, margin }, parted, step), [])
    } catch (error) {
      await removeZone(db, zone, meeting)
      throw error
    }
    // Whoever waits at the door was looked at before there was such a zone.
    await this.readersChanged(user, meeting)
    await projector.refresh(meeting)
    for (const each of [meeting, zone]) await this.parts.remade(each)
  }

  private async join(user: Actor, meeting: string, { item, zone }: ClosedItem): Promise<void> {
    const { db, ledger, projector } = this.parts
    const step = this.step(user)
    const load = (room: string) => ledger.load(room)
    const [paper, margin] = [await load(paperRoom(meeting)), await load(marginRoom(meeting))]
    const [closedPaper, closedMargin] = [await load(paperRoom(zone)), await load(marginRoom(zone))]
    if (!sealsOf(paper).sealed.some((each) => each.zone === zone)) throw failures.itemMoved()
    const rooms = {
      paper: updatesOf(paper),
      margin: updatesOf(margin),
      closedPaper: updatesOf(closedPaper),
      closedMargin: updatesOf(closedMargin),
    }
    const joined = await projector.worker.call('openItem', rooms, item, step.client)
    if (joined === null) throw failures.unknownItem()
    await ledger.remake(
      [
        remade(paperRoom(meeting), paper, joined.paper, step, withoutSeal(paper, item, step)),
        remade(
          marginRoom(meeting),
          margin,
          joined.margin,
          step,
          withoutSeal(margin, item, step),
          joined.authors,
        ),
      ],
      [paperRoom(zone), marginRoom(zone)],
    )
    await removeZone(db, zone, meeting)
    this.parts.changed(meeting)
    await projector.refresh(meeting)
    await this.parts.remade(meeting)
  }

  private step(user: Actor): Step {
    return { author: user.id, at: this.parts.now(), client: randomInt(1, 2 ** 32 - 1) }
  }

  private async note(
    user: Actor,
    action: AuditEntry['action'],
    forum: string,
    meeting: string,
    item: string,
  ): Promise<void> {
    const { db, now } = this.parts
    await audit(db, now(), { actor: user.id, action, forum, detail: `${meeting} ${item}` })
  }
}
