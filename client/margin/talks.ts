import {
  receipt,
  replies,
  rulings,
  threads,
  type AuthoredRoot,
  type Margin,
  type Reply,
  type Ruling,
  type Target,
  type Thread,
} from '../../schema/margin.ts'
import { isAcceptance, standingOf, type ThreadState } from '../../schema/margin-state.ts'

/** One post of a thread, as it is shown. */
export interface Post {
  id: string
  root: 'threads' | 'replies'
  /** Id of the user. */
  author: string
  /** When it arrived; as long as it has not, when its author says. */
  at: number
  text: string
  /** Ids of the users it mentions. */
  mentions: string[]
  edited: boolean
  /** It arrived after the deadline. */
  late: boolean
}

/** A thread with everything that is said in it. */
export interface Talk {
  id: string
  thread: Thread | null
  target: Target
  posts: Post[]
  state: ThreadState
  ruling: Ruling | null
  /** An acceptance that waits for the server's receipt: until then the thread stands as it did. */
  accepting: Ruling | null
}

/** The threads of a margin with their replies; the replies of a deleted thread stand at the meeting (rule M41). */
export function readTalks(margin: Margin): Talk[] {
  const all = replies(margin)
  const ruled = rulings(margin)
  const begun = threads(margin).map((thread) => {
    const posts = [thread, ...all.filter((reply) => reply.thread === thread.id)]
    return talk(thread.id, thread, thread.target, posts, margin, ruled)
  })
  const known = new Set(begun.map(({ id }) => id))
  const left = [...new Set(all.map(({ thread }) => thread))].filter((id) => !known.has(id))
  const orphans = left.map((id) =>
    talk(
      id,
      null,
      { kind: 'meeting' },
      all.filter(({ thread }) => thread === id),
      margin,
      ruled,
    ),
  )
  return [...begun, ...orphans]
}

function talk(
  id: string,
  thread: Thread | null,
  target: Target,
  entries: (Thread | Reply)[],
  margin: Margin,
  ruled: Ruling[],
): Talk {
  const waits = ({ id: each, state }: Ruling): boolean =>
    isAcceptance(state) && receipt(margin, 'rulings', each) === null
  const own = ruled.filter((each) => each.thread === id)
  const { state, ruling } = standingOf(
    own.filter((each) => !waits(each)),
    id,
  )
  const accepting = state === 'open' ? (own.findLast(waits) ?? null) : null
  return {
    id,
    thread,
    target,
    posts: entries.map((entry) => postOf(entry, margin)),
    state,
    ruling,
    accepting,
  }
}

function postOf(entry: Thread | Reply, margin: Margin): Post {
  const root: AuthoredRoot = 'target' in entry ? 'threads' : 'replies'
  const arrived = receipt(margin, root, entry.id)
  const { id, author, text, mentions, edited } = entry
  const late = arrived?.late === true || (arrived?.editedLate ?? null) !== null
  const at = arrived?.at ?? entry.at
  return { id, root, author, at, text, mentions, edited: edited !== null, late }
}

export const SHELVES = ['open', 'suggestions', 'resolved'] as const
export type Shelf = (typeof SHELVES)[number]

/** Where a thread is looked for. What has been ruled on during this visit stays where it was (`here`). */
export function shelfOf(talk: Talk, here: ReadonlySet<string>): Shelf {
  return talk.state !== 'open' && !here.has(talk.id) ? 'resolved' : 'open'
}

/**
 * Whether a thread is seen on a shelf: one that was open during this visit (`here`) in its place, and among the resolved.
 * Suggestions are open threads too, and have a shelf on which nothing else stands.
 */
export function isOnShelf(talk: Talk, shelf: Shelf, here: ReadonlySet<string>): boolean {
  if (shelf === 'resolved') return talk.state !== 'open'
  return shelfOf(talk, here) === 'open' && (shelf === 'open' || isSuggestion(talk))
}

/** How many threads lie on each shelf; what is ruled on counts as resolved at once. */
export function countTalks(talks: readonly Talk[]): Record<Shelf, number> {
  const count = (shelf: Shelf): number => talks.filter((talk) => isOnShelf(talk, shelf, NONE)).length
  return { open: count('open'), suggestions: count('suggestions'), resolved: count('resolved') }
}

const NONE: ReadonlySet<string> = new Set()

export function isSuggestion({ thread }: Talk): boolean {
  return thread?.kind === 'suggestion'
}

/** Whose post may be deleted by its author: one that nobody has answered. */
export function isDeletable(talk: Talk, post: Post): boolean {
  return post.root === 'replies' || talk.posts.length === 1
}

/** More posts than this are folded to the first and the last two (rule M42). */
const MOST = 4

/** The posts that are shown, and how many are folded between the first and the others. */
export function folded(
  posts: readonly Post[],
  unfolded: boolean,
): { shown: readonly Post[]; hidden: number } {
  const [first] = posts
  if (unfolded || posts.length <= MOST || first === undefined) return { shown: posts, hidden: 0 }
  return { shown: [first, ...posts.slice(-2)], hidden: posts.length - 3 }
}
