/** Where the first highlighted line of each thread is in the window, as it was measured last. */
export class Lines {
  private tops: ReadonlyMap<string, number> = new Map()
  /** The sections in which they were seen last, and how far down. */
  private readonly stood = new Map<string, { section: string; below: number }>()

  measure(): void {
    const tops = new Map<string, number>()
    const sections = new Map<Element, number>()
    for (const mark of document.querySelectorAll<HTMLElement>('[data-about]')) {
      const { about } = mark.dataset
      const top = mark.getClientRects()[0]?.top
      // Of several the first counts.
      if (about === undefined || top === undefined || tops.has(about)) continue
      tops.set(about, top)
      this.note(about, mark, top, sections)
    }
    this.tops = tops
  }

  of(id: string): number | null {
    return this.tops.get(id) ?? null
  }

  /** Where it stood in its section, of what is not drawn any more; null when that is not known. */
  last(id: string): number | null {
    const { section, below } = this.stood.get(id) ?? { section: null, below: 0 }
    const element = section === null ? null : document.querySelector(`[data-text="${CSS.escape(section)}"]`)
    const box = element?.getBoundingClientRect()
    return box ? box.top + Math.min(below, box.height) : null
  }

  private note(id: string, mark: HTMLElement, top: number, sections: Map<Element, number>): void {
    const element = mark.closest<HTMLElement>('[data-text]')
    const section = element?.dataset.text
    if (!element || section === undefined) return
    const start = sections.get(element) ?? element.getBoundingClientRect().top
    sections.set(element, start)
    this.stood.set(id, { section, below: top - start })
  }
}
