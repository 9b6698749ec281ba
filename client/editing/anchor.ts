import { untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'

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

/** Shows a popover where `at` says, and follows it while the page scrolls or its own size changes. */
export function hangingAt(at: () => DOMRect, shown?: (box: HTMLElement) => void): Attachment<HTMLElement> {
  return (box) =>
    untrack(() => {
      const place = () => untrack(() => hang(box, at()))
      const size = new ResizeObserver(place)
      box.showPopover()
      place()
      shown?.(box)
      size.observe(box)
      window.addEventListener('scroll', place, { capture: true, passive: true })
      window.addEventListener('resize', place)
      return () => {
        size.disconnect()
        window.removeEventListener('scroll', place, { capture: true })
        window.removeEventListener('resize', place)
      }
    })
}
