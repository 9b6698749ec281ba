import type { Node } from 'prosemirror-model'
import type { Change } from '../changes.ts'
import type { Block } from '../nodes.ts'
import { isList } from './lines.ts'
import type { Place } from './proposal.ts'

/** Blocks that are put in, before it is known beside what. */
export type Insertion = Omit<Extract<Change, { kind: 'insertBlock' }>, 'kind' | 'side'>

/** Longest change, as JSON, in characters: what is longer is put in as several. */
const LENGTH = 40_000

/** Children of a parent to be put in; the items of a list and the rows of a table come in one. */
export function insertions(parent: Node, depth: number, nodes: readonly Node[]): Insertion[] {
  // A cell goes nowhere by itself.
  if (parent.type.name === 'table_row') return []
  const made: Insertion[] = []
  let length = Infinity
  for (const node of nodes) {
    const size = JSON.stringify(node).length
    length += size
    const last = made.at(-1)
    const json = node.toJSON() as Block
    if (last && length <= LENGTH) add(parent, last, json)
    else {
      made.push({ blocks: isOfIts(parent) ? [shell(parent, json)] : [json], depth })
      length = size
    }
  }
  return made
}

function add(parent: Node, { blocks }: Insertion, json: Block): void {
  if (isOfIts(parent)) blocks[0]?.content?.push(json)
  else blocks.push(json)
}

function shell(parent: Node, json: Block): Block {
  return { ...(parent.copy().toJSON() as Block), content: [json] }
}

/** Whether a parent has children that stand in nothing else. */
function isOfIts(parent: Node): boolean {
  return isList(parent) || parent.type.name === 'table'
}

/** Something to be put in, at a place. */
export interface Addition {
  place: Place
  change: Extract<Change, { kind: 'insertBlock' }>
}

/**
 * The ways to put blocks between two neighbours, the better first: beside one with text, which is found again. Beside
 * what reads the same as they do, they would seem to be there already.
 */
export function ways(
  added: readonly Insertion[],
  before: Place | undefined,
  after: Place | undefined,
): Addition[][] {
  const made = [before ? placed(added, before, 'after') : [], after ? placed(added, after, 'before') : []]
  const isBetterAfter = before === undefined || (before.from === before.to && after !== undefined)
  return (isBetterAfter ? made.reverse() : made).filter((way) => way.length > 0)
}

/** Each directly beside the same place: what is put in last stands next to it. */
export function placed(added: readonly Insertion[], place: Place, side: 'before' | 'after'): Addition[] {
  const made = added.map((each): Addition => ({ place, change: { kind: 'insertBlock', side, ...each } }))
  return side === 'after' ? made.reverse() : made
}
