// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { rulings } from '../../schema/margin.ts'
import { groupsOf } from '../../client/margin/groups.ts'
import type { Talk } from '../../client/margin/talks.ts'
import { reworded } from '../../client/margin/wording.ts'
import { doc, p, ul, li } from '../editing/builders.ts'
import { KEY, Office, paperOf, storeOf } from './suggesting.ts'

const SOON = { timeout: 20_000 }
const BEFORE = doc(p('Fra 1. september 2026.'), p('Vi drøfter det igen.'))
const AFTER = doc(p('Fra 1. oktober 2026.'), p('Vi drøfter det igen.'))
const store = storeOf('nanna')
const offices: Office[] = []

/** Somebody suggests October; another store for each test. */
function office(after = AFTER, at = storeOf('nanna')): Office {
  const made = new Office(paperOf(BEFORE), new Y.Doc(), at)
  offices.push(made)
  made.suggest(after)
  return made
}

afterEach(async () => {
  for (const { store: each, editor } of offices.splice(0)) {
    editor.destroy()
    if (each !== store) await each.close()
  }
})

function talkOf(desk: Office): Talk {
  const talk = desk.talk()
  if (!talk) throw new RangeError('No thread')
  return talk
}

const states = ({ margin }: Office): string[] => rulings(margin).map(({ state }) => state)

describe('M51 accepting', () => {
  test('M51 the text is another when the server has granted it, not before; it is one step', async () => {
    const desk = office()
    desk.accept()
    expect(desk.text).toContain('september')
    expect(desk.talk()).toMatchObject({ state: 'open', accepting: { state: 'accepted' } })
    desk.receive()
    await vi.waitFor(() => expect(desk.text).toContain('Fra 1. oktober 2026.'), SOON)
    expect(desk.talk()).toMatchObject({ state: 'accepted', accepting: null })
    expect(desk.editor.undoManager.undoStack).toHaveLength(1)
    expect(desk.told).toEqual(['taken'])
  })

  test('M51 of two secretaries one puts it into the text; the other is told', async () => {
    const desk = office()
    desk.accept()
    desk.otherRules('accepted')
    desk.receive()
    await vi.waitFor(() => expect(desk.told).toEqual(['overtaken']), SOON)
    expect(desk.text).toContain('september')
  })

  test('M51 what was suggested for other words than stand there now is not accepted', () => {
    const desk = office()
    desk.editor.edit(KEY, (tr) => tr.insertText('august', 8, 17))
    desk.accept()
    expect(states(desk)).toEqual([])
    expect(desk.rulings.refusals.get('thread-001')).toBe('changed')
    expect(desk.told).toEqual(['changed'])
  })

  test('M51 words that change before the receipt comes open it again', async () => {
    const desk = office()
    desk.accept()
    desk.editor.edit(KEY, (tr) => tr.insertText('august', 8, 17))
    desk.receive()
    await vi.waitFor(() => expect(states(desk)).toEqual(['accepted', 'withdrawn']), SOON)
    expect(desk.text).toContain('august')
    expect(desk.talk()?.state).toBe('open')
    expect(desk.told).toEqual(['changed'])
  })

  test('M51 what waits is carried out after a reload, once the paper is up to date', async () => {
    const desk = office(AFTER, store)
    desk.accept()
    await vi.waitFor(async () => expect(await store.kept('accepting:meeting-1')).toHaveLength(1), SOON)
    const again = new Office(desk.paper, desk.margin, store)
    offices.push(again)
    again.connected = false
    again.receive()
    expect(again.text).toContain('september')
    again.connected = true
    again.rulings.settle()
    await vi.waitFor(() => {
      again.rulings.settle()
      expect(again.text).toContain('oktober')
    }, SOON)
    // The first window has heard of it too: it stands there once.
    desk.rulings.settle()
    expect(again.text).toBe('Fra 1. oktober 2026.Vi drøfter det igen.')
  })

  test('M51 an acceptance that was not sent can be taken back', () => {
    const desk = office()
    desk.accept()
    desk.rulings.cancel(talkOf(desk))
    desk.receive()
    expect([states(desk), desk.talk()?.state]).toEqual([[], 'open'])
    expect(desk.text).toContain('september')
  })

  test('M51 what waits for a ruling that the server did not take is forgotten', async () => {
    const desk = office()
    desk.accept()
    const kept = () => desk.store.kept('accepting:meeting-1')
    await vi.waitFor(async () => expect(await kept()).toHaveLength(1), SOON)
    for (const { id } of rulings(desk.margin)) desk.margin.getMap('rulings').delete(id)
    desk.rulings.settle()
    await vi.waitFor(async () => expect(await kept()).toEqual([]), SOON)
    expect(desk.text).toContain('september')
  })

  test('M51 a block is reshaped in one step too', async () => {
    const desk = office(doc(p('Fra 1. september 2026.'), ul(li(p('Vi drøfter det igen.')))))
    desk.accept()
    desk.receive()
    await vi.waitFor(() => expect(desk.editor.doc(KEY)?.lastChild?.type.name).toBe('bullet_list'), SOON)
    desk.editor.undo()
    expect(desk.editor.doc(KEY)?.lastChild?.type.name).toBe('paragraph')
  })
})

