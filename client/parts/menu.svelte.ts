/** A row of a menu. */
export interface MenuItem {
  label: string
  /** A second line: what it does, or why it cannot be done. */
  small?: string
  run(): void
  /** One of a set of which one holds; the rows of a set stand together. */
  checked?: boolean
  /** Stays readable and in the key order, and does nothing. */
  disabled?: boolean
  /** Takes something away. */
  bad?: boolean
}

/** A group of rows, with a heading when it needs one. */
export interface MenuGroup {
  heading?: string
  items: MenuItem[]
}

/** A menu button by the ARIA pattern: which row is current, and what the keys do. */
export class Menu {
  open = $state(false)
  /** Index of the current row over all groups. */
  current = $state(0)
  private typed = ''
  private typedAt = 0

  constructor(private readonly groups: () => MenuGroup[]) {}

  get items(): MenuItem[] {
    return this.groups().flatMap((group) => group.items)
  }

  /** Opens at the checked row, else at the first, or at the last when opened by ArrowUp. */
  show(at: 'first' | 'last' = 'first'): void {
    const checked = this.items.findIndex((item) => item.checked)
    this.current = checked >= 0 ? checked : at === 'first' ? 0 : this.items.length - 1
    this.open = true
  }

  close(): void {
    this.open = false
  }

  choose(index: number): void {
    const item = this.items[index]
    if (!item || item.disabled) return
    this.close()
    item.run()
  }

  /** Whether the key was the menu's. Time in milliseconds, for typing ahead. */
  key(key: string, time: number): boolean {
    const last = this.items.length - 1
    if (key === 'ArrowDown') this.current = this.current === last ? 0 : this.current + 1
    else if (key === 'ArrowUp') this.current = this.current === 0 ? last : this.current - 1
    else if (key === 'Home') this.current = 0
    else if (key === 'End') this.current = last
    else if (key === 'Escape') this.close()
    else if (key === 'Enter' || key === ' ') this.choose(this.current)
    else if (key.length === 1) this.typeAhead(key, time)
    else return false
    return true
  }

  private typeAhead(letter: string, time: number): void {
    this.typed = time - this.typedAt > 700 ? letter : this.typed + letter
    this.typedAt = time
    const from = this.typed.length === 1 ? this.current + 1 : this.current
    const order = this.items.map((_, i) => (from + i) % this.items.length)
    const text = this.typed.toLocaleLowerCase()
    const found = order.find((i) => this.items[i]?.label.toLocaleLowerCase().startsWith(text))
    if (found !== undefined) this.current = found
  }
}
