import {
  AUTHORED_ROOTS,
  SERVED_ROOTS,
  type AuthoredRoot,
  type ServedRoot,
} from '../../../schema/margin-entries.ts'
import { lateEditKey, receiptKey } from '../../../schema/margin-entries.ts'
import {
  isMarginField,
  marginValueFits,
  requiredFields,
  servedValueFits,
} from '../../../schema/margin-values.ts'
import { isId } from '../../../schema/values.ts'
import { DeletedHere } from './deleted-here.ts'
import { eachRange, type Judged } from './judge.ts'
import { Container, type Place } from './place.ts'
import type { Sender } from './gate.ts'
import type { Arrived, Guard, Policy, StructId } from './policy.ts'
import type { RoomIndex } from './room-index.ts'
import { KIND, TYPE, refuse, type Deletes, type Struct } from './scan.ts'

/** What one user may have said in one margin. */
const ENTRIES_MAX = 10_000

type OwnerOf = (client: number) => string | undefined

const RECEIPT_KEY = new RegExp(`^(?:late\\.)?(?:${AUTHORED_ROOTS.join('|')})\\.(.*)$`)

/** An entry of a margin, and the client that made it: it is that client's user's (rule M8). */
class Entry extends Container {
  /** Whom it names as its author, where its client has no user since a backup was restored. */
  author: string | null = null

  constructor(
    readonly root: AuthoredRoot,
    /** Where it stands: under its id. */
    readonly entries: Container,
    override readonly id: string,
    readonly client: number,
    readonly clock: number,
  ) {
    super('entry', null, root, 1, id)
  }

  get place(): Place | undefined {
    return this.entries.under(this.id)
  }
}

/** What may stand where in a margin (rule M9). */
class MarginPolicy implements Policy {
  root(name: string): Container {
    if (isOneOf(AUTHORED_ROOTS, name)) return new Container('entries', null, name, 0)
    if (isOneOf(SERVED_ROOTS, name)) return new Container('header', null, name, 0)
    return refuse('forbidden', `root ${name}`)
  }

  place(struct: Struct, container: Container, key: string | null): Container | null {
    if (key === null) refuse('forbidden', `a list in ${container.name}`)
    if (container.kind === 'entries') return placeEntry(struct, container, key)
    const isKnown =
      container instanceof Entry ? isMarginField(container.root, key) : isServedKey(container.name, key)
    if (!isKnown) refuse('forbidden', `${container.name}.${key}`)
    if (struct.kind !== KIND.deleted && struct.kind !== KIND.value) refuse('forbidden', 'a field of no value')
    return null
  }

  checkValue(struct: Struct, container: Container, key: string | null): void {
    if (struct.kind !== KIND.value || key === null) return
    const fits =
      container instanceof Entry
        ? marginValueFits(container.root, key, struct.value)
        : servedValueFits(container.name as ServedRoot, struct.value)
    if (!fits) refuse('forbidden', `value of ${container.name}.${key}`)
  }

  guard(ownerOf: OwnerOf): Guard {
    return new MarginGuard(ownerOf)
  }
}

/** Of the rooms that hold a margin. */
export const MARGIN: Policy = new MarginPolicy()

/** Who may put what into one margin (rules M8, M9). */
class MarginGuard implements Guard {
  /**
   * Places where something was put beside what nobody had said to delete, by two devices of one user: Yjs lets one win
   * and deletes the others, on every peer by itself.
   */
  private readonly contested = new Set<Place>()
  private readonly counts = new Map<string, number>()
  private receipts: Container | null = null

  constructor(private readonly ownerOf: OwnerOf) {}

  review(sender: Sender, judged: Judged, index: RoomIndex, claims: number[]): void {
    const ownerOf = (client: number) =>
      this.ownerOf(client) ?? (claims.includes(client) ? sender.user : undefined)
    new Review(sender, judged, { index, ownerOf, contested: this.contested }).run()
    const made = judged.structs.filter(({ opens }) => opens instanceof Entry).length
    if ((this.counts.get(sender.user) ?? 0) + made > ENTRIES_MAX)
      refuse('tooLarge', 'more entries than a share')
  }

