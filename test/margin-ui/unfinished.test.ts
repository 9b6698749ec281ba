import { expect, onTestFinished, test, vi } from 'vitest'
import { Writing } from '../../client/margin/writing.svelte.ts'
import type { Target } from '../../schema/margin.ts'
import { counter } from '../editing/builders.ts'
import { FakeLocks } from '../sync/world.ts'
import { storeOf } from './suggesting.ts'

const ITEM: Target = { kind: 'item', item: 'item-0001' }

/** The windows of one user, each with what is being written in it. */
function device() {
  const [store, locks, newId] = [storeOf('anna'), new FakeLocks(), counter()]
  onTestFinished(() => store.close())
  const open = (meeting = 'meeting-1') => {
    const writing = new Writing({ store, locks, newId, meeting })
    onTestFinished(() => writing.destroy())
    void writing.restore(() => undefined)
    return writing
  }
  const kept = (...texts: string[]) =>
    vi.waitFor(async () => {
      const all = JSON.stringify(await store.kept('writing:meeting-1'))
      for (const text of texts) expect(all).toContain(text)
    })
  return { open, kept, store }
}

function write(writing: Writing, text: string): void {
  writing.begin(ITEM, null)
  writing.write(text)
}

test('M49 what is being written is there on the next visit, until it is sent or let go', async () => {
  const { open, kept, store } = device()
  const first = open()
  write(first, 'Skal det')
  first.writeReply('thread-001', 'Jo, men')
  await kept('Skal det', 'Jo, men')
  first.destroy()
  const next = open()
  await vi.waitFor(() => expect(next.texts()).toEqual(['Skal det', 'Jo, men']))
  expect(next.remark).toMatchObject({ target: ITEM, wording: null })
  next.writeReply('thread-001', '')
  next.write(' ')
  await vi.waitFor(async () => expect(await store.kept('writing:meeting-1')).toEqual([]))
})

test('M49 the last letters are kept, too, when the window closes over them', async () => {
  const { open, kept } = device()
  const first = open()
  write(first, 'Skal')
  first.writeReply('thread-001', 'Jo')
  await kept('Skal', 'Jo')
  first.write('Skal det')
  first.writeReply('thread-001', 'Jo, men')
  first.destroy()
  const next = open()
  await vi.waitFor(() => expect(next.texts()).toEqual(['Skal det', 'Jo, men']))
})

test('Z6 what was taken off the device meanwhile does not come back with the last letters', async () => {
  const { open, kept, store } = device()
  const first = open()
  write(first, 'Skal')
  first.writeReply('thread-001', 'Jo')
  await kept('Skal', 'Jo')
  const [piece] = (await store.kept<{ replies: unknown[] }[]>('writing:meeting-1')) ?? []
  const parted = store.keep('writing:meeting-1', [{ ...piece, replies: [] }])
  first.write('Skal det')
  first.writeReply('thread-001', 'Jo, men')
  first.destroy()
  await parted
  const next = open()
  await vi.waitFor(() => expect(next.texts()).toEqual(['Skal det']))
})

test('M69 what is written in one window is left alone by another, and comes to it once that one is closed', async () => {
  const { open, kept } = device()
  const first = open()
  write(first, 'Min bemærkning')
  first.writeReply('thread-001', 'Mit svar')
  await kept('Min bemærkning', 'Mit svar')
  const second = open()
  write(second, 'En anden')
  second.end()
  second.writeReply('thread-001', 'Et andet svar')
  await kept('Min bemærkning', 'Mit svar', 'Et andet svar')
  expect(second.texts()).toEqual(['Et andet svar'])
  first.destroy()
  await vi.waitFor(() => expect(second.texts()).toEqual(['Min bemærkning', 'Et andet svar']))
  // For which there was no place waits for the next window.
  await kept('Mit svar')
  second.destroy()
  const third = open()
  await vi.waitFor(() => expect(third.texts()).toHaveLength(2))
})

test('M69 of another meeting nothing comes', async () => {
  const { open, kept } = device()
  const first = open()
  write(first, 'Skal det')
  await kept('Skal det')
  first.destroy()
  const [other, same] = [open('meeting-2'), open()]
  await vi.waitFor(() => expect(same.texts()).toEqual(['Skal det']))
  expect(other.texts()).toEqual([])
})
