import { parentPort } from 'node:worker_threads'
import * as Y from 'yjs'
import { digestOf } from '../../schema/digest.ts'
import { lint, type Finding, type LintContext } from '../../schema/lint.ts'
import type { Phase } from '../../schema/phases.ts'
import { answerCalls } from '../store/worker-calls.ts'
import { encodeExtent, extentOf } from '../sync/extent.ts'
import { factsOf, paperOf, type Facts } from './facts.ts'

export interface Digest {
  /** The paper as one update, what was deleted forgotten. */
  state: Uint8Array
  /** How far that reaches, to be kept beside it. */
  extent: Uint8Array
  facts: Facts
  /** What the paper says (schema/digest.ts). */
  content: string
}

export type PapersMethods = typeof methods

const methods = {
  digest(updates: Uint8Array[]): Digest {
    const paper = paperOf(updates)
    const state = Y.encodeStateAsUpdate(paper)
    const extent = encodeExtent(extentOf(state))
    return { state, extent, facts: factsOf(paper), content: digestOf(paper) }
  },
  lint(updates: Uint8Array[], to: Phase, context: LintContext): Finding[] {
    return lint(paperOf(updates), to, context)
  },
}

if (parentPort) answerCalls(parentPort, methods)
