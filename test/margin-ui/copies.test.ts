// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { PaperEditor } from '../../client/editor/paper-editor.svelte.ts'
import { Looks } from '../../client/meeting/looks.svelte.ts'
import { modesFor, type Mode } from '../../client/meeting/mode.ts'
import { Copies } from '../../client/suggesting/copies.svelte.ts'
import { resume } from '../../client/suggesting/resume.ts'
import type { Suggestion } from '../../client/suggesting/suggestions.ts'
import type { Locks } from '../../client/sync/platform.ts'
import type { Paper } from '../../schema/paper.ts'
import { sectionNode } from '../../schema/sections.ts'
import { counter, doc, p } from '../editing/builders.ts'
import { FakeLocks } from '../sync/world.ts'
import { editorOf, KEY, paperOf, storeOf } from './suggesting.ts'

const SOON = { timeout: 20_000 }
const TEXT = doc(p('Fra 1. september 2026.'), p('Vi drøfter det igen.'))
const stops: (() => unknown)[] = []
const windows = counter()

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** A member's copies of a paper, and what was sent. */
function desk(paper: Paper = paperOf(TEXT), store = storeOf('esben'), locks: Locks | null = null) {
  const sent: { suggestions: readonly Suggestion[]; reason: string }[] = []
  const copies = new Copies({
    paper,
    store,
    locks,
    newId: windows,
    meeting: 'meeting-1',
    controls: { plugins: () => [], nodeViews: () => ({}) },
    draw: (key) => ({ key, id: null, active: false, colour: 1, says: '', pieces: [] }),
    send: (suggestions, reason) => sent.push({ suggestions, reason }),
  })
  const close = copies.watch()
  stops.push(() => store.close(), close)
  return { paper, store, copies, sent, close }
}

/** Opens a copy and puts it on the page. */
function open({ copies }: ReturnType<typeof desk>) {
  copies.open(KEY, 'end')
  const copy = copies.of(KEY)
  if (!copy) throw new RangeError(KEY)
  copy.editor.section(KEY)(document.createElement('div'))
  return copy
}

/** A colleague at the paper itself. */
function writing(paper: Paper): PaperEditor {
  const editor = editorOf(paper)
  stops.push(() => editor.destroy())
  return editor
}

describe('M54 suggesting in a copy', () => {
  test('M54 what is different is sent, the paper is as it was, and the copy is closed', async () => {
    const member = desk()
    const copy = open(member)
    copy.editor.edit(KEY, (tr) => tr.insertText('oktober', 8, 17))
    copy.setReason('Det sagde Signe')
    await vi.waitFor(() => expect(copy.count).toBe(1), SOON)
    expect(member.copies.send(copy)).toBe(true)
    expect(member.sent).toMatchObject([
      {
        reason: 'Det sagde Signe',
        suggestions: [{ target: { quote: 'september' }, change: { kind: 'inline' } }],
      },
    ])
    expect(sectionNode(member.paper, KEY).eq(TEXT)).toBe(true)
    expect(member.copies.list).toEqual([])
  })

  test('M54 a copy in which nothing is different is not sent, and makes room for the next', () => {
    const member = desk()
    const copy = open(member)
    expect(member.copies.send(copy)).toBe(false)
    member.copies.open('item-0001/minutes', 'end')
    expect(member.copies.list.map(({ key }) => key)).toEqual(['item-0001/minutes'])
  })

  test('M54 it is there after a reload', async () => {
    const member = desk()
    const copy = open(member)
    copy.editor.edit(KEY, (tr) => tr.insertText('oktober', 8, 17))
    await vi.waitFor(
      async () => expect(JSON.stringify(await member.store.kept('proposing:meeting-1'))).toContain('oktober'),
      SOON,
    )
    const again = desk(member.paper, member.store)
    await again.copies.restore(() => undefined)
    const back = again.copies.of(KEY)
    expect(back?.plainText).toContain('oktober')
    if (back) expect(again.copies.send(back)).toBe(true)
    expect(again.sent[0]?.suggestions).toMatchObject([{ target: { quote: 'september' } }])
    await vi.waitFor(async () => expect(await member.store.kept('proposing:meeting-1')).toEqual([]), SOON)
  })

  test('M69 two windows keep their copies, and what a closed one has left goes on in the other alone', async () => {
    const locks = new FakeLocks()
    const paper = paperOf(TEXT)
    const first = desk(paper, storeOf('esben'), locks)
    const second = desk(paper, first.store, locks)
    const kept = async () => JSON.stringify(await first.store.kept('proposing:meeting-1'))
    open(first).editor.edit(KEY, (tr) => tr.insertText('oktober', 8, 17))
    await vi.waitFor(async () => expect(await kept()).toContain('oktober'), SOON)
    void second.copies.restore(() => undefined)
    const other = open(second)
    other.editor.edit(KEY, (tr) => tr.insertText('november', 8, 17))
    await vi.waitFor(async () => expect(await kept()).toMatch(/oktober.*november/), SOON)
    second.copies.close(other)
    await vi.waitFor(async () => expect(await kept()).not.toContain('november'), SOON)
    expect(await kept()).toContain('oktober')

    const third = desk(paper, first.store, locks)
    void third.copies.restore(() => undefined)
    first.close()
    await vi.waitFor(() => expect(second.copies.of(KEY)?.plainText).toContain('oktober'), SOON)
    second.close()
    await vi.waitFor(() => expect(third.copies.of(KEY)?.plainText).toContain('oktober'), SOON)
    expect(JSON.parse(await kept())).toHaveLength(1)
  })

  test('M69 a paper that is drawn anew before its copies are back makes none any more', async () => {
    const member = desk()
    open(member).editor.edit(KEY, (tr) => tr.insertText('oktober', 8, 17))
    await vi.waitFor(async () => expect(await member.store.kept('proposing:meeting-1')).toHaveLength(1), SOON)
    const [again, came] = [desk(member.paper, member.store), vi.fn()]
    const restored = again.copies.restore(came)
    again.close()
    await restored
    expect([again.copies.list, came.mock.calls]).toEqual([[], []])
  })

  test('M54 a copy that was let go comes back with what was written in it', async () => {
    const member = desk()
    const copy = open(member)
    copy.editor.edit(KEY, (tr) => tr.insertText('oktober', 8, 17))
    const back = member.copies.close(copy)
    await vi.waitFor(async () => expect(await member.store.kept('proposing:meeting-1')).toEqual([]), SOON)
    back()
    expect(member.copies.of(KEY)?.plainText).toContain('oktober')
    member.copies.erase()
    await vi.waitFor(async () => expect(await member.store.kept('proposing:meeting-1')).toBeNull(), SOON)
  })

  test('M54 undo in a copy takes back what was written in it', () => {
    const copy = open(desk())
    copy.editor.edit(KEY, (tr) => tr.insertText('oktober', 8, 17))
    copy.editor.undo()
    expect(copy.plainText).toContain('september')
  })
})

