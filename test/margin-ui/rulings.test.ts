// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { rulings } from '../../schema/margin.ts'
import { groupsOf } from '../../client/margin/groups.ts'
import type { Talk } from '../../client/margin/talks.ts'
import { reworded } from '../../client/margin/wording.ts'
import { sectionNode } from '../../schema/sections.ts'
import { doc, p, ul, li } from '../editing/builders.ts'
import { FakeLocks } from '../sync/world.ts'
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
  for (const desk of offices.splice(0)) {
    desk.leave()
    if (desk.store !== store) await desk.store.close()
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

/** Somebody suggests October, and one word more in the second paragraph. */
const TWO = doc(p('Fra 1. oktober 2026.'), p('Vi drøfter sagen igen.'))

describe('M59 declining', () => {
  test('M59 undo takes it back in its turn, before what was written before it and after what was written since', () => {
    const desk = office()
    const write = (text: string) =>
      desk.editor.edit(KEY, (tr) => tr.insertText(text, tr.doc.content.size - 1))
    write(' Før')
    desk.rulings.decline(talkOf(desk), 'Nej')
    write(' Efter')
    desk.editor.undo()
    expect([desk.text.endsWith(' Før'), desk.talk()?.state]).toEqual([true, 'declined'])
    desk.editor.undo()
    expect([desk.text.endsWith(' Før'), desk.talk()?.state]).toEqual([true, 'open'])
    expect(desk.shown).toEqual(['thread-001'])
    desk.editor.undo()
    expect(desk.text).toBe(BEFORE.textContent)
    desk.editor.redo()
    expect([desk.text.endsWith(' Før'), desk.talk()?.state]).toEqual([true, 'open'])
    desk.editor.redo()
    expect(desk.talk()).toMatchObject({ state: 'declined', ruling: { reason: 'Nej' } })
    desk.editor.redo()
    expect([desk.text.endsWith(' Efter'), desk.editor.canRedo]).toEqual([true, false])
    expect(states(desk)).toEqual(['declined', 'withdrawn', 'declined'])
  })

  test('M59 it can be undone where nothing else was done, and a new step leaves nothing to redo', () => {
    const desk = office()
    expect(desk.editor.canUndo).toBe(false)
    desk.rulings.decline(talkOf(desk), '')
    expect([desk.editor.canUndo, desk.editor.canRedo]).toEqual([true, false])
    desk.editor.undo()
    expect([desk.editor.canUndo, desk.editor.canRedo]).toEqual([false, true])
    desk.rulings.decline(talkOf(desk), '')
    expect(desk.editor.canRedo).toBe(false)
  })

  test('M59 what was ruled on otherwise since stays so: undo goes on with the step before', () => {
    const desk = office(TWO)
    desk.editor.edit(KEY, (tr) => tr.insertText('!', tr.doc.content.size - 1))
    desk.rulings.decline(talkOf(desk), '')
    desk.otherRules('withdrawn')
    desk.margin.getMap('receipts').set('rulings.rasmus-ruling-1', { seq: 99, at: 1, late: false })
    desk.receive()
    expect(desk.talk()?.state).toBe('open')
    desk.editor.undo()
    expect([desk.text, states(desk)]).toEqual([BEFORE.textContent, ['declined', 'withdrawn']])
  })

  test('M59 an acceptance and a decline are taken back in the order in which they were made', async () => {
    const desk = office(TWO)
    desk.accept()
    desk.receive()
    await vi.waitFor(() => expect(desk.text).toContain('oktober'), SOON)
    const other = desk.talk('thread-002')
    if (other) desk.rulings.decline(other, '')
    const stand = () => [desk.talk()?.state, desk.talk('thread-002')?.state]
    expect(stand()).toEqual(['accepted', 'declined'])
    desk.editor.undo()
    expect(stand()).toEqual(['accepted', 'open'])
    desk.editor.undo()
    expect([stand(), desk.text]).toEqual([['open', 'open'], BEFORE.textContent])
  })
})

describe('M63 a window that dies', () => {
  /** One more window, on the paper that was left on the disk. */
  function next(desk: Office, paper: Y.Doc, locks = new FakeLocks()): Office {
    const made = new Office(paper, desk.margin, desk.store, 'nanna', locks)
    offices.push(made)
    return made
  }

  const kept = ({ store: each }: Office) => each.kept('accepting:meeting-1')
  const copyOf = (paper: Y.Doc): Y.Doc => {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(paper))
    return copy
  }

  /** A window that is killed when it has noted that it is about to make the edit. */
  async function killedBefore(after = AFTER): Promise<Office> {
    const desk = office(after)
    const { keepChanged } = desk.store
    const spy = vi.spyOn(desk.store, 'keepChanged').mockImplementation(async (name, change) => {
      await keepChanged.call(desk.store, name, change)
      if (JSON.stringify(await kept(desk)).includes('begun')) await new Promise(() => undefined)
    })
    desk.accept()
    desk.receive()
    await vi.waitFor(async () => expect(JSON.stringify(await kept(desk))).toContain('begun'), SOON)
    spy.mockRestore()
    expect(desk.text).toBe(BEFORE.textContent)
    return desk
  }

  /** A window that is killed when it has made the edit, which nobody else has heard of yet. */
  async function killedAfter(after = AFTER): Promise<Office> {
    const desk = office(after)
    desk.saving = () => new Promise(() => undefined)
    desk.accept()
    desk.receive()
    await vi.waitFor(() => expect(desk.told).toEqual(['taken']), SOON)
    return desk
  }

  test('M63 before the edit: the next one makes it', async () => {
    const desk = await killedBefore()
    const again = next(desk, copyOf(desk.paper))
    await vi.waitFor(() => expect(again.text).toBe(AFTER.textContent), SOON)
    await vi.waitFor(async () => expect(await kept(desk)).toEqual([]), SOON)
    expect(again.talk()?.state).toBe('accepted')
  })

  test('M63 after an edit that is lost with it: the next one makes it, once the paper is up to date', async () => {
    const before = paperOf(BEFORE)
    const desk = await killedAfter()
    const again = next(desk, before)
    await vi.waitFor(() => expect(again.text).toBe(AFTER.textContent), SOON)
    await vi.waitFor(async () => expect(await kept(desk)).toEqual([]), SOON)
  })

  test.each([
    ['words', AFTER],
    ['a block', doc(p('Fra 1. september 2026.'), p('Vi drøfter det igen.'), p('Og så videre.'))],
    ['words that go', doc(p('Fra 2026.'), p('Vi drøfter det igen.'))],
    ['a list', doc(p('Fra 1. september 2026.'), ul(li(p('Vi drøfter det igen.'))))],
  ])('M63 after an edit that the server has: %s do not come twice', async (_what, after) => {
    const desk = await killedAfter(after)
    const again = next(desk, copyOf(desk.paper))
    await vi.waitFor(async () => expect(await kept(desk)).toEqual([]), SOON)
    expect(sectionNode(again.paper, KEY).toJSON()).toEqual(after.toJSON())
    expect(states(again)).toEqual(['accepted'])
  })

  test('M63 without the server it is not known whether the edit was made: the next one waits', async () => {
    const desk = await killedBefore()
    const again = next(desk, copyOf(desk.paper))
    again.connected = false
    again.rulings.settle()
    await again.store.kept('anything')
    expect(again.text).toBe(BEFORE.textContent)
    again.connected = true
    await vi.waitFor(() => {
      again.rulings.settle()
      expect(again.text).toBe(AFTER.textContent)
    }, SOON)
  })

  test('M63 what the text takes no more is told to be left out, and is put in when asked', async () => {
    const desk = await killedBefore()
    const paper = copyOf(desk.paper)
    const again = next(desk, paper)
    again.editor.edit(KEY, (tr) => tr.insertText('august', 8, 17))
    await vi.waitFor(() => expect(again.told).toEqual(['leftOut']), SOON)
    expect([again.rulings.isLeftOut(talkOf(again)), talkOf(again).state]).toEqual([true, 'accepted'])
    await again.rulings.putIn(talkOf(again))
    expect(again.rulings.refusals.get('thread-001')).toBe('changed')
    again.editor.undo()
    await again.rulings.putIn(talkOf(again))
    expect(again.text).toBe(AFTER.textContent)
    expect([again.rulings.isLeftOut(talkOf(again)), again.rulings.refusals.size]).toEqual([false, 0])
    await vi.waitFor(async () => expect(await kept(desk)).toEqual([]), SOON)
    again.editor.undo()
    expect(again.talk()?.state).toBe('open')
  })

  test('M63 what was left out and is opened again is left out no more', async () => {
    const desk = await killedBefore()
    const again = next(desk, copyOf(desk.paper))
    again.editor.edit(KEY, (tr) => tr.insertText('august', 8, 17))
    await vi.waitFor(() => expect(again.told).toEqual(['leftOut']), SOON)
    again.rulings.rule('thread-001', 'withdrawn')
    again.rulings.settle()
    expect(again.rulings.isLeftOut(talkOf(again))).toBe(false)
    await vi.waitFor(async () => expect(await kept(desk)).toEqual([]), SOON)
  })

  test('M63 of two windows that are open one puts it in; a window that is turned to takes up what was left', async () => {
    const [desk, locks] = [office(), new FakeLocks()]
    const [one, two] = [next(desk, desk.paper, locks), next(desk, copyOf(desk.paper), locks)]
    one.accept()
    await vi.waitFor(async () => expect(await kept(desk)).toHaveLength(1), SOON)
    window.dispatchEvent(new Event('focus'))
    one.receive()
    two.rulings.settle()
    await vi.waitFor(async () => expect(await kept(desk)).toEqual([]), SOON)
    const places = [one, two].filter(({ text }) => text === AFTER.textContent)
    expect(places).toHaveLength(1)
  })
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
