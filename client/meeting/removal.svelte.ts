import { Acts } from '../state/acts.svelte.ts'
import type { Ask } from '../state/server.ts'

export interface RemovalParts {
  meeting: string
  ask: Ask
  /** Lets go of the copy on this device. */
  erase(): Promise<void>
  /** Shows the meeting no more. */
  drop(): void
}

/** A draft that is to be removed for everybody (rule H24). */
export class Removal extends Acts {
  constructor(private readonly parts: RemovalParts) {
    super()
  }

  /** Whether it was done. */
  remove(): Promise<boolean> {
    const { meeting, ask, erase, drop } = this.parts
    return this.act(async () => {
      await ask('DELETE', `/meetings/${meeting}`)
      await erase()
      drop()
    })
  }
}
