// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { PaperEditor } from '../../client/editor/paper-editor.svelte.ts'
import { targetOf } from '../../client/margin/anchoring.ts'
import { Locations } from '../../client/margin/locations.svelte.ts'
import { LivePaper } from '../../client/meeting/live-paper.svelte.ts'
import type { Target } from '../../schema/margin.ts'
import { doc, p } from '../editing/builders.ts'
import { editorOf, KEY, paperOf } from './suggesting.ts'

const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

function targetAt(paper: Y.Doc, editor: PaperEditor, from: number, to: number): Target {
  const text = editor.text(KEY)
  const target = text && targetOf(paper, text, { from, to })
  if (!target) throw new RangeError(`${String(from)}–${String(to)}`)
  return target
}

test('M67 keys ask the margin nothing; afterwards only what has moved is told anew', async () => {
  const [paper, margin] = [paperOf(doc(p('Et to tre'), p('Fire fem seks'))), new Y.Doc()]
  const editor = editorOf(paper)
  const asked = vi.spyOn(margin, 'getMap')
  const stirred = vi.fn()
  const locations = new Locations({ editor, paper: new LivePaper(paper), margin: () => margin, stirred })
  stops.push(locations.watch(), () => editor.destroy())
  // "to" in the first paragraph, "fem" in the second.
  const targets: [string, Target][] = [
    ['first', targetAt(paper, editor, 4, 6)],
    ['second', targetAt(paper, editor, 17, 20)],
  ]
  locations.look(targets)
  const before = new Map(locations.all)
  asked.mockClear()
  for (const letter of 'imens') editor.edit(KEY, (tr) => tr.insertText(letter, 14))
  expect(asked).not.toHaveBeenCalled()
  await vi.waitFor(() => expect(stirred).toHaveBeenCalledOnce())
  locations.look(targets)
  expect(locations.all.get('first')).toBe(before.get('first'))
  expect(locations.all.get('second')?.text).toMatchObject({ from: 22, to: 25 })
})
