import { fill, type ScreenWords } from '../../schema/words/index.ts'
import type { OutlineRow } from './outline.svelte.ts'
import type { Budget, BudgetPart } from './time-budget.ts'

/** The line under the bar, and what the bar says to those who do not see it (rule U22). */
export function budgetWords(
  budget: Budget,
  postponed: readonly Pick<OutlineRow, 'number'>[],
  words: ScreenWords,
): { note: string; bar: string } {
  return { note: note(budget, postponed, words), bar: barText(budget.parts, words) }
}

function note(budget: Budget, postponed: readonly Pick<OutlineRow, 'number'>[], words: ScreenWords): string {
  const { outline } = words.meeting
  const [only] = postponed
  const parts = [
    postponed.length === 1 && only !== undefined ? fill(outline.onePostponed, { n: only.number }) : '',
    postponed.length > 1 ? fill(outline.manyPostponed, { n: postponed.length }) : '',
    spareText(budget.spare, words),
    budget.without > 0 && budget.planned > 0 ? withoutText(budget.without, words) : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function spareText(spare: number | null, words: ScreenWords): string {
  const { outline } = words.meeting
  if (spare === null) return ''
  if (spare === 0) return outline.exact
  return spare > 0 ? fill(outline.spare, { n: spare }) : fill(outline.over, { n: -spare })
}

function withoutText(without: number, words: ScreenWords): string {
  const { outline } = words.meeting
  return without === 1 ? outline.withoutOne : fill(outline.without, { n: without })
}

function barText(parts: readonly BudgetPart[], words: ScreenWords): string {
  const kinds = ['done', 'current', 'left', 'free', 'over'] as const
  return kinds
    .map((kind) => ({
      kind,
      n: parts.filter((part) => part.kind === kind).reduce((sum, part) => sum + part.minutes, 0),
    }))
    .filter(({ n }) => n > 0)
    .map(({ kind, n }) => fill(words.meeting.outline.bar[kind], { n }))
    .join(', ')
}