test('M52 undo opens it again, redo accepts it again', async () => {
  const desk = office()
  desk.accept()
  desk.receive()
  await vi.waitFor(() => expect(desk.text).toContain('oktober'), SOON)
  desk.editor.undo()
  expect([desk.text, desk.talk()?.state]).toEqual([BEFORE.textContent, 'open'])
  desk.editor.redo()
  desk.receive()
  expect([desk.text, desk.talk()?.state]).toEqual([AFTER.textContent, 'accepted'])
  expect(states(desk)).toEqual(['accepted', 'withdrawn', 'accepted'])
})

test('M52 what somebody else accepted meanwhile does not stand there twice after redo', async () => {
  const desk = office()
  desk.accept()
  desk.receive()
  await vi.waitFor(() => expect(desk.text).toContain('oktober'), SOON)
  desk.editor.undo()
  desk.receive()
  desk.otherRules('accepted')
  desk.margin.getMap('receipts').set('rulings.rasmus-ruling-1', { seq: 99, at: 1, late: false })
  desk.editor.redo()
  await vi.waitFor(() => expect(desk.text).toContain('september'), SOON)
  expect(states(desk)).toEqual(['accepted', 'withdrawn', 'accepted'])
})

test('M52 what was declined after an undo does not come back by redo', async () => {
  const desk = office()
  desk.accept()
  desk.receive()
  await vi.waitFor(() => expect(desk.text).toContain('oktober'), SOON)
  desk.editor.undo()
  desk.rulings.decline(talkOf(desk), 'Det står rigtigt')
  desk.receive()
  desk.editor.redo()
  await vi.waitFor(() => expect(desk.text).toContain('september'), SOON)
  expect(states(desk)).toEqual(['accepted', 'withdrawn', 'declined'])
  expect(desk.talk()?.state).toBe('declined')
})

test('M53 other words than were proposed are accepted in part, and the thread says which', async () => {
  const desk = office()
  const talk = talkOf(desk)
  const change = talk.thread?.change
  if (change?.kind !== 'inline') throw new RangeError('inline')
  desk.rulings.accept(talk, { change: reworded(change, 'november'), words: 'november' })
  desk.receive()
  await vi.waitFor(() => expect(desk.text).toContain('Fra 1. november 2026.'), SOON)
  expect(desk.talk()).toMatchObject({ state: 'partly', ruling: { reason: 'november' } })
})

test('M53 what is declined says why', () => {
  const desk = office()
  desk.rulings.decline(talkOf(desk), ' Det blev ikke sagt ')
  expect(desk.talk()).toMatchObject({ state: 'declined', ruling: { reason: 'Det blev ikke sagt' } })
})

test('M56 several are accepted one after the other, each at its own place', async () => {
  const desk = office(doc(p('Fra 1. oktober 2026.'), p('Vi drøfter sagen igen.')))
  const talks = ['thread-001', 'thread-002'].flatMap((id) => desk.talk(id) ?? [])
  expect(talks).toHaveLength(2)
  const groups = groupsOf(talks, () => 'item-0001')
  expect(groups.map(({ id, talks: own }) => [id, own.length])).toEqual([
    ['author:esben', 2],
    ['item:item-0001', 2],
  ])
  for (const talk of talks) desk.rulings.accept(talk)
  desk.receive()
  await vi.waitFor(() => expect(desk.text).toBe('Fra 1. oktober 2026.Vi drøfter sagen igen.'), SOON)
})
