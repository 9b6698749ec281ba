export interface Toast {
  text: string
  /** Offered as a button; happens at most once. */
  action?: { label: string; run(): void }
  /** It waits for an answer instead of going after its time. */
  stays?: boolean
}

export interface ShownToast extends Toast {
  id: number
}

/** How long a toast stays, in milliseconds. */
export const TOAST_TIME = 8000

/** How many are shown at once. */
const MOST = 2

/** Short messages at the foot of the page, the newest last (rule U14). */
export class Toasts {
  shown: readonly ShownToast[] = $state.raw([])
  private next = 1
  private readonly timers: Record<number, ReturnType<typeof setTimeout>> = {}

  /** The returned function takes it away. */
  show(toast: Toast): () => void {
    const id = this.next++
    // More than two would cover the text one writes; what waits for an answer is kept.
    const [oldest] = this.shown.filter(({ stays }) => !stays)
    if (this.shown.length >= MOST && oldest) this.close(oldest.id)
    this.shown = [...this.shown, { ...toast, id }]
    this.release(id)
    return () => this.close(id)
  }

  /** Pointed at or focused: it stays. */
  hold(id: number): void {
    clearTimeout(this.timers[id])
    delete this.timers[id]
  }

  /** The time begins anew. */
  release(id: number): void {
    this.hold(id)
    if (this.shown.some((toast) => toast.id === id && !toast.stays))
      this.timers[id] = setTimeout(() => this.close(id), TOAST_TIME)
  }

  act(id: number): void {
    const toast = this.shown.find((each) => each.id === id)
    this.close(id)
    toast?.action?.run()
  }

  close(id: number): void {
    this.hold(id)
    this.shown = this.shown.filter((toast) => toast.id !== id)
  }
}
