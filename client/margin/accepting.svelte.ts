import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type { Change } from '../../schema/changes.ts'
import { entry, receipt } from '../../schema/margin.ts'
import { isAcceptance } from '../../schema/margin-state.ts'
import type { Paper } from '../../schema/paper.ts'
import { writtenAs } from '../merging/moving-client.ts'
import type { MarginRoom } from '../sync/margin-room.svelte.ts'
import type { Locks } from '../sync/platform.ts'
import type { UserStore } from '../sync/store.ts'
import { Acceptances, type Acceptance, type BegunEdit } from './acceptances.ts'
import { inTurn } from './in-turn.ts'
import type { Accepted, PutIn, Refusal } from './put-in.ts'
import type { Talk } from './talks.ts'

export interface AcceptingParts {
  room(): MarginRoom
  paper: Paper
  store: UserStore
  /** Null where windows cannot be told apart. */
  locks: Locks | null
  meeting: string
  putIn: PutIn
  talk(id: string): Talk | undefined
  /** Whether paper and margin are here as the server has them. */
  isUpToDate(): boolean
  /** Whether all of the margin is here. */
  isComplete(): boolean
  /** Has the paper written to the disk; whether it is there. */
  save(): Promise<boolean>
  /** The text does not take what was granted. */
  refused(talk: Talk, why: Refusal): void
  tell(talk: Talk, what: 'taken' | 'overtaken' | 'leftOut'): void
}

/** Where there are no locks, a window that has begun and is not heard of counts as gone after so many ms. */
const LEASE = 60_000

/**
 * Puts into the text what this user has accepted and the server has granted: once, whichever windows come, go or die
 * (rule M51). An acceptance is kept until the edit is on the disk. Before the edit the window notes which Yjs client is
 * about to make it, and at what clock: the next one sees by the paper whether that came about.
 */
export class Accepting {
  /** Threads that are accepted and not in the text, because it took the edit no more when a window had died over it. */
  private readonly leftOut = new SvelteMap<string, Acceptance>()
  private readonly acceptances: Acceptances
  /** Of an earlier visit or another window: the paper may be older here than where they were made. */
  private readonly early = new SvelteSet<string>()
  private readonly busy = new SvelteSet<string>()
  private isOver = false

  constructor(private readonly parts: AcceptingParts) {
    this.acceptances = new Acceptances(parts.store, parts.meeting)
  }

  /** Starts; the returned function stops. */
  watch(): () => void {
    const look = (): void => void this.restore()
    look()
    // What another window has left is taken up by the one that is turned to.
    window.addEventListener('focus', look)
    const { onLost } = this.parts.store
    onLost.add(this.acceptances.keep)
    return () => {
      this.isOver = true
      onLost.delete(this.acceptances.keep)
      window.removeEventListener('focus', look)
    }
  }

  private async restore(): Promise<void> {
    for (const ruling of await this.acceptances.restore()) this.early.add(ruling)
    this.settle()
  }

  add(ruling: string, thread: string, change: Change): void {
    this.acceptances.add({ ruling, thread, change })
    this.settle()
  }

  drop(ruling: string): void {
    this.acceptances.drop(ruling)
  }

  /** Whether a thread is accepted, and what was accepted is not in the text. */
  isLeftOut({ id }: Talk): boolean {
    return this.leftOut.has(id)
  }

  /** Puts in what was left out; why it could not be, or null. */
  async putIn(talk: Talk): Promise<Refusal | null> {
    const acceptance = this.leftOut.get(talk.id)
    if (acceptance === undefined) return null
    const refusal = await this.make(talk, acceptance)
    if (refusal === null) await this.done(talk, acceptance)
    return refusal
  }

  /** Puts into the text what the server has granted. Asked whenever the margin or the connection has changed. */
  settle(): void {
    for (const acceptance of this.leftOut.values()) this.checkLeftOut(acceptance)
    const due = this.acceptances.all.filter((each) => this.isDue(each)).map(({ ruling }) => ruling)
    if (due.length === 0) return
    due.forEach((ruling) => this.busy.add(ruling))
    void this.carryOutAll(due).finally(() => due.forEach((ruling) => this.busy.delete(ruling)))
  }

