import { parentPort } from 'node:worker_threads'
import * as Y from 'yjs'
import { digestOf } from '../../schema/digest.ts'
import { answerCalls } from '../store/worker-calls.ts'
import { factsOf, paperOf, type Facts } from './facts.ts'

export interface Digest {
  /** The paper as one update, what was deleted forgotten. */
  state: Uint8Array
  facts: Facts
  /** What the paper says (schema/digest.ts). */
  content: string
}

export type PapersMethods = typeof methods

const methods = {
  digest(updates: Uint8Array[]): Digest {
    const paper = paperOf(updates)
    return { state: Y.encodeStateAsUpdate(paper), facts: factsOf(paper), content: digestOf(paper) }
  },
}

if (parentPort) answerCalls(parentPort, methods)
