import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { CommonHistory } from '../../client/editor/common-history.svelte.ts'
import { History, LOCAL } from '../../client/editor/history.ts'

/** A paper with one line of letters, edited along with others. */
class Paper {
  readonly history: History
  private readonly line = new Y.Doc().getArray<string>('line')

  constructor(steps: CommonHistory) {
    const { doc } = this
    this.history = new History(
      doc,
      () => undefined,
      () => steps.changed(this),
    )
    this.leave = steps.join(this)
  }

  readonly leave: () => void

  get doc(): Y.Doc {
    const { doc } = this.line
    if (doc === null) throw new RangeError('The line is in no document')
    return doc
  }

  get text(): string {
    return this.line.toArray().join('')
  }

  /** Types a letter; within the time in which letters are one step. */
  type(letter: string): void {
    this.doc.transact(() => this.line.push([letter]), LOCAL)
  }

  undo(): void {
    this.history.undo()
  }

  redo(): void {
    this.history.redo()
  }
}

function desk() {
  const steps = new CommonHistory()
  const [open, closed] = [new Paper(steps), new Paper(steps)]
  return { steps, open, closed, both: () => `${open.text}|${closed.text}` }
}

test('E29 undo takes back the last step, whichever of the papers it was made in, and redo in the same order', () => {
  const { steps, open, closed, both } = desk()
  open.type('a')
  closed.type('x')
  open.type('b')
  expect(both()).toBe('ab|x')
  const seen = [both()]
  while (steps.canUndo) {
    steps.undo()
    seen.push(both())
  }
  expect(seen).toEqual(['ab|x', 'a|x', 'a|', '|'])
  const back = [both()]
  while (steps.canRedo) {
    steps.redo()
    back.push(both())
  }
  expect(back).toEqual(seen.reverse())
})

test('E29 letters typed one after the other in one paper stay one step', () => {
  const { steps, open, closed, both } = desk()
  closed.type('x')
  open.type('a')
  open.type('b')
  steps.undo()
  expect(both()).toBe('|x')
})

test('E29 after something new nothing is redone, in no paper', () => {
  const { steps, open, closed, both } = desk()
  open.type('a')
  closed.type('x')
  steps.undo()
  expect(steps.canRedo).toBe(true)
  open.type('b')
  expect(steps.canRedo).toBe(false)
  steps.redo()
  expect(both()).toBe('ab|')
})

test('E29 a step of which a colleague has left nothing gives way to the one before it', () => {
  const { steps, open, closed, both } = desk()
  open.type('a')
  closed.type('x')
  const colleague = new Y.Doc()
  Y.applyUpdate(colleague, Y.encodeStateAsUpdate(closed.doc))
  colleague.getArray('line').delete(0)
  Y.applyUpdate(closed.doc, Y.encodeStateAsUpdate(colleague))
  steps.undo()
  expect(both()).toBe('|')
})

test('E29 the steps of a paper that is not there any more are not undone', () => {
  const { steps, open, closed, both } = desk()
  open.type('a')
  closed.type('x')
  closed.leave()
  steps.undo()
  expect(both()).toBe('|x')
  expect(steps.canUndo).toBe(false)
})
