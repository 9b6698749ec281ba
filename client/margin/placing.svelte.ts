import { align, type Held } from './alignment.ts'
import { byId } from './order.ts'
import type { Located } from './locations.svelte.ts'
import type { OpenMargin } from './open-margin.svelte.ts'

/** Room for what stands at the head of the column, in pixels. */
const HEAD = 60

/** Measures where the threads' texts are on the page, and says where those of a column stand beside them. */
export class Placing {
  places = $state.raw<ReadonlyMap<string, number>>(byId<number>([]))
  /** How far down the last thread reaches. */
  bottom = $state(0)
  /** The thread under the pointer keeps its place. */
  private hovered: string | null = null
  private frame = 0

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

  stop(): void {
    cancelAnimationFrame(this.frame)
  }

  hover(id: string | null): void {
    this.hovered = id
    if (id === null) this.soon()
  }

  /** Watches what moves threads: their own heights, and the paper's. */
  watch(paper: Element): () => void {
    const observer = new ResizeObserver(() => this.soon())
    observer.observe(paper)
    const threads = () => this.all.querySelectorAll('[data-thread]').forEach((each) => observer.observe(each))
    const list = new MutationObserver(threads)
    list.observe(this.all, { childList: true, subtree: true })
    threads()
    return () => {
      observer.disconnect()
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
    const boxes = [...this.all.querySelectorAll<HTMLElement>('[data-thread]')]
    const lines = firstLines()
    const wanted = boxes
      .map((box, i) => {
        const id = box.dataset.thread ?? ''
        return {
          id,
          height: box.offsetHeight,
          y: Math.round((lines.get(id) ?? this.placeOf(id) ?? top) - top),
          i,
        }
      })
      .sort((a, b) => a.y - b.y || a.i - b.i)
    const places = align(wanted, this.held(wanted), HEAD)
    const last = wanted.at(-1)
    this.bottom = last ? (places.get(last.id) ?? 0) + last.height : 0
    if ([...places].some(([id, y]) => this.places.get(id) !== y) || places.size !== this.places.size)
      this.places = places
  }

  private held(wanted: readonly { id: string; y: number }[]): Held | null {
    const under = this.hovered === null ? undefined : this.places.get(this.hovered)
    if (this.hovered !== null && under !== undefined) return { id: this.hovered, y: under }
    return wanted.find(({ id }) => id === this.margins()[0]?.active) ?? null
  }

  /** Where the section or item of a thread whose text is not drawn is in the window. */
  private placeOf(id: string): number | null {
    for (const margin of this.margins()) {
      const at = margin.locations.all.get(id)
      if (at) return elementOf(at, margin)?.getBoundingClientRect().top ?? null
    }
    return null
  }
}

/** Where the first highlighted line of each thread is in the window. */
function firstLines(): ReadonlyMap<string, number> {
  const lines: [string, number][] = []
  for (const mark of document.querySelectorAll<HTMLElement>('[data-about]')) {
    const line = mark.getClientRects()[0]
    if (line && mark.dataset.about !== undefined) lines.push([mark.dataset.about, line.top])
  }
  // Of several the first counts.
  return byId(lines.reverse())
}

function elementOf({ item, text }: Located, { parts }: OpenMargin): Element | null {
  // Of what is far from the window only the item has a height that is known without laying it out.
  const view = text && parts.editor.view(text.key)
  if (view) return view.dom
  return item === null ? null : document.getElementById(item)
}
