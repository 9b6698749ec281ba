import type { Container, Place } from './place.ts'
import type { Deletes, Struct } from './scan.ts'

/** What a place counts once an update is in. */
export interface Weight {
  count: number
  next: number
}

/** A root that comes into being, and the client that makes it. */
export interface Root {
  container: Container
  client: number
}

/** An update found good, with what the index is to learn from it. */
export interface Judged {
  /** In the order the structs can be integrated. */
  structs: { struct: Struct; place: Place; opens: Container | null | undefined }[]
  roots: Map<string, Root>
  places: Place[]
  weights: Map<Place, Weight>
  /** Into how many more pieces it cuts the structs of a client. */
  cuts: Map<number, number>
  /** Those that are news. */
  deletes: Deletes[]
  /** Whether some of its deletes are none. */
  repeats: boolean
  /** Whether it changes anything. */
  news: boolean
  /** What it costs every peer to take in, as `WORK` counts; an upper bound. */
  work: number
}
