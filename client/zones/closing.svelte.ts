import type { ClosedItem, ItemClosing } from '../../schema/api.ts'
import type { ReaderRole, Readers } from '../../schema/zones.ts'
import { Acts } from '../state/acts.svelte.ts'
import type { Ask } from '../state/server.ts'

/** What was chosen and written for a closing that is not made yet (rule U49). */
export interface ClosingDraft {
  reason: string
  wording: string
  roles: ReaderRole[]
  except: string[]
}

/** Closing one item, who may read it, and opening it again. */
export class Closing extends Acts {
  /** Who may read the item as far as that is known here; null: it is open. */
  #before: Readers | null = null

  constructor(
    private readonly meeting: string,
    private readonly item: string,
    private readonly ask: Ask,
  ) {
    super()
  }

  /** Who may read the item now; null: it is not closed, or that is not known. */
  async readers(): Promise<Readers | null> {
    let found: Readers | null = null
    await this.act(async () => {
      const closed = await this.ask<ClosedItem[]>('GET', `/meetings/${this.meeting}/closed`)
      found = closed.find(({ item }) => item === this.item)?.readers ?? null
    })
    this.#before = found
    return found
  }

  close(closing: Omit<ItemClosing, 'before'>): Promise<boolean> {
    return this.act(() => this.ask('POST', `${this.address}/close`, { ...closing, before: this.#before }))
  }

  open(): Promise<boolean> {
    return this.act(() => this.ask('POST', `${this.address}/open`))
  }

  private get address(): string {
    return `/meetings/${this.meeting}/items/${this.item}`
  }
}
