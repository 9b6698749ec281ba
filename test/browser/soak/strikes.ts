import { expect, type Page } from '@playwright/test'
import type { Office } from '../office.ts'
import type { Desk } from './hand.ts'

/** Out of ten strikes, how often the server is killed; else an item is closed or opened. */
const KILLS = 4
const CLOSING = {
  reason: 'Personsag',
  publicWording: null,
  readers: { roles: ['chair', 'member'], except: [] },
}

/** What happens to those who write: the server dies, an item is closed to some, or open again to all. */
export class Strikes {
  readonly #closed = new Set<string>()

  /** @param page somebody's who may close items */
  constructor(
    private readonly office: Office,
    private readonly page: Page,
    private readonly desk: Desk,
    private readonly random: () => number,
  ) {}

  async one(): Promise<void> {
    const [draw, place] = [this.random(), this.random()]
    const item = this.desk.items[Math.floor(place * this.desk.items.length)] ?? ''
    if (draw * 10 < KILLS) await this.#kill()
    else if (this.#closed.has(item)) await this.#open(item)
    else await this.#close(item)
  }

  async openAll(): Promise<void> {
    for (const item of [...this.#closed]) await this.#open(item)
  }

  async #kill(): Promise<void> {
    this.desk.note('the server is killed')
    await this.office.crash()
    this.desk.note('the server is back')
  }

  async #close(item: string): Promise<void> {
    await this.#command(item, 'close', CLOSING)
    this.#closed.add(item)
  }

  async #open(item: string): Promise<void> {
    await this.#command(item, 'open')
    this.#closed.delete(item)
  }

  async #command(item: string, act: 'close' | 'open', data?: typeof CLOSING): Promise<void> {
    const { pathname } = new URL(this.page.url())
    const meeting = pathname.split('/').at(-1)
    const headers = { origin: this.office.url }
    const address = `${this.office.url}/api/meetings/${meeting}/items/${item}/${act}`
    const answer = await this.page.request.post(address, { headers, ...(data && { data }) })
    this.desk.note(`${act} ${item}: ${answer.status()} ${await answer.text()}`)
    expect(answer.ok(), await answer.text()).toBe(true)
  }
}
