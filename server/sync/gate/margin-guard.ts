import { lateEditKey, receiptKey } from '../../../schema/margin-entries.ts'
import { DeletedHere } from './deleted-here.ts'
import type { Judged } from './judged.ts'
import { Entry, entryOf, isLateEdit } from './margin-entry.ts'
import { Review } from './margin-review.ts'
import type { Container, Place } from './place.ts'
import type { Arrived, Guard, OwnerOf, Sender, StructId } from './policy.ts'
import type { RoomIndex } from './room-index.ts'
import { KIND, type Struct } from './scan.ts'

/** Who may put what into one margin (rules M8, M9). */
export class MarginGuard implements Guard {
  /**
   * Places where something was put beside what nobody had said to delete, by two devices of one user: Yjs lets one win
   * and deletes the others, on every peer by itself.
   */
  private readonly contested = new Set<Place>()
  private receipts: Container | null = null

  constructor(private readonly ownerOf: OwnerOf) {}

  review(sender: Sender, judged: Judged, index: RoomIndex, claims: number[]): void {
    const ownerOf = (client: number) =>
      this.ownerOf(client) ?? (claims.includes(client) ? sender.user : undefined)
    new Review(sender, judged, { index, ownerOf, contested: this.contested }).run()
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
}

function placedBy({ structs }: Judged): string[] {
  return structs.flatMap(({ place: { container, key } }) =>
    container?.name === 'anchors' && key !== null ? [key] : [],
  )
}

function learnAuthor({ kind, value }: Struct, { container, key }: Place): void {
  if (container instanceof Entry && key === 'author' && kind === KIND.value) container.author = String(value)
}
