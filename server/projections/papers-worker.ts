import { parentPort } from 'node:worker_threads'
import * as Y from 'yjs'
import { digestOf } from '../../schema/digest.ts'
import { lint, type Finding, type LintContext } from '../../schema/lint.ts'
import type { Phase } from '../../schema/phases.ts'
import { Anchoring } from '../margin/anchoring.ts'
import { answerCalls } from '../store/worker-calls.ts'
import { encodeExtent, extentOf } from '../sync/extent.ts'
import { factsOf, paperOf, type Facts } from './facts.ts'

export interface Compacted {
  /** A room as one update, what was deleted forgotten. */
  state: Uint8Array
  /** How far that reaches, to be kept beside it. */
  extent: Uint8Array
}

export interface Digest extends Compacted {
  facts: Facts
  /** What the paper says (schema/digest.ts). */
  content: string
}

export type PapersMethods = typeof methods

const anchoring = new Anchoring()

const methods = {
  digest(updates: Uint8Array[]): Digest {
    const paper = paperOf(updates)
    return { ...compacted(paper), facts: factsOf(paper), content: digestOf(paper) }
  },
  compact(updates: Uint8Array[]): Compacted {
    return compacted(paperOf(updates))
  },
  /** What is to be written into a margin so that its threads follow the paper; null: nothing. */
  anchors(zone: string, paper: Uint8Array[], margin: Uint8Array[], client: number): Uint8Array | null {
    return anchoring.follow(zone, paperOf(paper), paperOf(margin), client)
  },
  lint(updates: Uint8Array[], to: Phase, context: LintContext): Finding[] {
    return lint(paperOf(updates), to, context)
  },
}

function compacted(room: Y.Doc): Compacted {
  const state = Y.encodeStateAsUpdate(room)
  return { state, extent: encodeExtent(extentOf(state)) }
}

if (parentPort) answerCalls(parentPort, methods)
