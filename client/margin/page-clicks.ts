import type { OpenMargin } from './open-margin.svelte.ts'

/**
 * What a click on the page does in a margin: on a marker it shows the thread; suggesting, in the text it goes on in a copy
 * of that; elsewhere on the paper it leaves the thread one is at.
 */
export function clickOnPage(
  event: MouseEvent,
  margin: OpenMargin,
  isProposing: boolean,
  leaves: boolean,
): void {
  const { target } = event
  if (!(target instanceof Element)) return
  const id = target.closest<HTMLElement>('[data-about]')?.dataset.about
  if (id !== undefined && id !== margin.newRemarkId) void margin.tour.show(id)
  else if (isProposing && isMeantForText(target, event.button)) copyAt(event, margin)
  else if (leaves && isPaper(target)) margin.tour.activate(null)
}

function isMeantForText(target: Element, button: number): boolean {
  return (
    button === 0 &&
    target.closest('[data-text]') !== null &&
    target.closest('a, button') === null &&
    getSelection()?.isCollapsed !== false
  )
}

function copyAt({ clientX, clientY }: MouseEvent, { parts, copies }: OpenMargin): void {
  const place = parts.editor.placeUnder(clientX, clientY)
  if (place !== null) copies.open(place.key, place.pos)
}

/** What a button in the paper does it says itself. */
function isPaper(target: Element): boolean {
  return target.closest('.sheet') !== null && target.closest('button') === null
}
