import { untrack } from 'svelte'
import { fetchWhenIdle } from '../state/idle.ts'
import { later } from './later.ts'
import type { MeetingScreen } from './screen.svelte.ts'
import type { UnsentLines } from './unsent-lines.ts'

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
  // What waits has a line beside it; most visits have nothing to draw.
  let lines: Promise<UnsentLines> | null = null
  $effect(() => {
    const { waiting } = screen
    if (waiting.size === 0 && lines === null) return
    lines ??= fetchWhenIdle(later.unsentLines).then(
      ({ UnsentLines }) => new UnsentLines(screen.paper.doc, screen.editor),
    )
    void lines.then((drawn) => drawn.show(waiting.keys()))
  })
}
