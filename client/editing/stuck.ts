import type { Attachment } from 'svelte/attachments'

/** Tells whether a sentinel at the top of the paper has gone out under the sticky bar. */
export function stuck(tell: (stuck: boolean) => void): Attachment<HTMLElement> {
  return (sentinel) => {
    const top = pixels(getComputedStyle(sentinel).getPropertyValue('--editing-top')) ?? 57
    const watch = new IntersectionObserver(
      ([entry]) => entry && tell(!entry.isIntersecting && entry.boundingClientRect.top < innerHeight / 2),
      { rootMargin: `${-top - 4}px 0px 0px 0px` },
    )
    watch.observe(sentinel)
    return () => watch.disconnect()
  }
}

function pixels(value: string): number | null {
  const read = Number.parseFloat(value)
  return Number.isNaN(read) ? null : read
}
