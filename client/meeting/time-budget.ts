import type { Header, Item } from '../../schema/paper.ts'

/** How far an item has come. `treated` has minutes but no outcome. */
export type ItemState = 'open' | 'treated' | 'decided' | 'postponed'

/** The state of an item (rule U21). */
export function stateOf(item: Pick<Item, 'outcomes'>, hasMinutes: boolean): ItemState {
  if (item.outcomes.length > 0)
    return item.outcomes.every(({ kind }) => kind === 'postponed') ? 'postponed' : 'decided'
  return hasMinutes ? 'treated' : 'open'
}

export interface BudgetPart {
  kind: 'done' | 'current' | 'left' | 'free' | 'over'
  /** Minutes. */
  minutes: number
}

export interface Budget {
  /** Sum of the minutes of the items that are not postponed. */
  planned: number
  /** Length of the meeting in minutes; null when start or end is missing. */
  length: number | null
  /** `length - planned`: below zero when the plan is too long; null without a length. */
  spare: number | null
  /** Items that should have minutes but have none. */
  without: number
  parts: BudgetPart[]
}

export interface BudgetRow {
  id: string
  duration: number | null
  state: ItemState
}

/** Planned minutes against the meeting's length, and the parts of the bar in the order of the items (rule U22). */
export function budgetOf(
  rows: readonly BudgetRow[],
  times: Pick<Header, 'start' | 'end'>,
  current: string | null,
): Budget {
  const counted = rows.filter(({ state }) => state !== 'postponed')
  const planned = counted.reduce((sum, { duration }) => sum + (duration ?? 0), 0)
  const length = lengthOf(times)
  const spare = length === null ? null : length - planned
  const parts = counted
    .filter(({ duration }) => (duration ?? 0) > 0)
    .map((row): BudgetPart => ({ kind: partOf(row, current), minutes: row.duration ?? 0 }))
  return {
    planned,
    length,
    spare,
    without: counted.filter(({ duration }) => duration === null).length,
    parts: spare === null || spare === 0 ? parts : withRest(parts, spare),
  }
}

function partOf(row: BudgetRow, current: string | null): BudgetPart['kind'] {
  if (row.id === current) return 'current'
  return row.state === 'open' ? 'left' : 'done'
}

/** Spare time is a last, open part. What is too much is cut from the end and shown as over. */
function withRest(parts: BudgetPart[], spare: number): BudgetPart[] {
  if (spare > 0) return [...parts, { kind: 'free', minutes: spare }]
  const kept: BudgetPart[] = []
  let over = -spare
  for (const part of parts.toReversed()) {
    const cut = Math.min(over, part.minutes)
    over -= cut
    if (part.minutes > cut) kept.unshift({ ...part, minutes: part.minutes - cut })
  }
  return [...kept, { kind: 'over', minutes: -spare }]
}

/** Minutes from start to end; an end before the start is after midnight. Null when one is missing. */
export function lengthOf({ start, end }: Pick<Header, 'start' | 'end'>): number | null {
  const from = minutesOf(start)
  const to = minutesOf(end)
  if (from === null || to === null) return null
  return to >= from ? to - from : to + 24 * 60 - from
}

function minutesOf(time: string | null): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(time ?? '')
  return match === null ? null : Number(match[1]) * 60 + Number(match[2])
}
