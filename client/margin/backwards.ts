import type { PaperEditor } from '../editor/paper-editor.svelte.ts'

/** Where the keyboard was before it went to the margin, and the way back. */
export class Backwards {
  private way: (() => void) | null = null

  constructor(private readonly editor: PaperEditor) {}

  /** Notes where the keyboard is, unless it is in the margin already. */
  remember(): void {
    const { activeElement } = document
    if (activeElement?.closest('[data-margin]')) return
    const { focus } = this.editor
    if (focus.kind === 'section' && activeElement?.closest('[data-text]')) {
      const { key } = focus
      const { anchor, head } = focus.state.selection
      this.way = () => this.editor.focusSection(key, { anchor, head })
    } else if (activeElement instanceof HTMLElement && activeElement !== document.body)
      this.way = () => activeElement.focus({ preventScroll: true })
    else this.way = null
  }

  /** Goes there; to the paper when it was nowhere. */
  go(): void {
    const { way } = this
    this.way = null
    if (way) way()
    else document.querySelector<HTMLElement>('[data-region="paper"]')?.focus({ preventScroll: true })
  }
}
