/** The phases of a meeting, in order (rule R2). Its agenda and its minutes are one document that goes through them. */
export const PHASES = ['draft', 'sent', 'live', 'hearing', 'approved', 'published'] as const
export type Phase = (typeof PHASES)[number]

/** Whether a phase comes before another. */
export function isBefore(phase: Phase, other: Phase): boolean {
  return PHASES.indexOf(phase) < PHASES.indexOf(other)
}

/** From approval on nobody writes the paper; what is wrong in it gets a dated correction. */
export function isFrozen(phase: Phase): boolean {
  return !isBefore(phase, 'approved')
}
