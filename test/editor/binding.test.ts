import fc from '../fast-check.ts'
import { EditorState } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { difference, narrow } from '../../client/editor/binding.ts'
import { doc, li, ol, p, strong } from '../editing/builders.ts'

const words = fc.constantFrom('a', 'aa', 'ab', '🙂', '👍a', 'kommune')
const paragraph = fc.array(words, { maxLength: 3 }).map((texts) => p(...texts))
const list = fc
  .array(paragraph, { minLength: 1, maxLength: 3 })
  .map((items) => ol(...items.map((item) => li(item))))
const document = fc
  .array(fc.oneof(paragraph, list), { minLength: 1, maxLength: 5 })
  .map((blocks) => doc(...blocks))

test('E10 a change from elsewhere is one small step to exactly the new text', () => {
  fc.assert(
    fc.property(document, document, (before, after) => {
      const step = difference(before, after)
      const result = step ? step.apply(before).doc : before
      expect(result === null || result.eq(after)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('E10 a caret outside what changed stays where it was', () => {
  const before = doc(p('et'), p('to'), p(strong('tre')))
  const after = doc(p('et'), p('to ord mere'), p(strong('tre')))
  const state = EditorState.create({ doc: before })
  const whole = state.tr.replaceWith(0, before.content.size, after.content)
  const small = narrow(state, whole)
  expect(small.doc.eq(after)).toBe(true)
  expect(small.mapping.map(2)).toBe(2)
  expect(small.mapping.map(10)).toBe(10 + ' ord mere'.length)
})
