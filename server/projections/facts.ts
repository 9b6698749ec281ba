import * as Y from 'yjs'
import type { Block } from '../../schema/nodes.ts'
import { textOf } from '../../schema/nodes.ts'
import { header, items, type Paper } from '../../schema/paper.ts'
import { isEmptySection, sectionBlocks, titleText } from '../../schema/sections.ts'
import { isStanding } from '../../schema/standing.ts'

/** What the database keeps of a paper; it can be made again from the paper at any time. */
export interface Facts {
  subject: string | null
  number: number | null
  date: string | null
  start: string | null
  end: string | null
  place: string | null
  items: number
  withoutCase: number
  withoutMinutes: number
  tasks: TaskFact[]
}

export interface TaskFact {
  id: string
  item: string
  itemNumber: number
  owner: string
  text: string
  due: string | null
}

/**
 * The paper that these updates make. In one transaction: between two, Yjs takes away marks that it finds without words, of
 * which nobody else would hear (rule L15).
 */
export function paperOf(updates: Uint8Array[]): Paper {
  const paper = new Y.Doc()
  paper.transact(() => updates.forEach((update) => Y.applyUpdate(paper, update)))
  return paper
}

export function factsOf(paper: Paper): Facts {
  const { subject, number, date, start, end, place } = header(paper)
  const list = items.list(paper)
  return {
    subject: textOrNull(subject),
    number: typeof number === 'number' && Number.isFinite(number) ? number : null,
    date: textOrNull(date),
    start: textOrNull(start),
    end: textOrNull(end),
    place: textOrNull(place),
    items: list.length,
    // What is missing of a closed item is for those to know who may read it.
    withoutCase: list.filter(({ id, closed }) => !closed && lacksCase(paper, id)).length,
    withoutMinutes: list.filter(({ id, closed }) => !closed && isEmptySection(paper, `${id}/minutes`)).length,
    tasks: list.flatMap(({ id }, index) => tasksOf(paper, id, index + 1)),
  }
}

function lacksCase(paper: Paper, item: string): boolean {
  return isEmptySection(paper, `${item}/case`) && !isStanding(titleText(paper, item))
}

function tasksOf(paper: Paper, item: string, itemNumber: number): TaskFact[] {
  const found = new Map<string, TaskFact>()
  const visit = (block: Block): void => {
    const { id, owner, due } = block.attrs ?? {}
    if (block.type === 'task' && typeof id === 'string' && typeof owner === 'string')
      found.set(id, { id, item, itemNumber, owner, text: textOf([block]), due: textOrNull(due) })
    block.content?.forEach(visit)
  }
  for (const section of ['case', 'recommendation', 'minutes'] as const)
    sectionBlocks(paper, `${item}/${section}`).forEach(visit)
  return [...found.values()]
}

/** The paper's fields are whatever a client wrote. */
function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 500) : null
}
