/* Scrolling with regard to sticky bars: what `scroll-padding` keeps free is not part of the viewport. */

export interface Viewport {
  top: number
  bottom: number
}

/** The element that scrolls `element`: the nearest scrolling ancestor, or the page. */
export function scrollerOf(element: Element): Element {
  for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
    if (/^(auto|scroll)$/.test(getComputedStyle(up).overflowY)) return up
  return document.scrollingElement ?? document.documentElement
}

export function isPage(scroller: Element): boolean {
  return scroller === document.scrollingElement || scroller === document.documentElement
}

/** The part of the window in which text can be read, in client pixels. */
export function viewportOf(scroller: Element): Viewport {
  const style = getComputedStyle(isPage(scroller) ? document.documentElement : scroller)
  const box = isPage(scroller) ? { top: 0, bottom: innerHeight } : scroller.getBoundingClientRect()
  return {
    top: box.top + (parseFloat(style.scrollPaddingTop) || 0),
    bottom: box.bottom - (parseFloat(style.scrollPaddingBottom) || 0),
  }
}

/** Scrolls at once; returns how far it went, in pixels. */
export function scrollByNow(scroller: Element, dy: number): number {
  const before = scroller.scrollTop
  scroller.scrollBy({ top: dy, behavior: 'instant' })
  return scroller.scrollTop - before
}

const MARGIN = 16

/** Scrolls as little as needed for a line to be readable. */
export function bringIntoView(scroller: Element, line: { top: number; bottom: number }): void {
  const view = viewportOf(scroller)
  if (line.top < view.top) scrollByNow(scroller, line.top - view.top - MARGIN)
  else if (line.bottom > view.bottom) scrollByNow(scroller, line.bottom - view.bottom + MARGIN)
}

/** Scrolls a line that is out of sight to a third from the top, where what follows can be read too. */
export function showLine(scroller: Element, line: { top: number; bottom: number }): void {
  const view = viewportOf(scroller)
  if (line.top >= view.top && line.bottom <= view.bottom) return
  scrollByNow(scroller, line.top - view.top - (view.bottom - view.top) / 3)
}
