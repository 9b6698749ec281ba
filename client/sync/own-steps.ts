import type { UndoManager } from 'yjs'
import type { Step, WaitingSteps } from './waiting.ts'

type StackItem = UndoManager['undoStack'][number]

/**
 * Says which of the user's undo steps a change of the document belongs to. Undoing a step that was never sent takes
 * it out of the count; undoing one that the server has is a step of its own.
 */
export class OwnSteps {
  readonly #ids = new WeakMap<StackItem, string>()
  #made = 0
  #current: StackItem | null = null
  #popped: StackItem | null = null
  #named: string | null = null
  #stop: (() => void) | null = null

  constructor(
    private readonly tab: string,
    private readonly waiting: WaitingSteps,
    private readonly now: () => number,
  ) {}

  watch(undo: UndoManager): void {
    this.#stop?.()
    const note = ({ stackItem }: { stackItem: StackItem }): void => {
      this.#current = stackItem
      this.#popped = undo.currStackItem
    }
    undo.on('stack-item-added', note)
    undo.on('stack-item-updated', note)
    this.#stop = () => {
      undo.off('stack-item-added', note)
      undo.off('stack-item-updated', note)
    }
  }

  /** Makes a change that is the step `id`, whatever an undo manager says of it. */
  as(id: string, change: () => void): void {
    this.#named = id
    try {
      change()
    } finally {
      this.#named = null
    }
  }

  /**
   * The step that the change just made belongs to, added to what waits. The undo manager has already noted it.
   * `about`: what was changed, where the step has no name of its own.
   */
  changed(about: readonly string[] = []): Step {
    if (this.#named !== null) return this.#add(this.#named)
    const [current, popped] = [this.#current, this.#popped]
    this.#current = null
    this.#popped = null
    const takesBack = popped !== null && this.waiting.isUnsent(this.#id(popped))
    if (takesBack) this.waiting.remove(this.#id(popped))
    const id = current === null || takesBack ? `${this.tab}-other` : this.#id(current)
    const step = { id, at: this.now(), about }
    if (!takesBack || this.waiting.count === 0) this.waiting.add(step)
    return step
  }

  #add(id: string): Step {
    const step = { id, at: this.now(), about: [id] }
    this.waiting.add(step)
    return step
  }

  stop(): void {
    this.#stop?.()
  }

  #id(item: StackItem): string {
    const id = this.#ids.get(item) ?? `${this.tab}-${++this.#made}`
    this.#ids.set(item, id)
    return id
  }
}
