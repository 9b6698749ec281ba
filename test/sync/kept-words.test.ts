import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { keptWords } from '../../client/sync/kept-words.ts'
import type { Aside } from '../../client/sync/store.ts'
import { fragment, items, type SectionKey } from '../../schema/paper.ts'

test('O24 what is kept apart is told in its writer’s words alone, where they stood', () => {
  const [server, own, colleague] = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
  items.fill(server, [
    { id: 'item-0001', fields: {} },
    { id: 'item-0002', fields: {} },
  ])
  share(server, own, colleague)
  write(own, 'Sendt i tide.', 'item-0001/minutes')
  const acknowledged = Y.encodeStateVector(own)
  write(own, 'Skrevet for sent.', 'item-0002/minutes')
  write(colleague, 'En kollegas.', 'item-0002/minutes')
  share(colleague, own)
  const aside: Aside = {
    id: 'aside-1',
    room: 'paper:meeting-1',
    at: 0,
    reason: 'forbidden',
    state: Y.encodeStateAsUpdate(own),
    acknowledged,
    clients: [own.clientID],
  }
  expect(keptWords(aside, 'anna')).toEqual([
    { place: { item: 2, section: 'minutes' }, texts: ['Skrevet for sent.'] },
  ])
  expect(keptWords({ ...aside, clients: undefined }, 'anna')).toEqual([])
})

test('O24 of a margin it is told whose words they are by their author, also when the page was loaded in between', () => {
  const margin = new Y.Doc()
  remark(margin, 'th-1', { author: 'anna', text: 'Sendt i tide.' })
  const acknowledged = Y.encodeStateVector(margin)
  remark(margin, 'th-2', { author: 'anna', text: 'Skrevet for sent.' })
  remark(margin, 'th-3', { author: 'bo', text: 'En kollegas, der kom imens.' })
  const state = Y.encodeStateAsUpdate(margin)
  const aside: Aside = { id: 'a', room: 'margin:meeting-1', at: 0, reason: 'forbidden', state, acknowledged }
  expect(keptWords(aside, 'anna')).toEqual([{ place: null, texts: ['Skrevet for sent.'] }])
})

function remark(margin: Y.Doc, id: string, fields: Record<string, string>): void {
  margin.getMap('threads').set(id, new Y.Map(Object.entries(fields)))
}

function share(from: Y.Doc, ...to: Y.Doc[]): void {
  for (const doc of to) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from))
}

function write(doc: Y.Doc, text: string, key: SectionKey): void {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(text)])
  fragment(doc, key).push([paragraph])
}
