import { DOMSerializer } from 'prosemirror-model'
import { ITEM_SECTIONS, items, sectionKey } from '../../schema/paper.ts'
import { isEmptySection, sectionNode } from '../../schema/sections.ts'
import { fill } from '../../schema/words/index.ts'
import { pathOfMeeting } from '../state/routes.ts'
import type { MeetingScreen } from './screen.svelte.ts'

/** Copies an item as rich text and as plain text: title, then its sections under their names. */
export async function copyItem(screen: MeetingScreen, id: string): Promise<void> {
  if (items.maybe(screen.paper.doc, id) === null) return
  const html = itemHtml(screen.homeOf(id), id)
  const done = await write(html.innerHTML, html.innerText)
  const { outline } = screen.words.meeting
  screen.app.toast({ text: done ? fill(outline.copied, { n: screen.paper.number(id) }) : outline.copyFailed })
}

/** Copies "punkt 4, Titel" as a link to the item. A closed item's title is not for all who may read the link. */
export async function copyReference(screen: MeetingScreen, id: string): Promise<void> {
  const { outline, untitledItem, itemMeta } = screen.words.meeting
  const without = screen.zoneOf(id) === undefined ? untitledItem : itemMeta.closed
  const text = fill(outline.reference, {
    n: screen.paper.number(id),
    title: screen.paper.titles.get(id) || without,
  })
  const link = document.createElement('a')
  link.href = new URL(pathOfMeeting(screen.meetingId, id), location.origin).href
  link.textContent = text
  const done = await write(link.outerHTML, text)
  screen.app.toast({ text: done ? outline.referenceCopied : outline.copyFailed })
}

function itemHtml(screen: MeetingScreen, id: string): HTMLElement {
  const box = document.createElement('div')
  const title = document.createElement('h2')
  title.textContent = `${screen.paper.number(id)}. ${screen.paper.titles.get(id) ?? ''}`
  box.append(title)
  for (const section of ITEM_SECTIONS) {
    const key = sectionKey(id, section)
    if (section === 'title' || isEmptySection(screen.paper.doc, key)) continue
    const label = document.createElement('h3')
    label.textContent = screen.words.common.sections[section]
    const node = sectionNode(screen.paper.doc, key)
    box.append(label, DOMSerializer.fromSchema(node.type.schema).serializeFragment(node.content))
  }
  return box
}

/** False when the browser does not allow it. */
async function write(html: string, text: string): Promise<boolean> {
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        'text/html': new Blob([html], { type: 'text/html' }),
        'text/plain': new Blob([text], { type: 'text/plain' }),
      }),
    ])
    return true
  } catch {
    return false
  }
}
