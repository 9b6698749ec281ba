import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { items, setHeader, type SectionKey } from '../../schema/paper.ts'
import { writeSection } from '../../schema/sections.ts'
import { MeetingScreen } from '../../client/meeting/screen.svelte.ts'

/** A screen over a paper with one item; only what `shows` asks of app and editor is there. */
function screenOver(editable: boolean, focusKey: SectionKey | null = null) {
  const doc = new Y.Doc()
  items.add(doc, 'i', {})
  writeSection(doc, 'i/case', [{ type: 'paragraph', content: [{ type: 'text', text: 'Sagen' }] }])
  const app = { session: { meeting: () => null }, me: null }
  const options = { app, meeting: 'm', paper: doc, editor: { focusKey }, editable }
  return {
    doc,
    screen: new MeetingScreen(options as unknown as ConstructorParameters<typeof MeetingScreen>[0]),
  }
}

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