describe('U49 copies that were kept', () => {
  /** The mode of a secretary after their copies are back. */
  function after(chosen: Mode | null, at: Element | null): Mode | null {
    const looks = new Looks()
    looks.mode = chosen
    const choose = (mode: Mode): void => void (looks.mode = mode)
    resume({ looks, modes: { all: modesFor(true, { remark: true }), choose } }, at)
    return looks.mode
  }

  test('U49 bring back suggesting on a new visit, and change the mode of nobody who has chosen or writes', () => {
    const text = document.createElement('div')
    text.setAttribute('contenteditable', 'true')
    expect(after(null, document.body)).toBe('proposing')
    expect(after('writing', document.body)).toBe('writing')
    expect(after(null, text)).toBe(null)
    expect(after(null, document.createElement('input'))).toBe(null)
  })
})

describe('M55 the paper changes under a copy', () => {
  test('M55 what a colleague writes comes in, and what was written in the copy stays', async () => {
    const member = desk()
    const copy = open(member)
    copy.editor.edit(KEY, (tr) => tr.insertText('oktober', 8, 17))
    writing(member.paper).edit(KEY, (tr) => tr.insertText('sagen', 36, 39))
    await vi.waitFor(() => expect(copy.plainText).toContain('oktober 2026.\nVi drøfter sagen'), SOON)
    expect(copy.suggestions()).toMatchObject([{ target: { quote: 'september' } }])
    expect(copy.left).toEqual([])
  })

  test('M55 what fits no longer stays beside the copy and is sent with it, also after a reload', async () => {
    const member = desk()
    const copy = open(member)
    copy.editor.edit(KEY, (tr) => tr.insertText('oktober', 8, 17))
    writing(member.paper).edit(KEY, (tr) => tr.delete(0, 24))
    await vi.waitFor(() => expect(copy.left).toHaveLength(1), SOON)
    expect(copy.plainText).toBe('Vi drøfter det igen.')
    await vi.waitFor(
      async () => expect(JSON.stringify(await member.store.kept('proposing:meeting-1'))).toContain('oktober'),
      SOON,
    )
    const again = desk(member.paper, member.store)
    await again.copies.restore(() => undefined)
    const back = again.copies.of(KEY)
    if (back) again.copies.send(back)
    expect(again.sent[0]?.suggestions).toMatchObject([
      { target: { quote: 'september', prefix: 'Fra 1. ' }, change: { kind: 'inline' } },
    ])
  })
})
