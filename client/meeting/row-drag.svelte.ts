import type { Attachment } from 'svelte/attachments'
import { Outline } from './outline.svelte.ts'

const EDGE = 48
const SPEED = 12

/** Dragging a row of the outline by its handle: the pointer aims, the box scrolls at its edges. */
export class RowDrag {
  private element: HTMLElement | null = null
  private middles: number[] = []
  private y = 0
  private frame = 0

  constructor(private readonly outline: Outline) {}

  readonly list: Attachment<HTMLElement> = (element) => {
    this.element = element
    return () => this.end()
  }

  /** On which side of a row the line of the target stands. */
  lineAt(index: number): 'before' | 'after' | null {
    const { lifted } = this.outline
    if (lifted === null || index !== lifted.to) return null
    const from = this.outline.indexOf(lifted.id)
    if (from === lifted.to) return null
    return lifted.to < from ? 'before' : 'after'
  }

  start(event: PointerEvent, id: string): void {
    if (event.button !== 0 || this.element === null) return
    event.preventDefault()
    // A second finger goes on where the first one was.
    this.end()
    this.outline.lift(id)
    this.y = event.clientY
    addEventListener('pointermove', this.move)
    addEventListener('pointerup', this.drop)
    addEventListener('pointercancel', this.cancel)
    addEventListener('keydown', this.key, true)
    this.frame = requestAnimationFrame(this.scroll)
  }

  private readonly move = (event: PointerEvent): void => {
    this.y = event.clientY
    this.aim()
  }

  private aim(): void {
    const { lifted, rows } = this.outline
    if (lifted === null || this.element === null) return
    const from = this.outline.indexOf(lifted.id)
    const boxes = [...this.element.children].filter((child) => child.querySelector('[data-row]') !== null)
    this.middles = boxes
      .filter((_, index) => index !== from && index < rows.length)
      .map((box) => middle(box.getBoundingClientRect()))
    this.outline.aim(Outline.placeAt(this.y, this.middles))
  }

  private readonly scroll = (): void => {
    const box = this.element?.closest<HTMLElement>('[data-scroll]')
    if (!box) return
    const { top, bottom } = box.getBoundingClientRect()
    const by = this.y < top + EDGE ? -SPEED : this.y > bottom - EDGE ? SPEED : 0
    if (by !== 0) {
      box.scrollBy(0, by)
      this.aim()
    }
    this.frame = requestAnimationFrame(this.scroll)
  }

  private readonly drop = (): void => {
    this.end()
    this.outline.drop()
  }

  private readonly cancel = (): void => {
    this.end()
    this.outline.putBack()
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    this.cancel()
  }

  private end(): void {
    cancelAnimationFrame(this.frame)
    removeEventListener('pointermove', this.move)
    removeEventListener('pointerup', this.drop)
    removeEventListener('pointercancel', this.cancel)
    removeEventListener('keydown', this.key, true)
  }
}

function middle({ top, bottom }: DOMRect): number {
  return (top + bottom) / 2
}
