import type { Slice } from 'prosemirror-model'
import { Plugin, PluginKey, type EditorState, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isTooDeepAt } from '../../schema/nesting.ts'
import { isOwnHtml, MOST_HTML } from './cleaner.ts'
import type { EditingHost } from './host.ts'
import { completeHref, setLink } from './links.ts'
import { filled, hasFormatting, holdsTable, linesOf, plainSlice } from './pasted-slice.ts'
import { tableAt } from './tables.ts'

/** Text that arrived plain and could have kept its formatting (rule T11). */
export interface PlainPaste {
  from: number
  to: number
  /** What it looked like. */
  slice: Slice
}

type Ask = { offer: PlainPaste | null }

export const pasteKey = new PluginKey<PlainPaste | null>('paste')

/** Milliseconds the offer to keep the formatting stands. */
export const OFFER_FOR = 8000

/** Longest plain text that is pasted at once. */
const MOST_TEXT = 500_000

/** What happens to pasted text: cleaned to the schema, and plain in the middle of a paragraph. */
export function pastePlugin(host: EditingHost): Plugin<PlainPaste | null> {
  return new Plugin<PlainPaste | null>({
    key: pasteKey,
    state: { init: () => null, apply: nextOffer },
    props: {
      transformPastedHTML: (html) => host.cleaner.clean(html),
      transformPasted: filled,
      handlePaste: (view, event, slice) => paste(view, event, slice, host),
      handleKeyDown: (view, event) => {
        if (pasteKey.getState(view.state) && !/^(Shift|Control|Alt|Meta)$/.test(event.key)) closeOffer(view)
        return false
      },
    },
  })
}

function nextOffer(tr: Transaction, offer: PlainPaste | null): PlainPaste | null {
  const ask = tr.getMeta(pasteKey) as Ask | undefined
  if (ask) return ask.offer
  if (offer === null || !tr.docChanged) return offer
  const from = tr.mapping.map(offer.from, 1)
  const to = tr.mapping.map(offer.to, -1)
  return to > from ? { ...offer, from, to } : null
}

/** Takes the offer away. */
export function closeOffer(view: EditorView): void {
  view.dispatch(view.state.tr.setMeta(pasteKey, { offer: null } satisfies Ask))
}

/** Puts the formatted text in place of what was pasted plain. */
export function keepFormatting(view: EditorView): void {
  const offer = pasteKey.getState(view.state)
  if (!offer) return
  const tr = view.state.tr.replaceRange(offer.from, offer.to, offer.slice)
  view.dispatch(
    tr
      .setMeta('paste', true)
      .setMeta(pasteKey, { offer: null } satisfies Ask)
      .scrollIntoView(),
  )
  view.focus()
}

function paste(view: EditorView, event: ClipboardEvent, slice: Slice, host: EditingHost): boolean {
  const html = event.clipboardData?.getData('text/html') ?? ''
  const text = event.clipboardData?.getData('text/plain') ?? ''
  if (text.length > MOST_TEXT) return refuse(host)
  if (html.length > MOST_HTML) return plain(view, plainSlice(text.split(/\r?\n+/)), null)
  if (linked(view, text)) return true
  const { state } = view
  const own = isOwnHtml(html)
  if (tableAt(state) && holdsTable(slice)) return plain(view, plainSlice(linesOf(slice)), null)
  if (isTooDeepAt(slice.content, state.selection.$from)) return flat(view, slice, host)
  const offers = html !== '' && !own && inMidText(state) && hasFormatting(slice)
  return offers && plain(view, plainSlice(linesOf(slice)), slice)
}

function refuse(host: EditingHost): boolean {
  host.announce(host.words().editing.paste.tooLarge)
  return true
}

/** What would be nested too deep arrives as lines. */
function flat(view: EditorView, slice: Slice, host: EditingHost): boolean {
  host.announce(host.words().editing.tooDeep)
  return plain(view, plainSlice(linesOf(slice)), null)
}

/** Whether the selection has text beside it in its own block. */
function inMidText(state: EditorState): boolean {
  const { $from, $to } = state.selection
  return $from.parentOffset > 0 || $to.parentOffset < $to.parent.content.size
}

function plain(view: EditorView, bare: Slice, slice: Slice | null): boolean {
  const { from } = view.state.selection
  const tr = view.state.tr.replaceSelection(bare)
  const offer = slice && { from, to: tr.selection.to, slice }
  view.dispatch(
    tr
      .setMeta('paste', true)
      .setMeta(pasteKey, { offer } satisfies Ask)
      .scrollIntoView(),
  )
  return true
}

/** An address pasted over selected text makes it a link. */
function linked(view: EditorView, text: string): boolean {
  const { selection } = view.state
  const href = /^https?:\/\/\S+$/.test(text.trim()) ? completeHref(text) : null
  if (href === null || selection.empty || !selection.$from.sameParent(selection.$to)) return false
  view.dispatch(setLink(view.state.tr, selection, href))
  return true
}
