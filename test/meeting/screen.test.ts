import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { items, setHeader, type SectionKey } from '../../schema/paper.ts'
import { writeSection } from '../../schema/sections.ts'
import type { Sealed } from '../../schema/zones.ts'
import { closedNumbers } from '../../client/meeting/export.ts'
import { MeetingScreen } from '../../client/meeting/screen.svelte.ts'

/** What was closed out of the paper. */
let sealed: Sealed[] = []
beforeEach(() => {
  sealed = []
})

/** A screen over a paper with one item; only what `shows` asks of app and editor is there. */
function screenOver(editable: boolean, focusKey: SectionKey | null = null, outer?: MeetingScreen) {
  const doc = new Y.Doc()
  items.add(doc, 'i', {})
  writeSection(doc, 'i/case', [{ type: 'paragraph', content: [{ type: 'text', text: 'Sagen' }] }])
  const app = { session: { meeting: () => null }, me: null }
  const room = {
    get seals() {
      return { generation: 1, sealed }
    },
  }
  const focusSection = vi.fn()
  const options = { app, meeting: 'm', paper: doc, editor: { focusKey, focusSection }, editable, room, outer }
  return {
    doc,
    focusSection,
    screen: new MeetingScreen(options as unknown as ConstructorParameters<typeof MeetingScreen>[0]),
  }
}

describe('a closed item', () => {
  it('U50 has the same empty minutes to write in as an open one, and is where one goes to write in it', () => {
    const { doc, screen: outer } = screenOver(true)
    const inner = screenOver(true, null, outer).screen
    const [item] = inner.paper.items
    if (item === undefined) throw new RangeError('The closed item is not there')
    expect(inner.showsMinutes(item)).toBe(false)
    setHeader(doc, { kind: 'minutes' })
    expect(inner.showsMinutes(item)).toBe(true)
    expect(outer.homeOf('i')).toBe(outer)
    outer.closed.set('i', inner)
    expect(outer.homeOf('i')).toBe(inner)
  })

  it('U50 is written in, read or suggested to as the meeting is', () => {
    const { screen: outer } = screenOver(true)
    const inner = screenOver(true, null, outer).screen
    expect([inner.modes.now, inner.editable]).toEqual(['writing', true])
    outer.looks.mode = 'reading'
    expect([inner.modes.now, inner.editable]).toEqual(['reading', false])
  })

  it('U50 is the one at which one is, as soon as it has the caret', () => {
    const { screen: outer } = screenOver(true, 'other/case')
    const inner = screenOver(true, 'i/minutes', outer).screen
    expect(outer.current).toBe('other')
    outer.inner = inner
    expect(outer.current).toBe('i')
  })

  it('U51 is named in exports by its number when more of it is here than everybody may read', () => {
    const { doc, screen: outer } = screenOver(true)
    expect(closedNumbers(outer)).toEqual([])
    items.set(doc, 'i', { closed: true })
    sealed = [{ item: 'i', zone: null, threads: [] }]
    expect(closedNumbers(outer)).toEqual([])
    outer.closed.set('i', outer)
    expect(closedNumbers(outer)).toEqual([1])
  })
})

describe('sections', () => {
  it('U32 have a place when they hold text or somebody is about to write', () => {
    const { screen } = screenOver(true)
    expect(screen.shows('i/case')).toBe(true)
    expect(screen.shows('i/recommendation')).toBe(false)
    screen.opened.add('i/recommendation')
    expect(screen.shows('i/recommendation')).toBe(true)
    const writing = screenOver(true, 'i/recommendation').screen
    expect(writing.shows('i/recommendation')).toBe(true)
  })

  it('U32 the minutes of a referat always have theirs', () => {
    const { doc, screen } = screenOver(true)
    const shown = () => screen.paper.items.map((item) => screen.showsMinutes(item))
    expect(shown()).toEqual([false])
    setHeader(doc, { kind: 'minutes' })
    expect(shown()).toEqual([true])
  })

  it('U31 are shown to a reader only when they hold text', () => {
    const { screen } = screenOver(false, 'i/recommendation')
    screen.opened.add('i/recommendation')
    expect(screen.shows('i/case')).toBe(true)
    expect(screen.shows('i/recommendation')).toBe(false)
    expect(screen.editable).toBe(false)
  })
})

describe('going to an item', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('E32 leads to where one writes on in its minutes', () => {
    vi.stubGlobal('document', { getElementById: () => null })
    vi.stubGlobal('matchMedia', () => ({ matches: false }))
    const { doc, screen, focusSection } = screenOver(true)
    setHeader(doc, { kind: 'minutes' })
    screen.visit('i')
    expect(focusSection.mock.calls).toEqual([['i/minutes', 'text']])
  })
})
