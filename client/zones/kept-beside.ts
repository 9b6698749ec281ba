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
 */
export function keptBeside(room: string, hidden: ReadonlySet<string>): KeptChange[] {
  const { kind, zone } = parseRoom(room) ?? {}
  const nothing = (): null => null
  if (kind === 'margin') return [{ name: `writing:${zone}`, change: (kept) => withoutTarget(kept, hidden) }]
  return [
    { name: `merge:${room}`, change: nothing },
    { name: `offers:${room}`, change: nothing },
    { name: `proposing:${zone}`, change: (kept) => withoutSections(kept, hidden) },
  ]
}

function withoutSections(kept: unknown, hidden: ReadonlySet<string>): unknown {
  if (!Array.isArray(kept)) return kept
  return kept.filter((each: { key?: unknown }) => !hidden.has(splitKey(String(each.key) as SectionKey).owner))
}

function withoutTarget(kept: unknown, hidden: ReadonlySet<string>): unknown {
  const { draft } = (kept ?? {}) as { draft?: { target?: { item?: unknown } } | null }
  const item = draft?.target?.item
  if (typeof item !== 'string' || !hidden.has(item)) return kept
  return { ...(kept as object), draft: { ...draft, target: { kind: 'meeting' }, wording: null } }
}
