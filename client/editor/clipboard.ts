import { DOMSerializer } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { splitKey, type SectionKey } from '../../schema/paper.ts'
import type { Desk } from './desk.ts'
import { emptyWide } from './wide-edit.ts'
import type { Part } from './wide.ts'

/** What stands in the margin beside a section and is no text: an item's number, a section's name. */
export type Heading = (key: SectionKey) => string

const LABEL = 'data-samreferat-label'

export interface Copied {
  html: string
  text: string
}

/** A wide selection as others read it: in order, with numbers and section names, marked as such. */
export function copied(parts: readonly Part[], heading: Heading): Copied {
  const body = document.createElement('div')
  const texts: string[] = []
  for (const part of parts) {
    if (part.from >= part.to) continue
    body.append(...copyOf(part, heading(part.section.key)))
    texts.push(plain(part, heading(part.section.key)))
  }
  body.setAttribute('data-pm-slice', '0 0 []')
  body.setAttribute('data-samreferat', 'wide')
  return { html: body.outerHTML, text: texts.join('\n\n') }
}

function copyOf({ section, node, from, to }: Part, heading: string): globalThis.Node[] {
  const slice = node.slice(from, to)
  if (isTitle(section.key)) {
    const title = document.createElement('h2')
    if (heading) title.append(label('span', `${heading}. `))
    title.append(slice.content.textBetween(0, slice.content.size, ' '))
    return [title]
  }
  const content = DOMSerializer.fromSchema(section.schema).serializeFragment(slice.content, { document })
  return heading ? [label('h3', heading), content] : [content]
}

function label(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag)
  element.setAttribute(LABEL, '')
  element.textContent = text
  return element
}

function plain({ section, node, from, to }: Part, heading: string): string {
  if (isTitle(section.key)) return `${heading ? `${heading}. ` : ''}${node.textBetween(from, to, ' ')}`
  const text = node.textBetween(from, to, '\n\n', '\n')
  return heading ? `${heading}\n\n${text}` : text
}

function isTitle(key: SectionKey): boolean {
  return splitKey(key).section === 'title'
}

/** Takes the numbers and section names out of what was copied from a wide selection. */
export function withoutLabels(html: string): string {
  if (!html.includes(LABEL)) return html
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  for (const element of parsed.querySelectorAll(`[${LABEL}]`)) element.remove()
  return parsed.body.innerHTML
}

export function ownPaste(): Plugin {
  return new Plugin({ props: { transformPastedHTML: withoutLabels } })
}

/** Copies or cuts the wide selection. Whether there was one. */
export function copyWide(desk: Desk, event: ClipboardEvent, heading: Heading): boolean {
  if (desk.wide.span) desk.shepherd.read()
  if (!desk.wide.span || !event.clipboardData) return false
  const { html, text } = copied(desk.wide.parts(), heading)
  event.clipboardData.clearData()
  event.clipboardData.setData('text/html', html)
  event.clipboardData.setData('text/plain', text)
  if (event.type === 'cut') emptyWide(desk, '')
  return true
}

/** Pastes over the wide selection, as one step. Whether there was one. */
export function pasteOverWide(desk: Desk, event: ClipboardEvent): boolean {
  if (desk.wide.span) desk.shepherd.read()
  const first = desk.wide.parts()[0]
  if (!first || !event.clipboardData) return false
  if (!desk.editable()) return true
  const html = event.clipboardData.getData('text/html')
  const text = event.clipboardData.getData('text/plain')
  desk.editTogether([first.section], () => {
    emptyWide(desk, '')
    const { view } = first.section
    if (html) view?.pasteHTML(html, event)
    else view?.pasteText(text, event)
  })
  desk.noteCaretAfter()
  return true
}
