const NOBODY = -1

/** What the nodes and marks of a schema may hold, by name. */
export interface Rules {
  children: Map<string, Set<string>>
  attributes: Map<string, Set<string>>
  marks: Map<string, Set<string>>
  /** Marks of which several may lie on one letter: y-prosemirror tells those apart by a hash behind the name. */
  overlapping: Set<string>
}

/**
 * Where structs stand: in the list of a container or under one of its keys. Without a container: in a deleted parent,
 * and every peer forgets them.
 */
export class Place {
  /** How many structs came here, deleted ones too: so many a peer may have to walk over to put in another. */
  count = 0
  /** The print of the neighbours of whoever goes on right behind the last one. */
  next = NOBODY

  constructor(
    public container: Container | null,
    readonly key: string | null,
  ) {}
}

/** Something that can hold structs: a root, a map entry, an element or a run of text. As a place it is its own list. */
export class Container extends Place {
  private keyed: Map<string, Place> | null = null

  constructor(
    readonly kind: 'header' | 'entries' | 'entry' | 'fragment' | 'element' | 'text',
    readonly rules: Rules | null,
    /** Of an element: its node name; the empty name is the top of a section. Of the rest: the root's. */
    readonly name: string,
    readonly depth: number,
    /** Of an entry: the id it stands under. */
    readonly id: string | null = null,
  ) {
    super(null, null)
    this.container = this
  }

  /** What stands under a key; undefined when nothing ever did. */
  under(key: string): Place | undefined {
    return this.keyed?.get(key)
  }

  learn(place: Place): void {
    if (place.key !== null) (this.keyed ??= new Map()).set(place.key, place)
  }
}

export const DEAD = new Place(null, null)

/** A small number that stands for a pair of neighbours. Two pairs with one print cost a guess, nothing else. */
export function printOf(
  leftClient: number,
  leftClock: number,
  rightClient: number,
  rightClock: number,
): number {
  let print = Math.imul(leftClient, 0x9e3779b1) ^ Math.imul(leftClock, 0x85ebca6b)
  print = Math.imul(print ^ (print >>> 15), 0xc2b2ae35) ^ Math.imul(rightClient, 0x27d4eb2f)
  return (Math.imul(print ^ (print >>> 13), 0x165667b1) ^ Math.imul(rightClock, 0x9e3779b1)) & 0x3fffffff
}