  private isDue({ ruling: id, thread }: Acceptance): boolean {
    const { doc } = this.parts.room()
    const ruling = entry(doc, 'rulings', id)
    // The server took no such ruling.
    if (ruling === null && this.parts.isComplete()) this.drop(id)
    if (ruling === null || receipt(doc, 'rulings', id) === null) return false
    return !this.busy.has(id) && !this.leftOut.has(thread) && (!this.early.has(id) || this.parts.isUpToDate())
  }

  /** In the order in which they were accepted: what is done to a part of a block comes after the cut. */
  private async carryOutAll(due: readonly string[]): Promise<void> {
    const { locks, store, meeting } = this.parts
    const all = async (isMine: (ruling: string) => Promise<boolean>): Promise<void> => {
      for (const ruling of due) if (await isMine(ruling)) await this.carryOut(ruling)
    }
    if (await inTurn(locks, `accepting:${store.user}:${meeting}`, () => all(() => Promise.resolve(true))))
      return
    await all((ruling) => store.claim(`accepting:${ruling}`, LEASE).catch(() => true))
  }

  private async carryOut(ruling: string): Promise<void> {
    const acceptance = await this.acceptances.now(ruling)
    const talk = acceptance === null ? undefined : this.parts.talk(acceptance.thread)
    if (acceptance === null || talk?.ruling?.id !== ruling) return this.overtaken(ruling, talk)
    const { begun } = acceptance
    if (begun !== undefined && this.isThere(begun)) return this.forget(ruling)
    // The server may have the edit that a window was about to make.
    if (begun !== undefined && !this.parts.isUpToDate()) return
    const refusal = await this.make(talk, acceptance)
    if (this.isOver) return
    if (refusal === null) return this.done(talk, acceptance)
    if (begun === undefined) {
      this.drop(ruling)
      return this.parts.refused(talk, refusal)
    }
    // Words that were to go and are gone: that edit leaves no other trace.
    if (isRemoval(acceptance.change)) return this.done(talk, acceptance)
    this.leftOut.set(talk.id, acceptance)
    this.parts.tell(talk, 'leftOut')
  }

  /** Somebody else's ruling counts: it is not put in from here. */
  private overtaken(ruling: string, talk: Talk | undefined): void {
    this.drop(ruling)
    if (talk !== undefined && isAcceptance(talk.state)) this.parts.tell(talk, 'overtaken')
  }

  /** Makes the edit, noting before that it is about to. Nothing that this client writes may come between. */
  private async make(talk: Talk, { ruling, change, begun }: Acceptance): Promise<Refusal | null> {
    const { paper } = this.parts
    const client = paper.clientID
    let clock
    do {
      clock = writtenAs(client, paper)
      await this.acceptances.note(ruling, { client, clock })
    } while (clock !== writtenAs(client, paper))
    const refusal = this.isOver ? 'impossible' : this.parts.putIn.make(talk, change, acceptedAs(talk))
    if (refusal !== null) await this.acceptances.note(ruling, begun)
    return refusal
  }

  private isThere({ client, clock }: BegunEdit): boolean {
    return writtenAs(client, this.parts.paper) > clock
  }

  private done(talk: Talk, { ruling }: Acceptance): Promise<void> {
    this.leftOut.delete(talk.id)
    this.parts.tell(talk, 'taken')
    return this.forget(ruling)
  }

  /** It is in the text: forgotten when the disk has that, for this window may still die. */
  private async forget(ruling: string): Promise<void> {
    if (await this.parts.save()) this.drop(ruling)
  }

  /** What is open again, or was put in by another window, is left out no more. */
  private checkLeftOut({ ruling, thread, begun }: Acceptance): void {
    if (this.parts.talk(thread)?.ruling?.id === ruling && !(begun && this.isThere(begun))) return
    this.leftOut.delete(thread)
    this.drop(ruling)
  }
}

function acceptedAs({ id, ruling }: Talk): Accepted {
  return { thread: id, state: ruling?.state ?? 'accepted', reason: ruling?.reason ?? '' }
}

function isRemoval(change: Change): boolean {
  return change.kind === 'deleteBlock' || (change.kind === 'inline' && change.slice.content.length === 0)
}
