import type { Component } from 'svelte'

/** One line of a menu. */
export interface MenuEntry {
  id: string
  label: string
  /** A second, quiet line. */
  hint?: string
  /** The key that does the same. */
  key?: string
  icon?: Component<{ size?: number; strokeWidth?: number }>
  /** A choice among several; the line is a radio. */
  checked?: boolean
  /** Removes something. */
  bad?: boolean
  /** A hairline above. */
  apart?: boolean
  /** Shown as this kind of text looks on paper. */
  look?: 'heading' | 'smallHeading' | 'quote'
  run(): void
}

/** The behaviour of a menu: arrows, Home, End, first letters, Enter and Escape. */
export class Menu {
  isOpen = $state(false)
  active = $state(0)

  constructor(
    private readonly list: () => readonly MenuEntry[],
    /** Called after it closed; `chosen` says whether an entry was run. */
    private readonly closed: (chosen: boolean) => void = () => {},
  ) {}

  get entries(): readonly MenuEntry[] {
    return this.list()
  }

  open(at: 'first' | 'last' | 'checked' = 'checked'): void {
    const checked = this.entries.findIndex((entry) => entry.checked)
    this.active = at === 'last' ? this.entries.length - 1 : at === 'checked' ? Math.max(0, checked) : 0
    this.isOpen = true
  }

  toggle(): void {
    if (this.isOpen) this.close()
    else this.open()
  }

  close(chosen = false): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.closed(chosen)
  }

  choose(index: number): void {
    const entry = this.entries[index]
    if (!entry) return
    this.close(true)
    entry.run()
  }

  /** Handles a key while open; true when it was the menu's. */
  press(key: string): boolean {
    const last = this.entries.length - 1
    if (key === 'Escape' || key === 'Tab') this.close()
    else if (key === 'Enter' || key === ' ') this.choose(this.active)
    else if (key === 'ArrowDown') this.active = this.active >= last ? 0 : this.active + 1
    else if (key === 'ArrowUp') this.active = this.active <= 0 ? last : this.active - 1
    else if (key === 'Home') this.active = 0
    else if (key === 'End') this.active = last
    else return key.length === 1 && this.jump(key)
    return true
  }

  private jump(letter: string): boolean {
    const starts = (entry: MenuEntry) =>
      entry.label.toLocaleLowerCase('da').startsWith(letter.toLocaleLowerCase('da'))
    const order = this.entries.map((_, index) => (this.active + 1 + index) % this.entries.length)
    const found = order.find((index) => this.entries[index] && starts(this.entries[index]))
    if (found !== undefined) this.active = found
    return found !== undefined
  }
}
