import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Other } from '../../client/editor/awareness.ts'
import { Cursors } from '../../client/editor/cursors.ts'
import type { Desk } from '../../client/editor/desk.ts'
import { toAbsolute } from '../../client/editor/relative.ts'
import { sectionSchema } from '../../schema/nodes.ts'

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

test('E14 a caret that names what the paper does not have makes nothing in it', () => {
  const paper = new Y.Doc()
  const fragment = paper.getXmlFragment('i1/case')
  const node = sectionSchema.node('doc', null, [sectionSchema.node('paragraph')])
  const content = { fragment, node, mapping: new Map() }
  for (const name of ['made-up/title', '__proto__', ''])
    expect(toAbsolute(content, Y.createRelativePositionFromJSON({ tname: name }))).toBeNull()
  for (const item of [
    { client: 1, clock: 1e300 },
    { client: 'x', clock: -1 },
    { client: 1, clock: 0.5 },
  ])
    expect(toAbsolute(content, Y.createRelativePositionFromJSON({ item }))).toBeNull()
  expect([...paper.share.keys()]).toEqual(['i1/case'])
})
