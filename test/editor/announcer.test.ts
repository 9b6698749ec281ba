import { Awareness } from 'y-protocols/awareness'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Announcer } from '../../client/editor/announcer.ts'
import { fragment, items, type SectionKey } from '../../schema/paper.ts'
import { writeSection } from '../../schema/sections.ts'

function room() {
  const mine = new Y.Doc()
  const theirs = new Y.Doc()
  const awareness = new Awareness(mine)
  const said: string[] = []
  let now = 0
  const announcer = new Announcer(
    mine,
    awareness,
    ({ user, section }) => said.push(`${user.name} ${section}`),
    () => now,
  )
  const at = (section: SectionKey) =>
    awareness.states.set(theirs.clientID, {
      user: { id: 'a', name: 'Amalie', organisation: null, colour: 2 },
      cursor: { section, anchor: {}, head: {} },
    })
  const write = (section: SectionKey) => {
    const known = Y.encodeStateVector(theirs)
    if (fragment(theirs, section).length === 0)
      writeSection(theirs, section, [{ type: 'paragraph', content: [{ type: 'text', text: 'ny' }] }])
    else fragment(theirs, section).insert(0, [new Y.XmlElement('paragraph')])
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs, known), 'remote')
  }
  return { mine, theirs, awareness, announcer, said, at, write, pass: (ms: number) => (now += ms) }
}

test('E15 one person’s writing in one section is told once in half a minute', () => {
  const { said, at, write, pass } = room()
  at('i1/minutes')
  write('i1/minutes')
  pass(10_000)
  write('i1/minutes')
  expect(said).toEqual(['Amalie i1/minutes'])
  pass(21_000)
  write('i1/minutes')
  expect(said).toHaveLength(2)
})

test('E15 another section is another thing to tell', () => {
  const { said, at, write } = room()
  at('i1/minutes')
  write('i1/minutes')
  at('i2/case')
  write('i2/case')
  expect(said).toEqual(['Amalie i1/minutes', 'Amalie i2/case'])
})

test('E15 text that arrives from somebody who is not here, or one’s own, is not told', () => {
  const { said, mine, at, write, announcer } = room()
  write('i1/minutes')
  at('i2/case')
  write('i1/minutes')
  writeSection(mine, 'i2/case', [{ type: 'paragraph' }])
  expect(said).toEqual([])
  announcer.destroy()
  at('i3/case')
  write('i3/case')
  expect(said).toEqual([])
})

test('E15 a section that is new here, and is drawn at once, stops nobody who listens', () => {
  const { mine, theirs, said, at } = room()
  items.map(mine).observe(() => void fragment(mine, 'i9/title'))
  let heard = 0
  mine.on('afterTransaction', ({ local }) => (heard += local ? 0 : 1))
  at('i9/title')
  theirs.transact(() => {
    items.add(theirs, 'i9', {})
    writeSection(theirs, 'i9/title', [{ type: 'paragraph', content: [{ type: 'text', text: 'Nyt' }] }])
  })
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs), 'remote')
  expect([said, heard]).toEqual([['Amalie i9/title'], 1])
})
