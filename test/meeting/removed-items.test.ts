import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { restoreItem, watchRemovals, type RemovedItem } from '../../client/meeting/removed-items.ts'
import { items } from '../../schema/paper.ts'
import { sectionBlocks } from '../../schema/sections.ts'
import { textOf } from '../../schema/nodes.ts'
import { sync, type } from '../schema/builders.ts'

function two(): [Y.Doc, Y.Doc] {
  const mine = new Y.Doc()
  items.fill(
    mine,
    ['a', 'b', 'c'].map((id) => ({ id, fields: { duration: 10 } })),
  )
  type(mine, 'b/minutes', 'Mit referat.')
  const theirs = new Y.Doc()
  sync(mine, theirs)
  return [mine, theirs]
}

function watched(paper: Y.Doc, writingIn: string, back: string[] = []): RemovedItem[] {
  const told: RemovedItem[] = []
  let before = items.list(paper)
  watchRemovals({
    paper,
    before: () => before,
    title: () => 'Budget',
    isMine: (id) => id === writingIn,
    removed: (gone) => told.push(gone),
    returned: (id) => back.push(id),
  })
  paper.on('afterTransaction', () => (before = items.list(paper)))
  return told
}

test('U44 a colleague who removes the item I write in is told of, and it comes back whole where it was', () => {
  const [mine, theirs] = two()
  const back: string[] = []
  const told = watched(mine, 'b', back)
  items.remove(theirs, 'b')
  sync(mine, theirs)
  expect(told.map(({ number, title }) => [number, title])).toEqual([[2, 'Budget']])
  const [gone] = told
  expect(back).toEqual([])
  if (gone) restoreItem(mine, gone)
  expect(back).toEqual(['b'])
  sync(mine, theirs)
  expect(items.list(theirs).map(({ id, duration }) => [id, duration])).toEqual([
    ['a', 10],
    ['b', 10],
    ['c', 10],
  ])
  expect(textOf(sectionBlocks(theirs, 'b/minutes'))).toBe('Mit referat.')
})

test('U44 my own removals and those of other items are not told of', () => {
  const [mine, theirs] = two()
  const told = watched(mine, 'b')
  items.remove(theirs, 'c')
  sync(mine, theirs)
  items.remove(mine, 'b')
  expect(told).toEqual([])
})

test('U44 that it is back is told also when it was the colleague who took the removal back', () => {
  const [mine, theirs] = two()
  const back: string[] = []
  const [before] = items.list(theirs).filter(({ id }) => id === 'b')
  watched(mine, 'b', back)
  items.remove(theirs, 'b')
  sync(mine, theirs)
  if (before) items.bringBack(theirs, before, 1)
  sync(mine, theirs)
  expect(back).toEqual(['b'])
})
