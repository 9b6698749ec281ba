import { expect, type Page } from '@playwright/test'
import { openSection, section } from '../office.ts'
import type { Typed } from './typed.ts'

/** What a hand does at a time, and how often of twenty. */
const ACTS = { type: 12, newLine: 2, move: 3, reload: 1, offline: 2 } as const
type Act = keyof typeof ACTS

/** What all hands write in, and where it is noted. */
export interface Desk {
  items: readonly string[]
  typed: Typed[]
  note(line: string): void
}

/** Somebody who writes at a window. */
export class Hand {
  #number = 0

  constructor(
    readonly name: string,
    readonly page: Page,
    private readonly desk: Desk,
    private readonly random: () => number,
  ) {}

  /** One thing after the other, `count` of them. */
  async work(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.#do(this.#draw())
  }

  async #do(act: Act): Promise<void> {
    switch (act) {
      case 'type':
        return this.#type(false)
      case 'newLine':
        return this.#type(true)
      case 'move':
        return this.#move()
      case 'reload':
        return this.#reload()
      case 'offline':
        return this.#workOffline()
    }
  }

  /** A few words somewhere in an item's minutes. */
  async #type(newLine: boolean): Promise<void> {
    const item = this.#pick(this.desk.items)
    const [place, isAtEnd] = [this.random(), this.random() < 0.5]
    const count = 1 + Math.floor(this.random() * 3)
    const delay = this.#pick([0, 15, 40])
    if (!(await this.#putCaret(item, place, isAtEnd))) {
      this.desk.note(`${this.name} finds no place in ${item}`)
      return
    }
    const stretch = this.desk.typed.length
    for (let i = 0; i < count; i++) {
      const text = `${this.name}${String(++this.#number).padStart(4, '0')}.`
      this.desk.typed.push({ text, item, stretch })
      this.desk.note(`${this.name} types ${text} in ${item}`)
      await this.page.keyboard.type(` ${text}`, { delay })
    }
    if (newLine) await this.page.keyboard.press('Enter')
  }

  /** Whether the caret is where it was to be: a colleague may have closed or moved the item meanwhile. */
  async #putCaret(item: string, place: number, isAtEnd: boolean): Promise<boolean> {
    const { page } = this
    const text = section(page, item, 'minutes')
    try {
      await openSection(page, item, 'minutes')
      const lines = text.locator('p')
      const line = lines.nth(Math.floor(place * (await lines.count())))
      await line.click({ timeout: 3000, position: { x: 3, y: 5 } })
    } catch (error) {
      this.desk.note(`${this.name} ${String(error).split('\n')[0]}`)
      return false
    }
    await page.keyboard.press(isAtEnd ? 'End' : 'Home')
    return page.evaluate((key) => {
      const node = getSelection()?.anchorNode
      const element = node instanceof Element ? node : node?.parentElement
      const isWritable = document.activeElement?.closest('[contenteditable=true]') !== null
      return isWritable && element?.closest('[data-section]')?.getAttribute('data-section') === key
    }, `${item}/minutes`)
  }

  async #move(): Promise<void> {
    const [place, isUp] = [this.random(), this.random() < 0.5]
    const rows = this.page.getByRole('navigation', { name: 'Dagsorden' }).getByRole('listitem')
    const row = rows.nth(Math.floor(place * this.desk.items.length))
    await row.getByRole('link').focus()
    await this.page.keyboard.press(isUp ? 'Alt+ArrowUp' : 'Alt+ArrowDown')
    this.desk.note(`${this.name} moves row ${Math.floor(place * this.desk.items.length)}`)
  }

  async #reload(): Promise<void> {
    this.desk.note(`${this.name} reloads`)
    await this.page.reload()
    await expect(this.page.locator('section.item').first()).toBeVisible({ timeout: 30_000 })
  }

  async #workOffline(): Promise<void> {
    this.desk.note(`${this.name} is cut off`)
    await this.page.context().setOffline(true)
    for (let i = 0; i < 2; i++) await this.#do(this.#pick(['type', 'newLine', 'move']))
    await this.page.context().setOffline(false)
    this.desk.note(`${this.name} has a network`)
  }

  #draw(): Act {
    const acts = Object.entries(ACTS) as [Act, number][]
    let left = this.random() * acts.reduce((sum, [, weight]) => sum + weight, 0)
    return acts.find(([, weight]) => (left -= weight) < 0)?.[0] ?? 'type'
  }

  #pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.random() * list.length)]
    if (found === undefined) throw new RangeError('there is nothing to pick')
    return found
  }
}
