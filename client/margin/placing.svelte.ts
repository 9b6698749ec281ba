import { align, type Held, type Wanted } from './alignment.ts'
import { Heights } from './heights.ts'
import { Lines } from './lines.ts'
import { byId, idsOf } from './order.ts'
import type { Located } from './locations.svelte.ts'
import type { OpenMargin } from './open-margin.svelte.ts'

/** Room for what stands at the head of the column, in pixels. */
const HEAD = 60
/** Between what sticks to the window's edges and what is brought into view, in pixels. */
const FREE = 12
/** How much of a thread must be seen to say that it is in view, in pixels. */
const SEEN = 40
/** How long the page must be still before the threads move along, in ms. */
const STILL = 150

/** Measures where the threads' texts are on the page, and says where those of a column stand beside them. */
export class Placing {
  places = $state.raw<ReadonlyMap<string, number>>(byId<number>([]))
  /** The threads that are seen, or soon may be. */
  near = $state.raw<ReadonlySet<string>>(idsOf([]))
  /** How far down the last thread reaches. */
  bottom = $state(0)
  /** The thread under the pointer keeps its place. */
  private hovered: string | null = null
  private frame = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly lines = new Lines()
  private readonly heights = new Heights()
  private boxes: readonly Wanted[] = []
  private waiting: (() => void)[] = []

  constructor(
    private readonly margins: () => readonly OpenMargin[],
    private readonly column: HTMLElement,
  ) {}

  /** Measures once the page has been drawn. */
  soon(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      this.place()
    })
  }

  /** Measures when the page has been still for a moment. */
  later(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.soon(), STILL)
  }

  /** Resolves when the threads have their places. */
  private placed(): Promise<void> {
    this.soon()
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  stop(): void {
    clearTimeout(this.timer)
    cancelAnimationFrame(this.frame)
    this.waiting = []
  }

  /** Scrolls the page until a thread stands free of what sticks to its edges (rule M65). */
  async bring(id: string): Promise<void> {
    await this.placed()
    const at = this.inWindow(id)
    if (at === null) return
    const { top, bottom, free } = at
    const under = bottom + FREE - innerHeight
    const dy = top < free + FREE ? top - free - FREE : Math.min(Math.max(under, 0), top - free - FREE)
    if (dy !== 0) scrollBy({ top: dy, behavior: 'instant' })
  }

  /** Whether any of these threads is in view, once they have their places. */
  async shows(ids: readonly string[]): Promise<boolean> {
    await this.placed()
    return ids.some((id) => {
      const at = this.inWindow(id)
      return at !== null && at.bottom > at.free + SEEN && at.top < innerHeight - SEEN
    })
  }

  /** Where a thread is about to stand in the window, and how far down that is covered. */
  private inWindow(id: string): { top: number; bottom: number; free: number } | null {
    const box = this.boxes.find((each) => each.id === id)
    const y = this.places.get(id)
    if (box === undefined || y === undefined) return null
    const top = this.column.getBoundingClientRect().top + y
    const sticks = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0
    return { top, bottom: top + box.height, free: sticks + HEAD }
  }

  hover(id: string | null): void {
    this.hovered = id
    if (id === null) this.soon()
  }

  /** Watches what moves threads: their own heights, and the paper's. */
  watch(paper: Element): () => void {
    const observer = new ResizeObserver(() => this.soon())
    // Whoever types makes it higher with every line.
    const page = new ResizeObserver(() => this.later())
    page.observe(paper)
    const threads = () => this.all.querySelectorAll('[data-thread]').forEach((each) => observer.observe(each))
    const list = new MutationObserver(threads)
    list.observe(this.all, { childList: true, subtree: true })
    threads()
    return () => {
      observer.disconnect()
      page.disconnect()
      list.disconnect()
      this.stop()
    }
  }

  /** What holds the threads of all the margins. */
  private get all(): HTMLElement {
    return this.column.parentElement ?? this.column
  }

  private place(): void {
    const top = this.column.getBoundingClientRect().top
    for (const box of this.all.querySelectorAll<HTMLElement>('[data-thread]'))
      this.heights.note(box.dataset.thread ?? '', box.offsetHeight)
    this.lines.measure()
    const wanted = this.margins()
      .flatMap((margin) => margin.placed)
      .map((id, i) => {
        const y = this.lines.of(id) ?? this.placeOf(id) ?? top
        return { id, height: this.heights.of(id), y: Math.round(y - top), i }
      })
      .sort((a, b) => a.y - b.y || a.i - b.i)
    const places = align(wanted, this.held(wanted), HEAD)
    const last = wanted.at(-1)
    this.boxes = wanted
    this.bottom = last ? (places.get(last.id) ?? 0) + last.height : 0
    if ([...places].some(([id, y]) => this.places.get(id) !== y) || places.size !== this.places.size)
      this.places = places
    const near = wanted.filter(({ id, height }) => isNear(top + (places.get(id) ?? 0), height))
    if (near.length !== this.near.size || near.some(({ id }) => !this.near.has(id))) this.near = idsOf(near)
    this.waiting.splice(0).forEach((resolve) => resolve())
  }

  private held(wanted: readonly { id: string; y: number }[]): Held | null {
    const under = this.hovered === null ? undefined : this.places.get(this.hovered)
    if (this.hovered !== null && under !== undefined) return { id: this.hovered, y: under }
    return wanted.find(({ id }) => id === this.margins()[0]?.tour.active) ?? null
  }

  /** Where the section or item of a thread whose text is not drawn is in the window. */
  private placeOf(id: string): number | null {
    for (const margin of this.margins()) {
      const at = margin.locations.all.get(id)
      if (at) return this.lastOf(id, at) ?? elementOf(at, margin)?.getBoundingClientRect().top ?? null
    }
    return null
  }

  /** Where words stood that are gone. Only near the window: far from it that would have to be laid out. */
  private lastOf(id: string, { item, text }: Located): number | null {
    const box = text === null && item !== null ? document.getElementById(item)?.getBoundingClientRect() : null
    return box && box.bottom > -innerHeight && box.top < 2 * innerHeight ? this.lines.last(id) : null
  }
}

function elementOf({ item, text }: Located, { parts }: OpenMargin): Element | null {
  // Of what is far from the window only the item has a height that is known without laying it out.
  const view = text && parts.editor.view(text.key)
  if (view) return view.dom
  return item === null ? null : document.getElementById(item)
}

/** Whether something is within a window's height of what is seen. */
function isNear(top: number, height: number): boolean {
  return top + height > -innerHeight && top < 2 * innerHeight
}
