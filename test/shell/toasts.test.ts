// @vitest-environment happy-dom
import { flushSync, mount, tick, unmount } from 'svelte'
import { expect, onTestFinished, test, vi } from 'vitest'
import Toasts from '../../client/parts/Toasts.svelte'
import { Regions } from '../../client/meeting/regions.ts'
import { Toasts as Shown } from '../../client/state/toasts.svelte.ts'
import { da } from '../../schema/words/da/index.ts'

const app = { words: da, toasts: new Shown() }
vi.mock('../../client/state/context.ts', () => ({ getApp: () => app }))

test('U34 F6 goes to the messages too, and from one that is answered back to where one was', async () => {
  vi.useFakeTimers()
  document.body.innerHTML = '<main data-region="paper"><button>Her</button></main><div></div>'
  const [here, target] = [document.querySelector('button'), document.querySelector('div')]
  if (target === null) throw new RangeError('nowhere to show them')
  const shown = mount(Toasts, { target })
  onTestFinished(() => {
    vi.useRealTimers()
    return unmount(shown)
  })
  const run = vi.fn()
  app.toasts.show({ text: 'Slettet', action: { label: 'Fortryd', run } })
  flushSync()
  here?.focus()
  new Regions().move(1)
  const button = document.activeElement
  expect(button?.textContent).toBe('Fortryd')
  if (button instanceof HTMLElement) button.click()
  await tick()
  await tick()
  expect(run).toHaveBeenCalledOnce()
  expect(document.activeElement).toBe(here)
})
