import * as Y from 'yjs'
import { Cleaner } from '../../client/editing/cleaner.ts'
import type { EditingHost } from '../../client/editing/host.ts'
import { items, people, type Paper } from '../../schema/paper.ts'
import { titleBlocks } from '../../schema/paper-json.ts'
import { writeSection } from '../../schema/sections.ts'
import { WORDS } from '../../schema/words/index.ts'
import { counter } from './builders.ts'

export interface TestHost extends EditingHost {
  said: string[]
  decided: string[]
}

/** A host around a paper of its own. */
export function testHost(paper: Paper = new Y.Doc()): TestHost {
  const said: string[] = []
  const decided: string[] = []
  return {
    paper,
    said,
    decided,
    words: () => WORDS.da,
    language: () => 'da',
    people: () => people.list(paper),
    cleaner: new Cleaner(),
    today: () => '2026-03-12',
    newId: counter(),
    announce: (text) => said.push(text),
    chooseOutcome: (item) => decided.push(item),
  }
}

/** A paper with items `i1`, `i2`, … of these titles. */
export function paperWith(...titles: string[]): Paper {
  const paper = new Y.Doc()
  items.fill(
    paper,
    titles.map((_title, index) => ({ id: `i${index + 1}`, fields: {} })),
  )
  titles.forEach((title, index) => writeSection(paper, `i${index + 1}/title`, titleBlocks(title)))
  return paper
}