  learn(judged: Judged, sender?: Sender): Arrived {
    const deleted = new DeletedHere(judged.deletes)
    const fresh = new Set<Place>(judged.places)
    this.receipts ??= judged.roots.get('receipts')?.container ?? null
    const [made, changed] = [new Set<string>(), new Set<string>()]
    for (const { struct, place, opens } of judged.structs) {
      if (place.key === null) continue
      const isFirst = fresh.delete(place)
      const { leftClient, leftClock } = struct
      if (leftClient < 0 ? !isFirst : !deleted.has(leftClient, leftClock)) this.contested.add(place)
      if (opens instanceof Entry) this.count(this.ownerOf(struct.client) ?? '')
      if (this.ownerOf(struct.client) === undefined) learnAuthor(struct, place)
      if (opens instanceof Entry) made.add(receiptKey(opens.root, opens.id))
      else if (place.container instanceof Entry)
        changed.add(lateEditKey(place.container.root, place.container.id))
    }
    for (const key of made) changed.delete(`late.${key}`)
    const instead = sender?.restores ? this.doubtful(sender.user, judged) : new Map<string, StructId>()
    return {
      made: [...this.lacking(made, judged).filter((key) => !instead.has(key)), ...instead.keys()],
      changed: this.lacking(changed, judged),
      instead,
      placed: sender?.restores ? placedBy(judged) : [],
    }
  }

  /** Receipts that somebody brings for what is their own, or is known to be nobody's (rule M68). */
  private doubtful(user: string, { structs }: Judged): Map<string, StructId> {
    const [others, own] = [new Set<string>(), new Set<string>()]
    for (const each of structs) {
      const entry = entryOf(each)
      if (!entry) continue
      const author = this.ownerOf(entry.client) ?? entry.author
      const set = author === null || author === user ? own : others
      set.add(receiptKey(entry.root, entry.id))
    }
    const found = new Map<string, StructId>()
    for (const { struct, place } of structs) {
      const { container, key } = place
      if (container?.name !== 'receipts' || key === null || isLateEdit(key)) continue
      const { client, clock, length } = struct
      if (own.has(key) || !others.has(key)) found.set(key, { client, clock: clock + length - 1 })
    }
    return found
  }

  /** Those of these receipts that are neither there nor come along, as after a restore. */
  private lacking(keys: Set<string>, judged: Judged): string[] {
    const { receipts } = this
    if (keys.size === 0 || !receipts) return [...keys]
    const coming = new Set(
      judged.places.flatMap(({ container, key }) => (container === receipts ? [key] : [])),
    )
    return [...keys].filter((key) => receipts.under(key) === undefined && !coming.has(key))
  }

  private count(user: string): void {
    this.counts.set(user, (this.counts.get(user) ?? 0) + 1)
  }
}

function placeEntry(struct: Struct, container: Container, key: string): Container | null {
  if (!isId(key)) refuse('forbidden', `entry ${key}`)
  if (struct.kind === KIND.deleted) return null
  if (struct.kind !== KIND.type || struct.type !== TYPE.map) refuse('forbidden', 'an entry that is no map')
  return new Entry(container.name as AuthoredRoot, container, key, struct.client, struct.clock)
}

function isServedKey(root: string, key: string): boolean {
  const id = root === 'receipts' ? RECEIPT_KEY.exec(key)?.[1] : key
  return id !== undefined && isId(id)
}

function isLateEdit(key: string): boolean {
  return key.startsWith('late.')
}

/** The entry that a struct makes, or is in. */
function entryOf({ place: { container }, opens }: Judged['structs'][number]): Entry | null {
  const entry = opens ?? container
  return entry instanceof Entry ? entry : null
}

function placedBy({ structs }: Judged): string[] {
  return structs.flatMap(({ place: { container, key } }) =>
    container?.name === 'anchors' && key !== null ? [key] : [],
  )
}

