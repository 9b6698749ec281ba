import type { Judged } from './judged.ts'
import type { Container } from './place.ts'
import type { RoomIndex } from './room-index.ts'
import type { Struct } from './scan.ts'

/** What may stand where in the rooms of one kind. Holds nothing of any room, so all of them share one. */
export interface Policy {
  /** Whether readers may be shown what is accepted before the disk has it (rule W3). */
  readonly showsAtOnce: boolean
  /** The container a root stands for. @throws Refused when such a room has no such root. */
  root(name: string): Container
  /**
   * Whether a struct may stand in a container, under a key or in its list. Answers the container that it opens when
   * it is a type. @throws Refused
   */
  place(struct: Struct, container: Container, key: string | null): Container | null
  /** Whether what a struct holds is what its place is for. @throws Refused */
  checkValue(struct: Struct, container: Container, key: string | null): void
  /** Of rooms where it matters who made what: a guard for one room. Anywhere else who may write may write all. */
  guard?(ownerOf: OwnerOf): Guard
}

/** Who sends: a reader's changes are refused whatever they are. */
export interface Sender {
  user: string
  writes: boolean
  /**
   * The room was restored from a backup: what others wrote since may come from anyone who writes (rule L17), but in a
   * margin for what is theirs who have been there since, who are these.
   */
  restores?: ReadonlySet<string>
  /** The roots they may write, in a room that has a guard. */
  roots?: readonly string[]
  /** The server itself: it has no share, and bounds by itself what it writes. */
  isServer?: true
}

/** Whose a client is; undefined: nobody's yet. */
export type OwnerOf = (client: number) => string | undefined

/** Knows whose everything in one room is. */
export interface Guard {
  /**
   * Looks at whose everything is that an update makes and deletes, and takes from its deletes what is gone anyway.
   *
   * @param claims the clients of the update that nobody has used before
   * @throws Refused
   */
  review(sender: Sender, judged: Judged, index: RoomIndex, claims: number[]): void
  /** Takes in what the room is about to learn, and answers what there is to be receipted; the new clients are the sender's by then. */
  learn(judged: Judged, sender?: Sender): Arrived
}

/** What an update made and changed, by the keys of the receipts that it has not yet. */
export interface Arrived {
  made: string[]
  changed: string[]
  /** Of those that were made: what stands for a receipt, and is not to be believed. */
  instead?: ReadonlyMap<string, StructId>
  /** Threads of which somebody else than the server says where they have come to (rule M70). */
  placed?: readonly string[]
}

/** The last clock of a struct. */
export interface StructId {
  client: number
  clock: number
}
