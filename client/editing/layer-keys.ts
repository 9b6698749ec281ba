import type { ControlledEditor } from './editor.ts'
import { ISLAND } from './islands.ts'
import { isMac, matches } from './keys.ts'
import type { TextMark } from './marks.ts'
import { enter } from './toolbar.ts'

const MARKS: readonly (readonly [string, TextMark])[] = [
  ['Mod-b', 'strong'],
  ['Mod-i', 'em'],
  ['Mod-u', 'underline'],
]

/** Keys that are not one section's: into the editing bar, marks over a wide selection, undo from inside an island. */
export class LayerKeys {
  constructor(
    private readonly editor: ControlledEditor,
    private readonly mac = isMac(),
  ) {}

  press(event: KeyboardEvent, editable: boolean): void {
    if (event.isComposing || !editable) return
    // A note's own editor keeps the browser from undoing, but has no history itself.
    const taken = this.undoInIsland(event)
    if (taken || (!event.defaultPrevented && (this.toBar(event) || this.wideMark(event))))
      event.preventDefault()
  }

  private is(chord: string, event: KeyboardEvent): boolean {
    return matches(chord, event, this.mac)
  }

  private toBar(event: KeyboardEvent): boolean {
    const bar = this.is('Alt-F10', event) && document.querySelector<HTMLElement>('[data-editing-bar]')
    if (bar) enter(bar)
    return !!bar
  }

  private wideMark(event: KeyboardEvent): boolean {
    const mark =
      this.editor.focus.kind === 'wide' ? MARKS.find(([chord]) => this.is(chord, event)) : undefined
    if (mark) this.editor.toggleMark(mark[1])
    return mark !== undefined
  }

  private undoInIsland(event: KeyboardEvent): boolean {
    if (!(event.target instanceof Element) || !event.target.closest(`[${ISLAND}]`)) return false
    if (this.is('Mod-z', event)) this.editor.undo()
    else if (this.is('Mod-Shift-z', event) || this.is('Mod-y', event)) this.editor.redo()
    else return false
    return true
  }
}
