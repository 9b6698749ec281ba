import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { MergeWatch } from '../../client/sync/merge-watch.ts'
import type { MergeSummary } from '../../client/sync/merge.ts'
import { fragment, items, people, setHeader, type SectionKey } from '../../schema/paper.ts'

const A: SectionKey = 'item-aaaa/minutes'
const B: SectionKey = 'item-bbbb/minutes'

function paragraph(doc: Y.Doc, key: SectionKey, text: string): void {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(text)])
  fragment(doc, key).push([element])
}

function type(doc: Y.Doc, key: SectionKey, at: number, text: string): void {
  const element = fragment(doc, key).get(at) as Y.XmlElement
  const run = element.get(0) as Y.XmlText
  run.insert(run.length, text)
}

const nothing = (): void => undefined

/** A meeting of two items with two paragraphs each, then what each side does alone, then what is told. */
async function merge(
  here: (doc: Y.Doc) => void,
  there: (doc: Y.Doc) => void,
  afterwards: (doc: Y.Doc) => void = nothing,
): Promise<MergeSummary | null> {
  const origin = new Y.Doc()
  items.fill(origin, [
    { id: 'item-aaaa', fields: {} },
    { id: 'item-bbbb', fields: {} },
  ])
  for (const key of [A, B]) ['Første.', 'Andet.'].forEach((text) => paragraph(origin, key, text))
  const [mine, theirs] = [new Y.Doc(), new Y.Doc()]
  const start = Y.encodeStateAsUpdate(origin)
  for (const doc of [mine, theirs]) Y.applyUpdate(doc, start)
  let now = 1000
  const watch = new MergeWatch(mine, {
    now: () => now,
    keepBase: () => undefined,
    pause: () => Promise.resolve(),
    nameOf: () => 'Rasmus Hvidtfeldt',
  })
  watch.opened([], null, now)
  watch.merging(0)
  await watch.done()
  watch.parted()
  now = 2000
  let steps = 0
  mine.on('update', () => {
    steps += 1
    watch.changedHere()
  })
  here(mine)
  there(theirs)
  watch.merging(steps)
  const update = Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(mine))
  watch.received(update)
  Y.applyUpdate(mine, update)
  afterwards(mine)
  return watch.done()
}

