import { EditorState, type Transaction } from 'prosemirror-state'
import { initProseMirrorDoc, prosemirrorToYXmlFragment } from 'y-prosemirror'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { movingClient } from '../../client/merging/moving-client.ts'
import { endOfChange, writeBack } from '../../client/merging/write-back.ts'
import { fragment } from '../../schema/paper.ts'
import { sectionSchema } from '../../schema/nodes.ts'
import { br, doc, fn, li, p, strong, ul, type Built } from '../editing/builders.ts'

const THEIRS = 1
const OWN = 2

/** A colleague's text in which the user changes something: what of it was deleted, and what was written. */
function changed(text: Built, change: (tr: Transaction) => void): { deleted: string; written: string } {
  const paper = new Y.Doc()
  paper.clientID = THEIRS
  const section = fragment(paper, 'i1/minutes')
  prosemirrorToYXmlFragment(text, section)
  paper.clientID = OWN
  const { doc: node, mapping } = initProseMirrorDoc(section, sectionSchema)
  const { tr } = EditorState.create({ doc: node })
  change(tr)
  const done = { deleted: '', written: '' }
  paper.on('beforeObserverCalls', (transaction: Y.Transaction) =>
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
        done.deleted += struct.content.str
    }),
  )
  paper.transact(() => writeBack(section, tr.doc, { mapping, isOMark: new Map() }, endOfChange(tr)))
  for (const struct of paper.store.clients.get(OWN) ?? [])
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
      done.written += struct.content.str
  const anew = initProseMirrorDoc(section, sectionSchema)
  expect(json(anew.doc)).toEqual(json(tr.doc))
  for (const [type, nodes] of anew.mapping)
    if (type !== section) expect(json(mapping.get(type))).toEqual(json(nodes))
  return done
}

const json = (what: unknown): unknown => JSON.parse(JSON.stringify(what))

/** A paper with one paragraph under two clients; `then` is what the second one does while letters of the first are on their way. */
function together(
  theirs: number,
  own: number,
  then: (tr: Transaction) => void,
): { text: string; other: number } {
  const [hers, mine] = [new Y.Doc(), new Y.Doc()]
  hers.clientID = theirs
  const section = fragment(hers, 'i1/minutes')
  prosemirrorToYXmlFragment(doc(p('Til ord')), section)
  const line = (section.get(0) as Y.XmlElement).get(0) as Y.XmlText
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(hers))
  mine.clientID = own
  const copy = fragment(mine, 'i1/minutes')
  const { doc: node, mapping } = initProseMirrorDoc(copy, sectionSchema)
  const { tr } = EditorState.create({ doc: node })
  line.insert(7, 'e')
  line.insert(8, 'ne.')
  then(tr)
  mine.transact(() => writeBack(copy, tr.doc, { mapping, isOMark: new Map() }, endOfChange(tr)))
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(hers))
  Y.applyUpdate(hers, Y.encodeStateAsUpdate(mine))
  expect(section.toString()).toBe(copy.toString())
  return { text: line.toString(), other: Y.getState(mine.store, movingClient(own)) }
}

test.each([
  ['first', 1, 2],
  ['last', 2, 1],
])(
  'E21 what is typed behind a colleague’s word comes behind its letters on their way (she goes %s)',
  (_which, theirs, own) => {
    expect(together(theirs, own, (tr) => tr.insertText(' og', 8))).toEqual({
      text: 'Til ordene. og',
      other: 3,
    })
    // In a word, or behind what she wrote before, it is written as always.
    expect(together(theirs, own, (tr) => tr.insertText('Nu: ', 1)).other).toBe(0)
    expect(together(theirs, own, (tr) => tr.insertText('x', 6)).other).toBe(0)
  },
)

test.each([
  ['at the start of a line', doc(p('<a>brød og smør'))],
  ['in a line', doc(p('smør, <a>brød'))],
  ['in a list', doc(p('et'), ul(li(p('et')), li(p('to, <a>brød'))))],
  ['before bold words', doc(p('smør, ', strong('<a>brød')))],
  ['behind a line’s end', doc(p('et', br(), '<a>brød'))],
  ['behind a note', doc(p('smør', fn('note'), ' og <a>brød'))],
])('E27 "b " typed before "brød" %s is what is written', (_where, text) => {
  expect(changed(text, (tr) => tr.insertText('b ', text.tags.a))).toEqual({ deleted: '', written: 'b ' })
})

test('E27 of two words that are alike the one that is deleted goes', () => {
  const text = doc(p('en og ', strong('en'), ' <a>og en'))
  expect(changed(text, (tr) => tr.insertText('og ', text.tags.a)).written).toBe('og ')
  const twice = doc(p('en <a>gang, gang'))
  expect(changed(twice, (tr) => tr.delete(twice.tags.a ?? 0, (twice.tags.a ?? 0) + 6))).toEqual({
    deleted: 'gang, ',
    written: '',
  })
})

test('E27 of what is replaced the letters that are the same stay', () => {
  const text = doc(p('et <a>brød'), p('to'))
  const at = text.tags.a ?? 0
  expect(changed(text, (tr) => tr.insertText('bold', at, at + 4)).written).toBe('ol')
})
