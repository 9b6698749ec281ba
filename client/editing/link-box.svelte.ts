import type { Slice } from 'prosemirror-model'
import { TextSelection, type EditorState, type Transaction } from 'prosemirror-state'
import { closeLink, completeHref, hrefIn, linkKey, setLink, type LinkRange } from './links.ts'

/** The view a link box works on; `EditorView` is one. */
export interface LinkedView {
  readonly state: EditorState
  dispatch(tr: Transaction): void
  focus(): void
}

/** The link box: what is typed holds at once, Escape takes back what was done since it opened (rule T14). */
export class LinkBox {
  address = $state('')
  text = $state('')
  /** Whether the address as typed cannot be a link. */
  refused = $state(false)
  /** Whether the text can be edited here: it stands in one paragraph, and is text alone. */
  readonly editsText: boolean
  private readonly before: Slice
  private changed = false

  constructor(private readonly view: LinkedView) {
    const range = this.range ?? { from: 0, to: 0 }
    const { doc } = view.state
    this.before = doc.slice(range.from, range.to)
    this.address = shown(hrefIn(doc, range))
    this.text = doc.textBetween(range.from, range.to, ' ')
    const start = doc.resolve(range.from)
    this.editsText = start.sameParent(doc.resolve(range.to)) && onlyText(this.before)
  }

  private get range(): LinkRange | null {
    return linkKey.getState(this.view.state) ?? null
  }

  /** The address as it is set; null when it cannot be. */
  get href(): string | null {
    return completeHref(this.address)
  }

  setAddress(typed: string): void {
    this.address = typed
    this.refused = typed.trim() !== '' && this.href === null
    const { range } = this
    if (range) this.change(setLink(this.view.state.tr, range, this.href))
  }

  setText(typed: string): void {
    this.text = typed
    const { range } = this
    if (!range || typed === '' || !this.editsText) return
    const { state } = this.view
    const marks = state.doc.resolve(range.from).nodeAfter?.marks ?? []
    const tr = state.tr.replaceWith(range.from, range.to, state.schema.text(typed, marks))
    const held = { from: range.from, to: range.from + typed.length }
    this.change(tr.setMeta(linkKey, { open: held }))
  }

  private change(tr: Transaction): void {
    this.changed = true
    this.view.dispatch(tr)
  }

  remove(): void {
    const { range } = this
    if (range) this.view.dispatch(setLink(this.view.state.tr, range, null))
    this.close()
  }

  /** Escape: what was there before comes back. */
  cancel(): void {
    const { range } = this
    if (range && this.changed)
      this.view.dispatch(this.view.state.tr.replace(range.from, range.to, this.before))
    this.close()
  }

  /** Closes and gives the caret back, after the link. */
  close(): void {
    const { range } = this
    const tr = closeLink(this.view.state)
    if (range)
      tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(range.to, tr.doc.content.size)), -1))
    this.view.dispatch(tr)
    this.view.focus()
  }
}

/** An address as it is typed: without the scheme that is put before it anyway. */
function shown(href: string): string {
  return href.replace(/^(https:\/\/|mailto:)/, '')
}

function onlyText(slice: Slice): boolean {
  let text = true
  slice.content.descendants((node) => {
    if (node.isInline && !node.isText) text = false
  })
  return text
}