describe('O12 what came together is told', () => {
  test('O12 changes in different places are counted, and nothing is to be looked at', async () => {
    const summary = await merge(
      (doc) => type(doc, A, 0, ' Mit.'),
      (doc) => {
        type(doc, B, 0, ' Deres.')
        type(doc, B, 1, ' Deres.')
      },
    )
    expect(summary).toMatchObject({
      since: new Date(1000),
      at: new Date(2000),
      sent: 1,
      received: 2,
      same: [],
      deletedHere: [],
      deletedThere: [],
      sectionsHere: [A],
      sectionsThere: [B],
      sectionsBoth: [],
    })
  })

  test('O12 a paragraph both wrote in is shown as it reads now', async () => {
    const summary = await merge(
      (doc) => type(doc, A, 0, ' Mit.'),
      (doc) => type(doc, A, 0, ' Deres.'),
    )
    expect(summary?.same).toHaveLength(1)
    expect(summary?.same[0]?.section).toBe(A)
    expect(summary?.same[0]?.text).toContain('Mit.')
    expect(summary?.same[0]?.text).toContain('Deres.')
    expect(summary?.sectionsBoth).toEqual([A])
  })

  test('O12 the same section in different paragraphs is no overlap', async () => {
    const summary = await merge(
      (doc) => type(doc, A, 0, ' Mit.'),
      (doc) => type(doc, A, 1, ' Deres.'),
    )
    expect(summary).toMatchObject({ same: [], sectionsBoth: [A] })
  })

  test('O12 what a colleague wrote in a paragraph the user deleted is told', async () => {
    const summary = await merge(
      (doc) => fragment(doc, A).delete(0, 1),
      (doc) => type(doc, A, 0, ' Vigtigt.'),
    )
    expect(summary?.deletedHere).toEqual([{ section: A, text: 'Første. Vigtigt.', wholeItem: false }])
  })

  test('O12 what the user wrote in a paragraph a colleague deleted is told', async () => {
    const summary = await merge(
      (doc) => type(doc, A, 1, ' Mit vigtige.'),
      (doc) => fragment(doc, A).delete(1, 1),
    )
    expect(summary?.deletedThere).toEqual([{ section: A, text: 'Andet. Mit vigtige.', wholeItem: false }])
  })

  test('O12 a paragraph a colleague gave another form while the user wrote in it is told as that', async () => {
    const summary = await merge(
      (doc) => type(doc, A, 1, ' Mit vigtige.'),
      (doc) => {
        fragment(doc, A).delete(1, 1)
        paragraph(doc, B, 'Deres nye.')
      },
      // The user's window has put the words back in the copy.
      (doc) => paragraph(doc, A, 'Andet. Mit vigtige.'),
    )
    expect(summary?.movedThere).toEqual([{ section: A, text: 'Andet. Mit vigtige.', wholeItem: false }])
    expect(summary?.deletedThere).toEqual([])
    expect(summary?.names).toEqual({ [B]: ['Rasmus Hvidtfeldt'] })
  })

  test('O12 what the user wrote in an item a colleague removed is told', async () => {
    const summary = await merge(
      (doc) => {
        type(doc, A, 0, ' Mit.')
        paragraph(doc, A, 'Nyt afsnit.')
      },
      (doc) => items.remove(doc, 'item-aaaa'),
    )
    expect(summary?.deletedThere).toEqual([
      { section: A, text: 'Første. Mit.', wholeItem: true },
      { section: A, text: 'Nyt afsnit.', wholeItem: true },
    ])
    expect(summary?.entriesThere).toEqual([{ root: 'items', id: 'item-aaaa', change: 'removed' }])
  })

  test('O12 what a colleague wrote in an item the user removed is told', async () => {
    const summary = await merge(
      (doc) => items.remove(doc, 'item-bbbb'),
      (doc) => type(doc, B, 0, ' Deres.'),
    )
    expect(summary?.deletedHere).toEqual([{ section: B, text: 'Første. Deres.', wholeItem: true }])
  })

  test('O12 header, people and moved items count among what came', async () => {
    const summary = await merge(nothing, (doc) => {
      setHeader(doc, { place: 'Lyngø' })
      people.fill(doc, [{ id: 'p1', fields: { name: 'Asger Lindholt' } }])
      items.map(doc).get('item-aaaa')?.set('order', 'z')
    })
    expect(summary).toMatchObject({ sent: 0, received: 3, headerThere: true, sectionsThere: [] })
    expect(summary?.entriesThere).toEqual([
      { root: 'people', id: 'p1', change: 'added' },
      { root: 'items', id: 'item-aaaa', change: 'changed' },
    ])
  })

  test('U39 an item that was closed and opened again meanwhile was changed by nobody', async () => {
    const anew = (doc: Y.Doc): void => {
      fragment(doc, B).delete(0, 2)
      for (const text of ['Første.', 'Andet.']) paragraph(doc, B, text)
    }
    expect(await merge(nothing, anew)).toBeNull()
    const summary = await merge((doc) => type(doc, A, 0, ' Mit.'), anew)
    expect(summary).toMatchObject({ sent: 1, received: 0, sectionsHere: [A], sectionsThere: [] })
    const more = await merge(nothing, (doc) => {
      anew(doc)
      type(doc, B, 1, ' Og mere.')
    })
    expect(more?.sectionsThere).toEqual([B])
  })

  test('O12 a connection that was only gone tells nothing', async () => {
    expect(await merge(nothing, nothing)).toBeNull()
  })
})

test('O12 the first way of a new meeting to the server has nothing to tell, unless its maker wrote in it before', async () => {
  const first = async (writes: boolean) => {
    const doc = new Y.Doc()
    items.fill(doc, [{ id: 'item-aaaa', fields: {} }])
    const watch = new MergeWatch(doc, {
      now: () => 1000,
      keepBase: () => undefined,
      pause: () => Promise.resolve(),
      nameOf: () => 'Rasmus Hvidtfeldt',
    })
    watch.opened([Y.encodeStateAsUpdate(doc)], null, 1000)
    if (writes) {
      watch.changedHere()
      paragraph(doc, A, 'I toget.')
    }
    watch.merging(1)
    return watch.done()
  }
  expect(await first(false)).toBeNull()
  expect(await first(true)).toMatchObject({ sent: 1 })
})
