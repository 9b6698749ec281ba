import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { compacted } from '../../server/projections/compacted.ts'
import { paperOf } from '../../server/projections/facts.ts'

const SECTION = 'item-0001/minutes'
const textIn = (paper: Y.Doc) => paper.getXmlFragment(SECTION).get(0) as Y.XmlText

function changeOf(known: Uint8Array[], change: (paper: Y.Doc) => void): Uint8Array {
  const paper = paperOf(known)
  const before = Y.encodeStateVector(paper)
  change(paper)
  return Y.encodeStateAsUpdate(paper, before)
}

test('L15 a snapshot keeps marks whose words were deleted, for words that are typed between them meanwhile', () => {
  const typed = changeOf([], (paper) => paper.getXmlFragment(SECTION).insert(0, [new Y.XmlText('abc')]))
  const marked = changeOf([typed], (paper) => textIn(paper).format(0, 2, { strong: {} }))
  const deleted = changeOf([typed], (paper) => textIn(paper).delete(0, 2))
  const late = changeOf([typed, marked], (paper) => textIn(paper).insert(1, 'x'))
  const { state } = compacted(paperOf([typed, marked, deleted]))
  expect(textIn(paperOf([typed, marked, deleted, late])).toString()).toBe('<strong>x</strong>c')
  expect(textIn(paperOf([state, late])).toString()).toBe('<strong>x</strong>c')
})
