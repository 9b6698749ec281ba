/** Something a menu or popover hangs at: an element, or the place of a right click. */
export interface Anchor {
  getBoundingClientRect(): DOMRect
}

const GAP = 4
const EDGE = 8

/** A point as an anchor. */
export function pointAnchor(x: number, y: number): Anchor {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }
}

/** Puts a fixed box under its anchor, or above when there is more room, inside the window. Phones use a sheet (CSS). */
export function place(box: HTMLElement, anchor: Anchor, align: 'start' | 'end' = 'start'): void {
  const at = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = box
  const below = innerHeight - at.bottom - GAP - EDGE
  const top = height <= below || below >= at.top ? at.bottom + GAP : at.top - GAP - height
  const left = align === 'start' ? at.left : at.right - width
  box.style.left = `${clamp(left, EDGE, innerWidth - width - EDGE)}px`
  box.style.top = `${clamp(top, EDGE, Math.max(EDGE, innerHeight - height - EDGE))}px`
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
