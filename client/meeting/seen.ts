import type { Attachment } from 'svelte/attachments'

export interface ItemWatch {
  root: Attachment<HTMLElement>
  item(id: string): Attachment<HTMLElement>
}

/** Says which item is at the top of the window, by a line a quarter down; attachments are cached per item. */
export function watchItems(report: (id: string | null) => void): ItemWatch {
  const visible = new Map<string, number>()
  const elements = new Map<Element, string>()
  const cache = new Map<string, Attachment<HTMLElement>>()
  let observer: IntersectionObserver | null = null

  function notice(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const id = elements.get(target)
      if (id === undefined) continue
      if (isIntersecting) visible.set(id, boundingClientRect.top)
      else visible.delete(id)
    }
    report([...visible].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null)
  }

  return {
    root: () => {
      observer = new IntersectionObserver(notice, { rootMargin: '-24% 0px -75% 0px' })
      for (const element of elements.keys()) observer.observe(element)
      return () => observer?.disconnect()
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
