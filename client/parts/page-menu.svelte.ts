import { rowBeginning, stepInMenu } from './menu-steps.ts'

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
export class PageMenu {
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
    if (key === 'Escape') this.close()
    else if (key === 'Enter' || key === ' ') this.choose(this.current)
    else if (key.length === 1) this.typeAhead(key, time)
    else return this.step(key)
    return true
  }

  private get labels(): string[] {
    return this.items.map(({ label }) => label)
  }

  private step(key: string): boolean {
    const next = stepInMenu(this.labels, this.current, key)
    this.current = next ?? this.current
    return next !== null
  }

  private typeAhead(letter: string, time: number): void {
    this.typed = time - this.typedAt > 700 ? letter : this.typed + letter
    this.typedAt = time
    const from = this.typed.length === 1 ? this.current + 1 : this.current
    this.current = rowBeginning(this.labels, this.typed, from) ?? this.current
  }
}
