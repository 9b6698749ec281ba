// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte'
import { expect, onTestFinished, test } from 'vitest'
import { Find } from '../../client/editing/find.svelte.ts'
import FindBar from '../../client/editing/FindBar.svelte'
import { editorOf, paperOf } from '../margin-ui/suggesting.ts'
import { doc, p } from './builders.ts'
import { testHost } from './host.ts'

test('T13 asked for again the keyboard is in its field, and back where it was when nothing is found', async () => {
  const paper = paperOf(doc(p('Fra 1. september 2026.')))
  const [editor, text, target] = [
    editorOf(paper),
    document.createElement('button'),
    document.createElement('div'),
  ]
  document.body.append(text, target)
  text.focus()
  const find = new Find(editor, paper)
  find.open()
  const bar = mount(FindBar, { target, props: { find, host: testHost() } })
  onTestFinished(async () => {
    await unmount(bar)
    editor.destroy()
  })
  flushSync()
  const field = target.querySelector('input')
  expect(document.activeElement).toBe(field)
  text.focus()
  find.open()
  flushSync()
  expect(document.activeElement).toBe(field)
  find.type('oktober')
  field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  expect([find.isOpen, document.activeElement === text]).toEqual([false, true])
})
