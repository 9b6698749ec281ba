import { danishDay } from '../../schema/deadlines.ts'
import type { Approval } from '../../schema/documents/html.ts'
import { isBefore, isFrozen, type Phase } from '../../schema/phases.ts'

export interface Change {
  from: Phase
  to: Phase
  /** ISO time. */
  at: string
  reason: string | null
}

/** What a published meeting says of its approval, by its changes of phase, oldest first (rule V3); null: it is not published. */
export function approvalOf(changes: readonly Change[]): Approval | null {
  if (changes.at(-1)?.to !== 'published') return null
  const approved = changes.findLast(({ from, to }) => from === 'hearing' && to === 'approved')
  const [first, ...later] = changes.filter(({ to }) => to === 'published')
  if (approved === undefined || first === undefined) return null
  return {
    approved: danishDay(approved.at),
    published: danishDay(first.at),
    corrections: later.flatMap((published) => correctionBy(published, changes) ?? []),
  }
}

/** The steps that would publish a meeting from a phase, were they taken now. */
export function stepsToPublish(phase: Phase, at: string): Change[] {
  const steps: Change[] = [
    { from: 'hearing', to: 'approved', at, reason: null },
    { from: 'approved', to: 'published', at, reason: null },
  ]
  return steps.filter(({ to }) => isBefore(phase, to))
}

/** Null when the paper could not be written in since the publication before. */
function correctionBy(published: Change, changes: readonly Change[]): Approval['corrections'][number] | null {
  const before = changes.slice(0, changes.indexOf(published))
  const taken = before.findLastIndex(({ from }) => from === 'published')
  const wasOpen = before.slice(taken).some(({ to }) => !isFrozen(to))
  return wasOpen ? { day: danishDay(published.at), what: before[taken]?.reason ?? '' } : null
}
