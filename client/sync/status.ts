import type { CloseName } from '../../schema/protocol.ts'
import type { Phase } from './connection.ts'

/**
 * Where the user's text is, for one meeting.
 *
 * - `server`: every local change is acknowledged by the ledger
 * - `sending`: on its way, or (waiting 0) the server's state is being fetched
 * - `local`: not on its way, `why` says what is in the way; `saved`: all of it is on this device's disk
 * - `unsaved`: in this window only; the local store failed too
 */
export type SyncStatus =
  | { kind: 'server' }
  | { kind: 'sending'; waiting: number }
  | { kind: 'local'; waiting: number; oldest: Date | null; why: Why; saved: boolean }
  | { kind: 'unsaved'; waiting: number }

export type Why =
  | 'offline'
  | 'silent'
  | 'signIn'
  | 'forbidden'
  | 'removed'
  | 'tooOld'
  | 'refused'
  | 'diverged'
  | 'replaced'
  | 'unknownRoom'
  | 'cannotSave'

export interface SyncFacts {
  phase: Phase
  /** Attempts have failed since the server last answered. */
  failing: boolean
  /** This connection's answer and everything after it is acknowledged. */
  allSettled: boolean
  /** The server says that nothing gets onto its disk now. */
  cannotSave: boolean
  /** Nothing was heard for longer than a server that works takes. */
  silent: boolean
  online: boolean
  waiting: number
  oldest: number | null
  /** What the steps that wait are about, and how many of them are about it. */
  about: ReadonlyMap<string, number>
  /** The local store failed and holds less than this window. */
  storeFailed: boolean
  /** Everything in the document is on this device's disk. */
  saved: boolean
  refused: boolean
  /** What was here differed from the ledger, and is kept apart. */
  diverged: boolean
  /** An item was closed out of the room: the copy is parted, to be opened anew. */
  replaced: boolean
  /** The local copy was written by a newer editor. */
  tooOld: boolean
}

export function statusOf(facts: SyncFacts): SyncStatus {
  const { waiting, oldest, saved } = facts
  const why = obstacle(facts)
  if (why === null && facts.allSettled && waiting === 0) return { kind: 'server' }
  if (why === null) return { kind: 'sending', waiting }
  if (facts.storeFailed) return { kind: 'unsaved', waiting }
  return { kind: 'local', waiting, oldest: oldest === null ? null : new Date(oldest), why, saved }
}

/** What keeps text from the server; null when nothing does. */
function obstacle(facts: SyncFacts): Why | null {
  if (facts.replaced) return 'replaced'
  if (facts.diverged) return 'diverged'
  if (facts.refused) return 'refused'
  if (facts.tooOld) return 'tooOld'
  if (facts.phase.kind === 'ended') return endedBecause(facts.phase.close)
  if (facts.phase.kind === 'open' && facts.cannotSave) return 'cannotSave'
  if (facts.phase.kind === 'open') return facts.silent && !facts.allSettled ? 'silent' : null
  if (!facts.online) return 'offline'
  return facts.failing || facts.silent ? 'silent' : null
}

function endedBecause(close: CloseName): Why {
  switch (close) {
    case 'signIn':
    case 'forbidden':
    case 'removed':
    case 'tooOld':
    case 'unknownRoom':
      return close
    case 'foreignOrigin':
      return 'forbidden'
    case 'garbage':
    case 'tooLarge':
    case 'foreignClient':
      return 'refused'
    case 'unavailable':
    case 'slow':
    case 'replaced':
      return 'silent'
  }
}
