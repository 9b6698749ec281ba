import type { Attachment } from 'svelte/attachments'

/** What tells that the page may be gone in a moment; a phone tells no more than that it is out of sight. */
const SIGNS = ['beforeunload', 'pagehide'] as const

/** Calls `run` before the page goes, and before anybody asks whether all is saved. Returns what ends that. */
export function beforeLeaving(run: () => unknown): () => void {
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') run()
  }
  for (const sign of SIGNS) addEventListener(sign, run, { capture: true })
  document.addEventListener('visibilitychange', hidden, { capture: true })
  return () => {
    for (const sign of SIGNS) removeEventListener(sign, run, { capture: true })
    document.removeEventListener('visibilitychange', hidden, { capture: true })
  }
}

/** The same for as long as an element is on the page. */
export function keepsWhenLeaving(run: () => unknown): Attachment {
  return () => beforeLeaving(run)
}
