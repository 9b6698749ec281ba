import type { Section } from './section.ts'
import type { Sections } from './sections.ts'
import { isPage, scrollerOf } from './scroll.ts'

/** How far outside the window a section is mounted, in pixels. */
const MARGIN = 500

/** Mounts sections as they come near the viewport and unmounts them as they leave it, except those in use. */
export class Lazy {
  private observer: IntersectionObserver | null = null

  constructor(
    private readonly sections: Sections,
    private readonly inUse: (section: Section) => boolean,
  ) {}

  start(root: HTMLElement): void {
    const scroller = scrollerOf(root)
    this.observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.moved(entry)), {
      root: isPage(scroller) ? null : scroller,
      rootMargin: `${MARGIN}px 0px`,
    })
    for (const section of this.sections.all()) this.observer.observe(section.element)
  }

  stop(): void {
    this.observer?.disconnect()
    this.observer = null
  }

  watch(section: Section): void {
    this.observer?.observe(section.element)
  }

  unwatch(section: Section): void {
    this.observer?.unobserve(section.element)
  }

  /** Unmounts what was kept only because it was in use. */
  sweep(): void {
    for (const section of this.sections.all()) if (!section.near) this.release(section)
  }

  private moved(entry: IntersectionObserverEntry): void {
    const section = this.sections.withElement(entry.target)
    if (!section) return
    section.near = entry.isIntersecting
    if (section.near) section.mount()
    else this.release(section)
  }

  private release(section: Section): void {
    if (section.view && !this.inUse(section)) section.unmount()
  }
}
