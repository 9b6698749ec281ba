import { textOf, type Blocks } from '../../schema/nodes.ts'
import { splitKey, type SectionKey } from '../../schema/paper.ts'
import { parseRoom } from '../../schema/protocol.ts'
import { meetingOfZone, type Seals } from '../../schema/zones.ts'
import type { Offer } from '../merging/offers.ts'
import { acceptingName, mergeName, offersName, proposingName, writingName } from '../sync/kept-names.ts'

/** What is kept on the device under a name, as it is to be without some items; null: nothing. */
export interface KeptChange {
  name: string
  change(kept: unknown): unknown
}

/** Items of a room that are not in it any more: all of them, and those that the user may not read, with their threads. */
export interface Gone {
  closed: ReadonlySet<string>
  hidden: ReadonlySet<string>
  threads: ReadonlySet<string>
}

export function goneOf({ sealed }: Seals): Gone {
  const unread = sealed.filter(({ zone }) => zone === null)
  return {
    closed: new Set(sealed.map(({ item }) => item)),
    hidden: new Set(unread.map(({ item }) => item)),
    threads: new Set(unread.flatMap(({ threads }) => threads)),
  }
}

/**
 * What lies on the device beside a room's copy and quotes it: what is told of the last merge, words on offer, texts being
 * proposed, a remark being written. Of items that the user may not read any more it goes; a remark of their own stays, about
 * the meeting, for its words are theirs. What is on offer of a closed item cannot be put in here any more.
 */
export function keptBeside(room: string, { closed, hidden, threads }: Gone): KeptChange[] {
  const { kind, zone } = parseRoom(room) ?? {}
  if (kind === 'margin')
    return [
      {
        name: writingName(zone ?? ''),
        change: (kept) => listed(kept).map((each) => aboutMeeting(each, hidden)),
      },
      { name: acceptingName(zone ?? ''), change: (kept) => withoutThreads(kept, threads) },
    ]
  return [
    { name: mergeName(room), change: () => null },
    { name: offersName(room), change: (kept) => withoutOffers(kept, closed) },
    { name: proposingName(zone ?? ''), change: (kept) => withoutSections(kept, hidden) },
  ]
}

/** What of it goes from a closed item's own room to its meeting's when the room is left. */
export interface Moved {
  from: string
  to: string
  move(kept: unknown): unknown[]
}

/**
 * Of items that are in the meeting again it goes on there. Of those that the user may not read any more their own words
 * stay, alone.
 *
 * @param closed the items that are closed still
 * @param isOpen whether the room's own item is open
 */
export function movedBeside(room: string, closed: ReadonlySet<string>, isOpen: boolean): Moved[] {
  const { kind, zone = '' } = parseRoom(room) ?? {}
  const meeting = meetingOfZone(zone)
  const under = (name: (zone: string) => string, move: Moved['move']): Moved => ({
    from: name(zone),
    to: name(meeting),
    move,
  })
  if (kind === 'paper') return [under(proposingName, (kept) => withoutSections(kept, closed))]
  return [
    under(writingName, (kept) => listed(kept).map((each) => aboutMeeting(each, closed))),
    under(acceptingName, (kept) => (isOpen ? notBegun(kept) : [])),
  ]
}

/** Of an acceptance that was begun nobody can tell any more whether it was put in. */
function notBegun(kept: unknown): unknown[] {
  return listed(kept).filter((each) => (each as { begun?: unknown } | null)?.begun === undefined)
}

function listed(kept: unknown): unknown[] {
  return Array.isArray(kept) ? kept : []
}

/** What the user proposes for some sections and has not sent: those of their words that stand nowhere in the section. */
export function ownProposals(kept: unknown, hidden: ReadonlySet<string>): Map<SectionKey, string[]> {
  const found = new Map<SectionKey, string[]>()
  for (const { key, base = [], copy = [], reason = '' } of copiesIn(kept)) {
    if (!hidden.has(splitKey(key).owner)) continue
    const known = new Set(wordsOf(base))
    const own = wordsOf(copy).filter((word) => !known.has(word))
    const texts = [own.join(' '), reason].filter((text) => text !== '')
    if (texts.length > 0) found.set(key, [...(found.get(key) ?? []), ...texts])
  }
  return found
}

function wordsOf(blocks: Blocks): string[] {
  return textOf(blocks)
    .split(/\s+/)
    .filter((word) => word !== '')
}

interface Copy {
  key: SectionKey
  base?: Blocks
  copy?: Blocks
  reason?: string
}

function copiesIn(kept: unknown): Copy[] {
  return listed(kept) as Copy[]
}

function withoutSections(kept: unknown, hidden: ReadonlySet<string>): Copy[] {
  return copiesIn(kept).filter(({ key }) => !hidden.has(splitKey(key).owner))
}

function withoutOffers(kept: unknown, closed: ReadonlySet<string>): unknown {
  return listed(kept).filter((offer) => {
    const { section, removed } = offer as Partial<Offer>
    const item = removed?.id ?? (section && splitKey(section).owner)
    return item !== undefined && !closed.has(item)
  })
}

function withoutThreads(kept: unknown, hidden: ReadonlySet<string>): unknown {
  return listed(kept).filter((each) => !hidden.has(String((each as { thread?: unknown } | null)?.thread)))
}

/** A remark that is being written on one of these items, about the meeting. */
function aboutMeeting(kept: unknown, hidden: ReadonlySet<string>): unknown {
  const { draft } = (kept ?? {}) as { draft?: { target?: { item?: unknown } } | null }
  const item = draft?.target?.item
  if (typeof item !== 'string' || !hidden.has(item)) return kept
  return { ...(kept as object), draft: { ...draft, target: { kind: 'meeting' }, wording: null } }
}
