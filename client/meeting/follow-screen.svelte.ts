import { untrack } from 'svelte'
import type { MeetingScreen } from './screen.svelte.ts'

/** What is so as long as a screen is drawn, a meeting's or a closed item's. Within a component that is being made. */
export function followScreen(screen: MeetingScreen): void {
  // With or without a caret in the text, as the mode is.
  $effect.pre(() => {
    const { editable } = screen
    untrack(() => screen.editor.setEditable(editable))
  })
  // An empty section that was opened and left has no place any more.
  $effect(() => {
    const { focusKey } = screen.editor
    if (focusKey !== null) untrack(() => screen.closeOthers(focusKey))
  })
}
