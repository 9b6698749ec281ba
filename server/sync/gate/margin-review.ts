import { requiredFields } from '../../../schema/margin-values.ts'
import { eachRange } from './judge.ts'
import type { Judged } from './judged.ts'
import { Entry, entryOf, isAnswer, isLateEdit } from './margin-entry.ts'
import type { Container, Place } from './place.ts'
import type { OwnerOf, Sender } from './policy.ts'
import type { RoomIndex } from './room-index.ts'
import { KIND, refuse, type Deletes, type Struct } from './scan.ts'

interface Known {
  index: RoomIndex
  ownerOf: OwnerOf
  contested: Set<Place>
}

/** Whose everything is that one update makes and deletes. */
export class Review {
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
    // After a restore what is the server's comes back from others, under clients that nobody knows.
    if (this.sender.isServer && container?.kind === 'header') return true
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
