import type { Component } from 'svelte'
import { stepInMenu } from '../parts/menu-steps.ts'

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

/** A menu of the editing controls: arrows, Home, End, first letters, Enter and Escape. */
export class ToolMenu {
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
    if (key === 'Escape' || key === 'Tab') this.close()
    else if (key === 'Enter' || key === ' ') this.choose(this.active)
    else return this.step(key)
    return true
  }

  private step(key: string): boolean {
    const labels = this.entries.map(({ label }) => label)
    const next = stepInMenu(labels, this.active, key)
    this.active = next ?? this.active
    return next !== null
  }
}
