import type { Attachment } from 'svelte/attachments'

export interface ItemWatch {
  root: Attachment<HTMLElement>
  item(id: string): Attachment<HTMLElement>
}

/**
 * Says which item is at the top of the window, by a line a quarter down; attachments are cached per item. At the end of
 * the page, where some never come up to the line, it is the one that was gone to, else the last.
 *
 * @param now the item that counts as the one at the top
 */
export function watchItems(report: (id: string | null) => void, now: () => string | null): ItemWatch {
  const visible = new Map<string, number>()
  const elements = new Map<Element, string>()
  const cache = new Map<string, Attachment<HTMLElement>>()
  let observer: IntersectionObserver | null = null
  let wasEnd = false

  function notice(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const id = elements.get(target)
      if (id === undefined) continue
      if (isIntersecting) visible.set(id, boundingClientRect.top)
      else visible.delete(id)
    }
    look()
  }

  function look(): void {
    const atLine = [...visible].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
    wasEnd = isEnd()
    const below = wasEnd ? belowLine() : []
    if (below.includes(now() ?? '')) return
    report(below.at(-1) ?? atLine)
  }

  function scrolled(): void {
    if (wasEnd || isEnd()) look()
  }

  /** The items in the window that the page cannot bring up to the line, from above. */
  function belowLine(): string[] {
    return [...elements]
      .map(([element, id]) => ({ id, top: element.getBoundingClientRect().top }))
      .filter(({ top }) => top > innerHeight / 4 && top < innerHeight)
      .sort((a, b) => a.top - b.top)
      .map(({ id }) => id)
  }

  return {
    root: () => {
      observer = new IntersectionObserver(notice, { rootMargin: '-24% 0px -75% 0px' })
      for (const element of elements.keys()) observer.observe(element)
      addEventListener('scroll', scrolled, { passive: true })
      return () => {
        observer?.disconnect()
        removeEventListener('scroll', scrolled)
      }
    },
    item: (id) => {
      const known = cache.get(id)
      if (known) return known
      const attachment: Attachment<HTMLElement> = (element) => {
        elements.set(element, id)
        observer?.observe(element)
        return () => {
          observer?.unobserve(element)
          elements.delete(element)
          visible.delete(id)
        }
      }
      cache.set(id, attachment)
      return attachment
    },
  }
}

/** Whether the page was scrolled as far as it goes. */
function isEnd(): boolean {
  return scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 1
}
