import type Check from '@lucide/svelte/icons/check'

/** A row of a menu that is fetched when it is opened. */
export interface MenuRow {
  text: string
  run: () => void
  /** An icon of lucide. */
  icon?: typeof Check
  /** A choice among others: whether it is the chosen one. */
  checked?: boolean
  /** Something that is on or off by itself. */
  toggled?: boolean
  bad?: boolean
  /** A line stands before it. */
  apart?: boolean
}
