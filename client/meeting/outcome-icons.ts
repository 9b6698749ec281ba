import ArrowRight from '@lucide/svelte/icons/circle-arrow-right'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import CircleX from '@lucide/svelte/icons/circle-x'
import type { OutcomeKind } from '../../schema/meeting.ts'

/** The figure of an outcome: check, arrow for what goes elsewhere, cross for what was not followed. */
export function outcomeIcon(kind: OutcomeKind): typeof CircleCheck {
  if (kind === 'postponed' || kind === 'forwarded') return ArrowRight
  return kind === 'rejected' ? CircleX : CircleCheck
}
