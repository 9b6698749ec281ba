import type { PapersMethods } from '../../server/projections/papers-worker.ts'
import type { Projector } from '../../server/projections/projector.ts'
import { paperOf } from '../../server/projections/facts.ts'
import { Anchoring } from '../../server/margin/anchoring.ts'
import { encodeExtent, extentOf } from '../../server/sync/extent.ts'
import * as Y from 'yjs'

export type Papers = Projector['worker']

/** What the server asks its papers' worker of margins, answered in this process. */
export function papersHere(): Papers {
  const anchoring = new Anchoring(() => 0)
  const methods: Pick<PapersMethods, 'anchors' | 'compact' | 'mentions'> = {
    anchors: (zone, paper, margin, client, doubted) =>
      anchoring.follow(zone, paperOf(paper), paperOf(margin), client, doubted),
    compact: (updates) => {
      const state = Y.encodeStateAsUpdate(paperOf(updates))
      return { state, extent: encodeExtent(extentOf(state)) }
    },
    // Who is mentioned is kept in a database, and there is none.
    mentions: () => [],
  }
  return answering(methods)
}

/** In the place of a worker. */
export function answering(methods: Partial<PapersMethods>): Papers {
  const call = async (name: keyof PapersMethods, ...args: unknown[]): Promise<unknown> => {
    const method = methods[name] as ((...args: unknown[]) => unknown) | undefined
    if (method === undefined) throw new RangeError(`nobody asks for ${name} in these worlds`)
    return method(...args)
  }
  return { call } as unknown as Papers
}
