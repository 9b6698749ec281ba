// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte'
import { expect, onTestFinished, test, vi } from 'vitest'
import Compose from '../../client/margin/Compose.svelte'
import { Drafts } from '../../client/margin/drafts.svelte.ts'
import { counter } from '../editing/builders.ts'
import { storeOf } from './suggesting.ts'

const windows = counter()

vi.mock('../../client/margin/context.ts', () => ({ getMargin: () => ({ people: [] }) }))

/** A page with the field of a reply, on a device. */
function page(store: ReturnType<typeof storeOf>) {
  const drafts = new Drafts({ store, locks: null, newId: windows, meeting: 'meeting-1' })
  const target = document.createElement('div')
  const field = mount(Compose, {
    target,
    props: {
      label: 'Svar',
      action: 'Send',
      get value() {
        return drafts.replies.get('thread-001') ?? ''
      },
      oninput: (text: string) => drafts.writeReply('thread-001', text),
      onsend: () => undefined,
      onleave: () => undefined,
    },
  })
  const area = target.querySelector('textarea')
  if (area === null) throw new RangeError(target.innerHTML)
  const type = (text: string) => {
    area.value = text
    area.dispatchEvent(new Event('input', { bubbles: true }))
    flushSync()
  }
  const leave = async () => {
    drafts.destroy()
    await unmount(field)
  }
  onTestFinished(leave)
  return { drafts, area, type, leave }
}

test('M49 what was kept of a reply comes into its field, though that stands there already', async () => {
  const store = storeOf('anna')
  onTestFinished(() => store.close())
  const first = page(store)
  first.type('Jo, men')
  await vi.waitFor(async () => expect(JSON.stringify(await store.kept('writing:meeting-1'))).toContain('men'))
  await first.leave()
  const next = page(store)
  expect(next.area.value).toBe('')
  await next.drafts.restore(() => undefined)
  flushSync()
  expect(next.area.value).toBe('Jo, men')
  next.type('Jo, men ikke nu')
  expect(next.drafts.texts()).toEqual(['Jo, men ikke nu'])
  expect(next.area.value).toBe('Jo, men ikke nu')
})
