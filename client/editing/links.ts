import type { Mark, Node } from 'prosemirror-model'
import { Plugin, PluginKey, type Command, type EditorState, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { safeHref, sectionSchema } from '../../schema/nodes.ts'
import { textRanges } from '../editor/text-ranges.ts'

/** The text a link box is open for. */
export interface LinkRange {
  from: number
  to: number
}

type Ask = { open: LinkRange | null }

export const linkKey = new PluginKey<LinkRange | null>('link')

/** Remembers which text the link box is open for, through changes by anybody. */
export function linkPlugin(): Plugin<LinkRange | null> {
  return new Plugin<LinkRange | null>({
    key: linkKey,
    state: { init: () => null, apply: (tr, range) => nextRange(tr, range) },
    props: {
      decorations: (state) => shownOpen(state),
      handleClick: (view, _pos, event) => followLink(view, event),
    },
  })
}

function shownOpen(state: EditorState): DecorationSet | null {
  const range = linkKey.getState(state)
  if (!range) return null
  return DecorationSet.create(state.doc, [Decoration.inline(range.from, range.to, { class: 'open' })])
}

function nextRange(tr: Transaction, range: LinkRange | null): LinkRange | null {
  const ask = tr.getMeta(linkKey) as Ask | undefined
  if (ask) return ask.open
  if (range === null || !tr.docChanged) return range
  const from = tr.mapping.map(range.from, -1)
  const to = tr.mapping.map(range.to, 1)
  return to > from ? { from, to } : null
}

/** Opens the link box for the selected text, or for the link the caret is in. Elsewhere the key is free. */
export const openLink: Command = (state, dispatch) => {
  const range = linkableRange(state)
  if (range === null) return false
  dispatch?.(state.tr.setMeta(linkKey, { open: range } satisfies Ask))
  return true
}

export function closeLink(state: EditorState): Transaction {
  return state.tr.setMeta(linkKey, { open: null } satisfies Ask)
}

function linkableRange(state: EditorState): LinkRange | null {
  if (state.schema !== sectionSchema) return null
  const { from, to, empty } = state.selection
  return empty ? linkAround(state.doc, from) : { from, to }
}

/** The stretch of one link around a position; null when there is none. */
export function linkAround(doc: Node, pos: number): LinkRange | null {
  const $pos = doc.resolve(pos)
  const mark = linkOf($pos.marks()) ?? linkOf($pos.nodeAfter?.marks ?? [])
  if (!mark) return null
  const holds = (index: number) => mark.isInSet($pos.parent.maybeChild(index)?.marks ?? [])
  let first = $pos.index()
  if (!holds(first) && first > 0) first--
  let last = first
  while (first > 0 && holds(first - 1)) first--
  while (holds(last + 1)) last++
  const start = (index: number) => {
    let at = $pos.start()
    for (let i = 0; i < index; i++) at += $pos.parent.child(i).nodeSize
    return at
  }
  return { from: start(first), to: start(last + 1) }
}

function linkOf(marks: readonly Mark[]): Mark | null {
  return marks.find((mark) => mark.type.name === 'link') ?? null
}

/** The address of the first link in a range; empty when it has none. */
export function hrefIn(doc: Node, { from, to }: LinkRange): string {
  let href = ''
  doc.nodesBetween(from, to, (node) => {
    if (href === '') href = String(linkOf(node.marks)?.attrs.href ?? '')
  })
  return href
}

/** Sets or takes away the link of a range. */
export function setLink(tr: Transaction, { from, to }: LinkRange, href: string | null): Transaction {
  const type = sectionSchema.marks.link
  if (!type) return tr
  tr.removeMark(from, to, type)
  if (href === null) return tr
  for (const text of textRanges(tr.doc, from, to)) tr.addMark(text.from, text.to, type.create({ href }))
  return tr
}

/**
 * An address as typed, made whole: `fjordland.example` gets `https://`, a mail address `mailto:`. Null when it is
 * empty, holds spaces, or has a scheme a link may not have.
 */
export function completeHref(typed: string): string | null {
  const text = typed.trim()
  if (text === '' || /\s/.test(text)) return null
  if (text.startsWith('//')) return `https:${text}`
  if (/^[^\s/:@]+@[^\s/:@]+\.[a-z]{2,}$/i.test(text)) return `mailto:${text}`
  const hostAndPort = /^[\w-]+(\.[\w-]+)+:\d+(\/|$)/.test(text)
  if (!hostAndPort && /^[a-z][a-z0-9+.-]*:/i.test(text)) return safeHref(text)
  return /^[/#?.]/.test(text) ? null : `https://${text}`
}

/** Ctrl and a click open a link. */
function followLink(view: EditorView, event: MouseEvent): boolean {
  if (!event.ctrlKey && !event.metaKey) return false
  const anchor = event.target instanceof Element ? event.target.closest('a[href]') : null
  const href = anchor && view.dom.contains(anchor) ? completeHref(anchor.getAttribute('href') ?? '') : null
  if (href === null) return false
  window.open(href, '_blank', 'noopener')
  return true
}
