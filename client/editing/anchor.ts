const GAP = 4
const EDGE = 8

/** Hangs a fixed box under a rectangle of the window, above it where there is more room, and inside the window. */
export function hang(box: HTMLElement, at: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = box
  const below = innerHeight - at.bottom - GAP - EDGE
  const above = at.top - GAP - EDGE
  const top = height <= below || below >= above ? at.bottom + GAP : at.top - GAP - height
  box.style.left = `${within(at.left, EDGE, innerWidth - width - EDGE)}px`
  box.style.top = `${within(top, EDGE, innerHeight - height - EDGE)}px`
}

function within(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
