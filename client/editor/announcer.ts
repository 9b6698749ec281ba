import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { wroteAs } from '../merging/moving-client.ts'
import { peersOf, type Person } from './awareness.ts'

/** How long one person's writing in one section is not told again, in ms. */
const QUIET = 30_000

/** Somebody else is writing somewhere. */
export interface Writing {
  user: Person
  section: SectionKey
}

/** Tells, for a polite live region, that others write: at most once per person and section in half a minute. */
export class Announcer {
  private readonly told = new Map<string, number>()

  constructor(
    private readonly doc: Y.Doc,
    private readonly awareness: Awareness,
    private readonly say: (writing: Writing) => void,
    private readonly now: () => number = () => Date.now(),
  ) {
    // Later a root that is new here may be another type, of which the transaction does not know.
    doc.on('beforeObserverCalls', this.follow)
  }

  destroy(): void {
    this.doc.off('beforeObserverCalls', this.follow)
  }

  private readonly follow = (transaction: Y.Transaction): void => {
    if (transaction.local) return
    const changed = rootsOf(transaction)
    for (const peer of peersOf(this.awareness)) {
      // Deletions do not say who made them.
      if (!peer.cursor || !wroteAs(peer.client, transaction)) continue
      if (!changed.has(peer.cursor.section)) continue
      this.tell({ user: peer.user, section: peer.cursor.section })
    }
  }

  private tell(writing: Writing): void {
    const who = `${writing.user.id} ${writing.section}`
    const last = this.told.get(who)
    if (last !== undefined && this.now() - last < QUIET) return
    this.told.set(who, this.now())
    this.say(writing)
  }
}

/** The names of the roots a transaction touched, also of those nobody has asked for yet. */
function rootsOf({ changed }: Y.Transaction): Set<string> {
  return new Set(
    [...changed.keys()].map((type) => Y.findRootTypeKey(rootOf(type as Y.AbstractType<unknown>))),
  )
}

function rootOf(type: Y.AbstractType<unknown>): Y.AbstractType<unknown> {
  const parent = type._item?.parent
  return parent instanceof Y.AbstractType ? rootOf(parent) : type
}
