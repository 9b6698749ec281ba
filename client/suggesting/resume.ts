import type { Looks } from '../meeting/looks.svelte.ts'
import type { Modes } from '../meeting/modes.svelte.ts'

/**
 * Goes on with the copies that were kept (rule M54), unless the user has chosen what to do, is being brought back to where
 * they were, or writes something.
 *
 * @param at what has the focus
 */
export function resume(
  { looks, modes }: { looks: Looks; modes: Pick<Modes, 'all' | 'choose'> },
  at: Pick<Element, 'matches'> | null,
): void {
  const { mode, stay } = looks
  if (mode !== null || stay !== null || at?.matches('input, textarea, [contenteditable]')) return
  if (modes.all.includes('proposing')) modes.choose('proposing')
}
