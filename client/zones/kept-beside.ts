import { textOf, type Blocks } from '../../schema/nodes.ts'
import { splitKey, type SectionKey } from '../../schema/paper.ts'
import { parseRoom } from '../../schema/protocol.ts'

/** What is kept on the device under a name, as it is to be without some items; null: nothing. */
export interface KeptChange {
  name: string
  change(kept: unknown): unknown
}

/**
 * What lies on the device beside a room's copy and quotes it: what is told of the last merge, words on offer, texts being
 * proposed, a remark being written. Of items that the user may not read any more it goes; a remark of their own stays, about
 * the meeting, for its words are theirs.
 *
 * @param hidden ids of those items
 * @param threads ids of the threads on them
 */
export function keptBeside(
  room: string,
  hidden: ReadonlySet<string>,
  threads: ReadonlySet<string> = hidden,
): KeptChange[] {
  const { kind, zone } = parseRoom(room) ?? {}
  const nothing = (): null => null
  if (kind === 'margin')
    return [
      {
        name: `writing:${zone}`,
        change: (kept) => (Array.isArray(kept) ? kept.map((each) => withoutTarget(each, hidden)) : kept),
      },
      { name: `accepting:${zone}`, change: (kept) => withoutThreads(kept, threads) },
    ]
  return [
    { name: `merge:${room}`, change: nothing },
    { name: `offers:${room}`, change: nothing },
    { name: proposingName(zone ?? ''), change: (kept) => withoutSections(kept, hidden) },
  ]
}

/** Under which it is kept what the user proposes for a paper. */
export function proposingName(zone: string): string {
  return `proposing:${zone}`
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
  return Array.isArray(kept) ? (kept as Copy[]) : []
}

function withoutSections(kept: unknown, hidden: ReadonlySet<string>): unknown {
  return copiesIn(kept).filter(({ key }) => !hidden.has(splitKey(key).owner))
}

function withoutThreads(kept: unknown, hidden: ReadonlySet<string>): unknown {
  if (!Array.isArray(kept)) return kept
  return kept.filter(({ thread }: { thread?: unknown }) => !hidden.has(String(thread)))
}

function withoutTarget(kept: unknown, hidden: ReadonlySet<string>): unknown {
  const { draft } = (kept ?? {}) as { draft?: { target?: { item?: unknown } } | null }
  const item = draft?.target?.item
  if (typeof item !== 'string' || !hidden.has(item)) return kept
  return { ...(kept as object), draft: { ...draft, target: { kind: 'meeting' }, wording: null } }
}
