import type * as Y from 'yjs'
import type { Refusal } from '../../schema/protocol.ts'
import type { Seals } from '../../schema/zones.ts'
import type { ZoneKeeper } from '../zones/zone-keeper.ts'
import type { Local } from './local.ts'
import { KeptApart, type KeptApartParts } from './kept-apart.ts'
import type { AsideReason } from './store.ts'

/** A copy that is refused again within this time, in ms, after it was parted is kept apart. */
const PART_PAUSE = 60_000

/**
 * What has become of a copy: it is used; its text was refused and is kept apart; or an item was closed out of the room,
 * and the document holds what it must not.
 */
export type Fate = { kind: 'used' } | { kind: 'refused'; reason: AsideReason } | { kind: 'replaced' }

export interface CopyFateParts extends KeptApartParts {
  /** State vector of what the server has acknowledged. */
  acknowledged(): Uint8Array | null
  /** Whether the server has everything that is here. */
  isEverythingThere(): boolean
  /** Writes no more to the copy and sends nothing. */
  stop(): void
  /** Tells the server that the copy differs from its ledger. */
  tellDiverged(): void
  /** Compares the copy with the ledger no more. */
  trust(): void
  /** Whether the user may only read here. */
  onlyReads(): boolean
}

/** Gives a copy up when it can go on no longer, in every tab, so that nothing that was written in it is lost. */
export class CopyFate {
  #fate: Fate = { kind: 'used' }
  readonly #apart: KeptApart
  /** Other tabs do not know yet that the copy is given up. */
  #isToTell = false

  constructor(
    private readonly room: string,
    doc: Y.Doc,
    private readonly local: Local,
    private readonly zones: ZoneKeeper,
    private readonly parts: CopyFateParts,
    /** How long after a copy was given up for another one a difference is no longer blamed on the copy, in ms. */
    private readonly trustFor: number,
  ) {
    const changed = (): void => {
      this.#tellOthers()
      parts.changed()
    }
    this.#apart = new KeptApart(room, doc, local.store, { ...parts, changed })
  }

  get now(): Fate {
    return this.#fate
  }

  get isUsed(): boolean {
    return this.#fate.kind === 'used'
  }

  /** Where the text of a copy that is used no more goes; null while it is used. */
  get refuge(): { failure: string | null; isSaved: boolean } | null {
    if (this.#fate.kind === 'used') return null
    if (this.#fate.kind === 'refused') return this.#apart
    return { failure: this.zones.failure, isSaved: this.zones.isParted }
  }

  /** The user goes on writing in the window of a copy that is used no more. */
  changedHere(): void {
    if (this.#fate.kind === 'refused') void this.#apart.keep(this.#fate.reason, this.parts.acknowledged())
    if (this.#fate.kind === 'replaced') void this.zones.part()
  }

  /** Resolves when what is not yet where it goes was tried. */
  async flush(): Promise<void> {
    await this.#apart.flush()
    if (this.#fate.kind === 'replaced') await this.zones.part()
    await this.zones.flush()
  }

  stop(): void {
    this.#apart.stop()
    this.zones.stop()
  }

  /** Nothing more is sent from here: the text is kept apart, the copy let go, in every tab. */
  giveUp(reason: Refusal): void {
    if (!this.isUsed) return
    this.#refuse(reason)
    // Begun first: another tab that is told opens the meeting anew by itself, and must not find the copy.
    void this.#apart.keep(reason, this.parts.acknowledged())
    this.local.journal.refuse(this.room, reason)
  }

  /** Another tab kept the text apart and let the copy go: one that stands there now is a new one's. */
  refusedElsewhere(reason: AsideReason): void {
    if (this.isUsed) this.#refuse(reason)
  }

  /** What was closed out of the room is told before anything else: a copy that holds it is parted, then opened anew. */
  sealed(seals: Seals): void {
    if (this.zones.told(seals)) this.#replace()
  }

  /** Something of a closed item was sent: what the server lets in is told by what it has sent since. Once in a while. */
  async partAgain(): Promise<void> {
    if (await this.#isFirst('parted', PART_PAUSE)) this.#replace()
    else this.giveUp('closedItem')
  }

  /**
   * The server has everything written here, so its text stands; the copy is kept apart. When this device did so not
   * long ago the fault is not in the copy: then the server is told, and the user left in peace.
   */
  async diverged(): Promise<void> {
    if (this.parts.onlyReads()) return this.#shownTooMuch()
    const isFirst = await this.#isFirst('diverged', this.trustFor)
    if (!this.parts.isEverythingThere() || !this.isUsed) return
    this.parts.tellDiverged()
    if (!isFirst) return this.parts.trust()
    this.#refuse('diverged')
    this.local.journal.forget(this.room)
    this.#isToTell = true
    await this.#apart.keep('diverged', this.parts.acknowledged())
  }

  /** Who only reads was shown what then did not come to the disk (rule W3): it is nobody's loss here, and nobody's fault. */
  async #shownTooMuch(): Promise<void> {
    if (!(await this.#isFirst('shown', PART_PAUSE)) || !this.isUsed) return
    // Meanwhile another tab may have passed on what was written under a right that is gone: that is to be kept.
    if (!this.parts.isEverythingThere()) return
    this.#refuse('diverged')
    this.local.journal.forget(this.room)
    this.#isToTell = true
    await this.#apart.letGo()
  }

  /** Only when it is kept apart, however often that was tried: a tab that opens the meeting again must not find the copy. */
  #tellOthers(): void {
    if (!this.#isToTell || !this.#apart.isSaved) return
    this.#isToTell = false
    this.local.journal.refuse(this.room, 'diverged')
  }

  /** Whether this device has not done it lately; without a store there is no copy to blame, and nowhere to keep one. */
  async #isFirst(what: string, within: number): Promise<boolean> {
    return this.local.store.claim(`${what}:${this.room}`, within).catch(() => false)
  }

  #replace(): void {
    if (!this.isUsed) return
    this.#become({ kind: 'replaced' })
    this.local.journal.forget(this.room)
    void this.zones.part()
  }

  #refuse(reason: AsideReason): void {
    this.#become({ kind: 'refused', reason })
  }

  #become(fate: Fate): void {
    this.#fate = fate
    this.parts.stop()
    this.parts.changed()
  }
}