function learnAuthor({ kind, value }: Struct, { container, key }: Place): void {
  if (container instanceof Entry && key === 'author' && kind === KIND.value) container.author = String(value)
}

interface Known {
  index: RoomIndex
  ownerOf: OwnerOf
  contested: Set<Place>
}

/** Whose everything is that one update makes and deletes. */
class Review {
  /** The fields that come with this update. */
  private readonly fields = new Map<Container | null, Set<string>>()
  /** Where entries come with it, by the keys of their receipts. */
  private readonly places = new Set<string>()
  /** The entries that come with it. */
  private readonly made: ReadonlySet<Container>
  /** Whom they name as their authors. */
  private readonly authors = new Map<Container | null, string>()
  /** Where a receipt or an author has come with it. */
  private readonly once = new Set<Place>()

  constructor(
    private readonly sender: Sender,
    private readonly judged: Judged,
    private readonly known: Known,
  ) {
    for (const { container, key } of judged.places) {
      if (key === null) continue
      if (container?.kind === 'entries') this.places.add(`${container.name}.${key}`)
      const fields = this.fields.get(container)
      if (fields) fields.add(key)
      else this.fields.set(container, new Set([key]))
    }
    this.made = new Set(judged.structs.flatMap(({ opens }) => (opens instanceof Entry ? [opens] : [])))
    for (const { struct, place } of judged.structs)
      if (place.key === 'author' && struct.kind === KIND.value)
        this.authors.set(place.container, String(struct.value))
  }

  run(): void {
    const { judged } = this
    for (const each of judged.structs) {
      const { struct, place, opens } = each
      if (place.container === null || this.isBrought(each)) continue
      this.reviewStruct(struct, place, place.container)
      if (opens instanceof Entry) this.requireWhole(opens)
    }
    const kept = judged.deletes.flatMap((deletes) => this.reviewDeletes(deletes))
    if (kept.some((each, i) => each !== judged.deletes[i]) || kept.length < judged.deletes.length)
      judged.repeats = true
    judged.deletes = kept
    judged.news = judged.structs.length > 0 || kept.length > 0
  }

  /** What comes back after a backup was restored, and was written by others, or by the sender as nobody (rule L17). */
  private isBrought({ struct, place, opens }: Judged['structs'][number]): boolean {
    const { restores, user } = this.sender
    if (restores === undefined || this.isMine(struct.client)) return false
    if (place.container?.name === 'receipts' || place.key === 'author') this.requireFirst(struct, place)
    if (opens instanceof Entry && isAnswer(opens) && place.count > 0) return false
    const entry = entryOf({ struct, place, opens })
    const author = entry && this.authorOf(entry)
    if (author === user && place.container) this.requireRight(place.container)
    if (author === null || author === user) return true
    // Whoever has been there since says themselves what is theirs, and what has come back stays in its place.
    const isInPlaceOf = opens instanceof Entry && place.count > 0
    return !restores.has(author) && !isInPlaceOf
  }

  /** An entry has one author; a receipt comes with its entry, and where none has been (rule M68). @throws Refused */
  private requireFirst({ kind }: Struct, place: Place): void {
    const { container, key, count } = place
    const isFirst = count === 0 && !this.once.has(place)
    if (kind === KIND.value) this.once.add(place)
    if (key === null || !isFirst) refuse('forbidden', `another ${container?.name}.${key}`)
    if (container?.name !== 'receipts') return
    if (isLateEdit(key) ? kind !== KIND.value : !this.places.has(key))
      refuse('forbidden', `a receipt of nothing, ${key}`)
  }

