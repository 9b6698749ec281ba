import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { digestOf } from '../../schema/digest.ts'
import { toHtml, type Approval } from '../../schema/documents/html.ts'
import type { Site } from '../../schema/documents/html-page.ts'
import { lint, type Finding, type LintContext } from '../../schema/lint.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import type { Phase } from '../../schema/phases.ts'
import type { Round } from '../../schema/hearing.ts'
import type { HearingRecord } from '../../schema/hearing-record.ts'
import { documents } from '../../schema/words/da/documents.ts'
import {
  authorsOf,
  marginFacts,
  recordOf,
  type MarginFacts,
  type RecordParts,
} from '../hearings/margin-facts.ts'
import { Anchoring } from '../margin/anchoring.ts'
import { mentionsOf, type Mention } from '../margin/mentions.ts'
import { answerCalls } from '../store/worker-calls.ts'
import type { PartedRooms } from '../zones/closed-rooms.ts'
import { closeItem, compactedParts, openItem, type Closing, type ToJoin } from '../zones/parting.ts'
import { compacted, type Compacted } from './compacted.ts'
import { factsOf, paperOf, type Facts } from './facts.ts'

export interface Digest extends Compacted {
  facts: Facts
  /** What the paper says (schema/digest.ts). */
  content: string
}

/** The rooms of a meeting in which an item is open again. */
export interface JoinedRooms {
  paper: Compacted
  margin: Compacted
  /** Whose the new Yjs clients of the margin are. */
  authors: Map<number, string>
}

export type PapersMethods = typeof methods

const anchoring = new Anchoring()

const methods = {
  ready: () => true,
  digest(updates: Uint8Array[]): Digest {
    const paper = paperOf(updates)
    return { ...compacted(paper), facts: factsOf(paper), content: digestOf(paper) }
  },
  compact(updates: Uint8Array[]): Compacted {
    return compacted(paperOf(updates))
  },
  /** What is to be written into a margin so that its threads follow the paper; null: nothing. */
  anchors(
    zone: string,
    paper: Uint8Array[],
    margin: Uint8Array[],
    client: number,
    doubted: string[],
  ): Uint8Array | null {
    return anchoring.follow(zone, paperOf(paper), paperOf(margin), client, doubted)
  },
  mentions(margin: Uint8Array[]): Mention[] {
    return mentionsOf(paperOf(margin))
  },
  /** What a margin says at a time, and of those asked in a round. */
  margin(updates: Uint8Array[], round: Round | null, now: number): MarginFacts {
    return marginFacts(paperOf(updates), round, now)
  },
  /** Ids of everybody who has said anything in a margin. */
  authors(margin: Uint8Array[]): string[] {
    return authorsOf(paperOf(margin))
  },
  hearingRecord(parts: RecordParts, paper: Uint8Array[], margin: Uint8Array[]): HearingRecord {
    return recordOf(parts, paperOf(paper), paperOf(margin))
  },
  /** @param closed what is written of the closed items, by item */
  lint(updates: Uint8Array[], closed: [string, Uint8Array[]][], to: Phase, context: LintContext): Finding[] {
    const papers = new Map(closed.map(([item, own]) => [item, paperOf(own)]))
    return lint(paperOf(updates), to, { ...context, closed: papers })
  },
  /** A published paper, as anybody may read it. */
  publicPage(updates: Uint8Array[], approval: Approval, site: Site): string {
    return toHtml(toMeetingJson(paperOf(updates)), documents, { audience: 'public', approval, site })
  },
  closeItem: parted,
  openItem: joined,
}

function parted(paper: Uint8Array[], margin: Uint8Array[], closing: Closing): PartedRooms | null {
  const made = closeItem(paper, margin, closing)
  return made && compactedParts(made)
}

function joined(rooms: ToJoin, item: string, client: number): JoinedRooms | null {
  const made = openItem(rooms, item, client)
  if (made === null) return null
  return { paper: compacted(made.paper), margin: compacted(made.margin), authors: made.authors }
}

if (parentPort) {
  // Of this thread alone, elsewhere it would be the whole server's: nobody waits for it as one waits for a key.
  if (process.platform === 'linux') setPriority(10)
  answerCalls(parentPort, methods)
}
