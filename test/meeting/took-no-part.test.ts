// @vitest-environment happy-dom
import { mount, unmount } from 'svelte'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import TookNoPart from '../../client/meeting/TookNoPart.svelte'
import type { Outcome } from '../../schema/meeting.ts'
import { items, people, type Paper } from '../../schema/paper.ts'
import { da } from '../../schema/words/da/index.ts'

let paper: Paper
let filled: ReadonlySet<string>
vi.mock('../../client/meeting/screen.svelte.ts', () => ({
  getScreen: () => {
    const number = (id: string) => items.list(paper).findIndex((item) => item.id === id) + 1
    return { words: da, paper: { filled, people: people.list(paper), number } }
  },
}))

const POSTPONED: Outcome = { kind: 'postponed', point: null, to: null }
const NOTED: Outcome = { ...POSTPONED, kind: 'noted' }
const [BOTH, RECUSED] = [
  'Anna Berg (inhabil) og Bo Dam deltog ikke i behandlingen.',
  'Anna Berg (inhabil) deltog ikke i behandlingen.',
]

test.each<[string, Outcome[], string[], string]>([
  ['has minutes', [], ['item-0001/minutes'], BOTH],
  ['is decided', [NOTED], [], BOTH],
  ['was not dealt with', [], [], RECUSED],
  ['is postponed', [POSTPONED], ['item-0001/minutes'], RECUSED],
])('A5 on the screen who took no part in an item is named: it %s', (_, outcomes, sections, text) => {
  paper = new Y.Doc()
  filled = new Set(sections)
  items.add(paper, 'item-0001', { outcomes })
  items.add(paper, 'item-0002', {})
  people.add(paper, 'person-01', { name: 'Anna Berg', absences: [{ kind: 'recused', item: 'item-0001' }] })
  people.add(paper, 'person-02', { name: 'Bo Dam', absences: [{ kind: 'late', item: 'item-0002' }] })
  people.add(paper, 'person-03', { name: 'Carl Ege' })
  const target = document.createElement('div')
  const [item] = items.list(paper)
  if (item === undefined) throw new RangeError('no item')
  const shown = mount(TookNoPart, { target, props: { item } })
  onTestFinished(() => unmount(shown))
  expect(target.textContent.trim()).toBe(text)
})
