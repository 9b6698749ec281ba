import { grouped } from '../../schema/grouped.ts'
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
  const said = grouped(replies(margin), ({ thread }) => thread)
  const ruled = grouped(rulings(margin), ({ thread }) => thread)
  const made = (id: string, thread: Thread | null, target: Target): Talk => ({
    id,
    thread,
    target,
    posts: [...(thread === null ? [] : [thread]), ...(said.get(id) ?? [])].map((each) =>
      postOf(each, margin),
    ),
    ...standing(id, ruled.get(id) ?? [], margin),
  })
  const begun = threads(margin).map((thread) => made(thread.id, thread, thread.target))
  const known = new Set(begun.map(({ id }) => id))
  const left = [...said.keys()].filter((id) => !known.has(id))
  return [...begun, ...left.map((id) => made(id, null, { kind: 'meeting' }))]
}

/** How a thread stands, by what is ruled on it. */
function standing(
  id: string,
  ruled: readonly Ruling[],
  margin: Margin,
): Pick<Talk, 'state' | 'ruling' | 'accepting'> {
  const waits = ({ id: each, state }: Ruling): boolean =>
    isAcceptance(state) && receipt(margin, 'rulings', each) === null
  const { state, ruling } = standingOf(
    ruled.filter((each) => !waits(each)),
    id,
  )
  return { state, ruling, accepting: state === 'open' ? (ruled.findLast(waits) ?? null) : null }
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
