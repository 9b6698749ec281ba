import type { Looks } from './looks.svelte.ts'
import { modesFor, type Mode } from './mode.ts'

export interface ModesParts {
  looks: Pick<Looks, 'mode'>
  /** Whether the user may write in the paper. */
  writes: boolean
  /** Whether they may remark beside it, as far as is known by now. Suggesting takes the margin. */
  remarks(): boolean
  /** Called when they have chosen. */
  chosen(mode: Mode): void
}

/** What this user can do with the paper, and does. */
export class Modes {
  readonly all: readonly Mode[] = $derived.by(() =>
    modesFor(this.parts.writes, { remark: this.parts.remarks() }),
  )
  readonly now: Mode = $derived.by(() => {
    const { mode } = this.parts.looks
    return mode !== null && this.all.includes(mode) ? mode : (this.all[0] ?? 'reading')
  })

  constructor(private readonly parts: ModesParts) {}

  choose(mode: Mode): void {
    this.parts.looks.mode = mode
    this.parts.chosen(this.now)
  }
}