  private reviewStruct(struct: Struct, place: Place, container: Container): void {
    this.requireRight(container)
    const { leftClient, kind, value } = struct
    if (container.kind === 'entries') {
      // Whatever stands under an id is deleted by what comes there.
      const isOwn = leftClient < 0 ? place.count === 0 : this.isMine(leftClient)
      if (!isOwn) refuse('foreignEntry', `${container.name}.${place.key}`)
      if (isAnswer(container) && place.count > 0) refuse('forbidden', 'an answer in the place of another')
    }
    if (!(container instanceof Entry)) return
    if (!this.isMyEntry(container)) refuse('foreignEntry', `${container.root}.${container.id}`)
    if (isAnswer(container) && !this.made.has(container)) refuse('forbidden', 'a changed answer')
    if (place.key === 'author' && kind === KIND.value && value !== this.sender.user)
      refuse('forbidden', 'in the name of another')
  }

  private requireRight({ name }: Container): void {
    if (!this.sender.roots?.some((root) => root === name)) refuse('forbidden', `may not write ${name}`)
  }

  private requireWhole(entry: Entry): void {
    const fields = this.fields.get(entry)
    const missing = requiredFields(entry.root).find((field) => !fields?.has(field))
    if (missing !== undefined) refuse('forbidden', `an entry without ${missing}`)
  }

  /** Those of these deletes that are to be kept; what every peer does by itself is not. @throws Refused */
  private reviewDeletes(deletes: Deletes): Deletes[] {
    const { client, ranges } = deletes
    // Of a client that is nobody's since a restore, some are and some are not.
    const own: number[] = []
    eachRange(ranges, (start, end) => {
      for (let clock = start, next; clock < end; clock = next) {
        next = clock + 1
        const place = this.known.index.place(client, clock)
        // Nobody else knows the rest: it came with this update.
        if (!place) break
        // In an entry nothing opens anything, and a value may take up a million clocks.
        if (place.container === null || place.container instanceof Entry)
          next = Math.min(end, this.known.index.runEnd(client, clock))
        if (this.isMineAt(client, clock, place)) {
          extend(own, clock, next - clock)
          if (place.container) this.requireRight(place.container)
          if (isAnswer(place.container)) refuse('forbidden', 'an answer taken back')
        } else if (!this.isGoneAnyway(client, clock, place))
          refuse('foreignEntry', `a delete of ${client}.${clock}`)
      }
    })
    if (this.isMine(client)) return [deletes]
    return own.length > 0 ? [{ client, ranges: own }] : []
  }

  private isMineAt(client: number, clock: number, { container }: Place): boolean {
    if (this.known.ownerOf(client) !== undefined) return this.isMine(client)
    const opened = this.known.index.opened(client, clock)
    const entry = opened instanceof Entry ? opened : container
    return entry instanceof Entry && this.isMyEntry(entry)
  }

  private isGoneAnyway(client: number, clock: number, place: Place): boolean {
    if (this.sender.restores !== undefined || place.container === null) return true
    if (this.known.index.isDeleted(client, clock, clock + 1) || this.known.contested.has(place)) return true
    const { container } = place
    if (!(container instanceof Entry)) return false
    const stands = container.place
    const isDeleted = this.known.index.isDeleted(container.client, container.clock, container.clock + 1)
    return isDeleted || (stands !== undefined && this.known.contested.has(stands))
  }

  private isMine(client: number): boolean {
    return this.known.ownerOf(client) === this.sender.user
  }

  private isMyEntry(entry: Entry): boolean {
    return this.authorOf(entry) === this.sender.user
  }

  /** Of an entry whose client is nobody's, whom it names. */
  private authorOf(entry: Entry): string | null {
    return this.known.ownerOf(entry.client) ?? entry.author ?? this.authors.get(entry) ?? null
  }
}

/** Adds the next clocks to ranges. */
function extend(ranges: number[], clock: number, more: number): void {
  const [start = 0, length = 0] = ranges.slice(-2)
  if (length > 0 && start + length === clock) ranges[ranges.length - 1] = length + more
  else ranges.push(clock, more)
}

/** Whether it holds answers or is one: what was answered stands, each with its receipt (rule Q3). */
function isAnswer(container: Container | null): boolean {
  return container instanceof Entry ? container.root === 'responses' : container?.name === 'responses'
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name)
}
