import type { phases as danish } from '../da/phases.ts'

export const phases: typeof danish = {
  findings: {
    noItems: 'There are no items.',
    noDate: 'The meeting has no date.',
    noPlace: 'The meeting has no place.',
    noTitle: 'Item {n} has no title.',
    noCase: 'Item {n} has no background.',
    noMinutes: 'Item {n} has no minutes.',
    noOwner: 'Item {n} has a task without an owner.',
    noAttendance: 'Nobody is noted as present.',
    noReason: 'The closed item {n} has no reason.',
    noPublicWording: 'The closed item {n} has no public wording.',
    hearingRuns: 'The consultation is still open.',
  },
  more: 'And {n} more.',
}
