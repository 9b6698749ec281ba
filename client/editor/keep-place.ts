import { flushSync } from 'svelte'
import type { Desk } from './desk.ts'
import { focusView } from './internals.ts'
import { scrollByNow, scrollerOf, viewportOf } from './scroll.ts'

interface Line {
  top: () => number | null
}

/** Something on the reader's line whose place can be measured before and after: the caret, or the section at the top. */
function readersLine(desk: Desk): Line | null {
  const { root } = desk.wide
  if (!root) return null
  const view = viewportOf(scrollerOf(root))
  const visible = (top: number) => top >= view.top && top <= view.bottom
  const section = desk.caret.current
  if (section?.view?.hasFocus()) {
    const top = () => (section.view ? section.view.coordsAtPos(section.view.state.selection.head).top : null)
    const now = top()
    if (now !== null && visible(now)) return { top }
  }
  const first = desk.sections
    .ordered()
    .find(({ element }) => element.getBoundingClientRect().bottom > view.top)
  return first
    ? { top: () => (first.element.isConnected ? first.element.getBoundingClientRect().top : null) }
    : null
}

/** Runs a change of the page and afterwards scrolls so that the reader's line stands where it stood. */
export function keepLine(desk: Desk, change: () => void): void {
  const line = readersLine(desk)
  const before = line?.top() ?? null
  change()
  const after = line?.top() ?? null
  if (!desk.wide.root || before === null || after === null || Math.abs(after - before) < 1) return
  scrollByNow(scrollerOf(desk.wide.root), after - before)
}

/**
 * Runs a change of the list of items. The browser takes focus from an element that is moved, and then typing lands
 * in another item: focus is given back before anything else happens.
 */
export function keepPlace(desk: Desk, change: () => void): void {
  const section = desk.caret.current
  const typing = section?.view?.hasFocus() ? section : null
  const wide = desk.wide.span !== null && document.activeElement === desk.wide.root
  keepLine(desk, () => {
    change()
    flushSync()
    if (typing?.view && typing.element.isConnected && !typing.view.hasFocus()) focusView(typing.view)
    if (wide) desk.wide.host()
    desk.wide.show()
  })
}
