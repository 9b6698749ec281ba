import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Other } from '../../client/editor/awareness.ts'
import { Cursors } from '../../client/editor/cursors.ts'
import type { Desk } from '../../client/editor/desk.ts'

const COLLEAGUE = 7
let frames: (() => void)[] = []

beforeEach(() => {
  frames = []
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
})

afterEach(() => vi.unstubAllGlobals())

/** What the page is told of a colleague, over a paper of which nothing is drawn. */
function told() {
  const awareness = new Awareness(new Y.Doc())
  const desk = { sections: { get: () => null } } as unknown as Desk
  const heard: Other[][] = []
  const cursors = new Cursors(desk, awareness, (others) => heard.push(others))
  const show = (section: string | null, at: number) => {
    const place = { type: null, tname: section, item: null, assoc: at }
    awareness.states.set(COLLEAGUE, {
      user: { id: 'a', name: 'Amalie', organisation: null, colour: 2 },
      cursor: section === null ? null : { section, anchor: place, head: place },
    })
    awareness.emit('change', [{ added: [], updated: [COLLEAGUE], removed: [] }, 'remote'])
    frames.splice(0).forEach((run) => run())
  }
  const stop = () => {
    cursors.destroy()
    awareness.destroy()
  }
  return { heard, show, stop }
}

test('E20 a colleague’s caret that moves within its section is no news to the page around the text', () => {
  const { heard, show, stop } = told()
  heard.length = 0
  for (let at = 0; at < 20; at++) show('i1/case', at)
  expect(heard.map((others) => others.map(({ section }) => section))).toEqual([['i1/case']])
  show('i2/case', 0)
  show(null, 0)
  expect(heard.map((others) => others[0]?.section)).toEqual(['i1/case', 'i2/case', null])
  stop()
})
