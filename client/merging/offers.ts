import { ySyncPluginKey } from 'y-prosemirror'
import type * as Y from 'yjs'
import { items, splitKey, type SectionKey } from '../../schema/paper.ts'
import { offersName } from '../sync/kept-names.ts'
import type { UserStore } from '../sync/store.ts'
import { wholeWords, type Loss } from './losses.ts'
import { restoreRemoved, type Removed } from './removed.ts'
import { putBeside } from './put-beside.ts'
import { restOf } from './rest-of.ts'
import type { SectionNow } from './places.ts'

/**
 * What took words: a deletion, or that the closed item in whose room they waited is open again. Of these the item's text may
 * have the beginning.
 */
export type TakenBy = 'deletion' | 'opening'

/** Words that something took, and that are brought back when somebody says so. */
export interface Offer {
  id: string
  /** `mine`: the user wrote them and a colleague deleted what they stood in; `theirs`: the other way round. */
  side: 'mine' | 'theirs'
  section: SectionKey
  /** The colleague's name, when it is known. */
  by: string | null
  /** Milliseconds since 1970. */
  at: number
  losses: Loss[]
  takenBy: TakenBy
  /** What the document held when they were lost, as clients and clocks; nothing, when all that comes is new to them. */
  since: [client: number, clock: number][]
  /** It is the whole item that was removed, and the words stand in it still. */
  removed: Removed | null
}

export interface OfferParts {
  changed(): void
  /** Whether all that the server has is in the document. */
  isCurrent(): boolean
  newId(): string
  now(): number
}

/** The offers of one meeting, kept on the device until each is answered or has become needless. */
export class Offers {
  #list: readonly Offer[] = []
  #shown: readonly Offer[] = []
  readonly #outdated = new Set<string>()
  /** Changes of the kept list, one after another: other windows change it too. */
  #line: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly doc: Y.Doc,
    private readonly room: string,
    private readonly store: UserStore,
    private readonly parts: OfferParts,
  ) {}

  /** Those that are shown: words of an item that is open again may find their place when it has come here. */
  get list(): readonly Offer[] {
    return this.#shown
  }

  /** Those of which words have come to stand in the text again since this window was opened. */
  get outdated(): ReadonlySet<string> {
    return this.#outdated
  }

  /** Takes in what lies on the device; `review` shows it. Answers in which sections there is more now. */
  async open(): Promise<SectionKey[]> {
    const kept = (await this.store.kept<Offer[]>(this.#name)) ?? []
    const known = new Set(this.#list.map(({ id }) => id))
    const fresh = kept.filter(({ id }) => !known.has(id))
    this.#list = [...fresh, ...this.#list]
    return fresh.map(({ section }) => section)
  }

  /** Whether this is the name under which they lie on the device. */
  isTheirs(name: string): boolean {
    return name === this.#name
  }

  add(offer: Omit<Offer, 'id' | 'at'>): string {
    const made = { ...offer, id: this.parts.newId(), at: this.parts.now() }
    this.#show([...this.#list, made])
    this.#keep((kept) => [...kept, made])
    return made.id
  }

  /** Its words are other than they were; none are left: it is withdrawn. */
  change(id: string, losses: Loss[]): void {
    this.#outdated.add(id)
    if (losses.length === 0) return this.#drop(id)
    const renewed = (list: readonly Offer[]): Offer[] =>
      list.map((offer) => (offer.id === id ? { ...offer, losses } : offer))
    this.#show(renewed(this.#list))
    this.#keep(renewed)
  }

  /** Brings the words back, in one own step, unless another window has; or lets them go. */
  async answer(id: string, back: boolean): Promise<void> {
    await this.#line
    const offer = this.#list.find((each) => each.id === id)
    const kept = await this.store.kept<Offer[]>(this.#name).catch(() => null)
    const answered = kept !== null && !kept.some((each) => each.id === id)
    this.#drop(id)
    if (offer !== undefined && back && !answered) this.#bringBack(offer)
  }

  #bringBack({ section, losses, removed }: Offer): void {
    const { owner, section: name } = splitKey(section)
    this.doc.transact(() => {
      if (name !== 'body') restoreRemoved(this.doc, removed ?? { id: owner, fields: {} })
      if (removed === null) putBeside(this.doc, section, losses)
    }, ySyncPluginKey)
  }

  /** An item that is on the paper again is offered no more, and what waited for one that has come is. */
  review(): void {
    for (const { id, removed } of this.#list)
      if (removed !== null && items.maybe(this.doc, removed.id) !== null) this.#drop(id)
    this.#show(this.#list)
  }

  /** After others changed a section: what stands there again is not offered any more. */
  reconsider(
    section: SectionKey,
    now: (offer: Offer) => SectionNow,
    place: (offer: Offer, loss: Loss) => boolean,
  ): void {
    for (const offer of this.#list.filter((each) => each.section === section && each.removed === null)) {
      const text = now(offer)
      const losses = offer.losses.flatMap((loss) =>
        offer.takenBy === 'opening' ? (restOf(loss, text.text) ?? []) : [loss],
      )
      const left = losses.filter((loss) => !text.says(wholeWords(loss)) && !place(offer, loss))
      if (left.length < offer.losses.length) this.change(offer.id, left)
    }
  }

  /** Keeps again what this window knows. */
  keep(): void {
    const here = new Set(this.#list.map(({ id }) => id))
    this.#keep((kept) => [...kept.filter(({ id }) => !here.has(id)), ...this.#list])
  }

  /** Lets go of everything kept. */
  async erase(): Promise<void> {
    this.#show([])
    this.#keep(() => [])
    await this.#line
  }

  async flush(): Promise<void> {
    await this.#line
  }

  #drop(id: string): void {
    const others = (list: readonly Offer[]): Offer[] => list.filter((offer) => offer.id !== id)
    this.#show(others(this.#list))
    this.#keep(others)
  }

  #show(list: readonly Offer[]): void {
    this.#list = list
    const shown = list.filter(this.#isHere)
    if (shown.length === this.#shown.length && shown.every((each, i) => each === this.#shown[i])) return
    this.#shown = shown
    this.parts.changed()
  }

  readonly #isHere = ({ takenBy, section }: Offer): boolean =>
    takenBy === 'deletion' ||
    (this.parts.isCurrent() && items.maybe(this.doc, splitKey(section).owner)?.closed !== true)

  #keep(change: (kept: readonly Offer[]) => Offer[]): void {
    this.#line = this.#line
      .then(() => this.store.keepChanged<Offer[]>(this.#name, (kept) => change(kept ?? [])))
      .catch(() => {
        // They are in this window still. A store that takes no text says so when the text is written.
      })
  }

  get #name(): string {
    return offersName(this.room)
  }
}
