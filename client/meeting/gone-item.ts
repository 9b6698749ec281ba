import { tick } from 'svelte'
import type { SectionKey } from '../../schema/paper.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import { holdKeys } from './held-keys.ts'

/** Where somebody was in an item that a colleague removed under their hands, and what they typed since (rule U44). */
export class GoneItem {
  private readonly caret: { key: SectionKey; anchor: number; head: number } | null
  private readonly held = holdKeys('keep')

  /** @param untell takes back what the user was told */
  constructor(
    private readonly item: string,
    private readonly editor: PaperEditor,
    private readonly untell: () => void,
  ) {
    const { focus } = editor
    if (focus.kind !== 'section') this.caret = null
    else
      this.caret = { key: focus.key, anchor: focus.state.selection.anchor, head: focus.state.selection.head }
  }

  /** An item is on the paper again: if it is this one, whoever has gone nowhere else since writes on in it. */
  async comeBack(item: string): Promise<void> {
    if (item !== this.item) return
    this.untell()
    await tick()
    if (this.caret === null || document.activeElement !== document.body) return this.forget()
    this.editor.focusSection(this.caret.key, this.caret)
    this.held?.release()
  }

  /** What was typed goes nowhere. */
  forget(): void {
    this.held?.drop()
  }
}
