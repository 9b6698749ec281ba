import type { MeetingScreen } from '../meeting/screen.svelte.ts'

/**
 * Goes on with the copies that were kept (rule M54), unless the user has chosen what to do, is being brought back to where
 * they were, or writes something.
 *
 * @param at what has the focus
 */
export function resume(
  screen: Pick<MeetingScreen, 'looks' | 'modes' | 'choose'>,
  at: Pick<Element, 'matches'> | null,
): void {
  const { mode, stay } = screen.looks
  if (mode !== null || stay !== null || at?.matches('input, textarea, [contenteditable]')) return
  if (screen.modes.includes('proposing')) screen.choose('proposing')
}
