import { untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'

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
  const above = at.top - GAP - EDGE
  const top = height <= below || below >= above ? at.bottom + GAP : at.top - GAP - height
  const left = align === 'start' ? at.left : at.right - width
  box.style.left = `${within(left, innerWidth - width)}px`
  box.style.top = `${within(top, innerHeight - height)}px`
}

function within(value: number, room: number): number {
  return Math.max(EDGE, Math.min(value, room - EDGE))
}

/** Shows a popover and gives the focus to what `first` says; when it goes, that goes back to where it was. */
export function opening(
  anchor: Anchor,
  align: 'start' | 'end',
  first: (box: HTMLElement) => HTMLElement | null,
): Attachment<HTMLElement> {
  return (box) => {
    const opener = document.activeElement
    box.showPopover()
    place(box, anchor, align)
    first(box)?.focus()
    return () => {
      const isLost = document.activeElement === null || document.activeElement === document.body
      if (opener instanceof HTMLElement && isLost) opener.focus()
    }
  }
}

/** Shows a popover where `at` says, and follows it while the page scrolls or its own size changes. */
export function hangingAt(at: () => DOMRect, shown?: (box: HTMLElement) => void): Attachment<HTMLElement> {
  return (box) =>
    untrack(() => {
      const follow = (): void => untrack(() => place(box, { getBoundingClientRect: at }))
      const size = new ResizeObserver(follow)
      box.showPopover()
      follow()
      shown?.(box)
      size.observe(box)
      window.addEventListener('scroll', follow, { capture: true, passive: true })
      window.addEventListener('resize', follow)
      return () => {
        size.disconnect()
        window.removeEventListener('scroll', follow, { capture: true })
        window.removeEventListener('resize', follow)
      }
    })
}
