/** How often a page that is looked at asks the server again, in milliseconds. */
export const EVERY = 45_000

/** Window and tab come back at once, and each says so; one question is enough within this time, in milliseconds. */
const ONCE = 2000

/** What of a window is listened to. */
export interface Looked {
  document: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>
  addEventListener(type: 'focus' | 'online', listener: () => void): void
  removeEventListener(type: 'focus' | 'online', listener: () => void): void
}

/**
 * Calls `ask` when the page is looked at again, when the network is back, and from time to time while it is looked at;
 * never while it is hidden (rule U60). Answers what ends it.
 */
export function keepFresh(
  window: Looked,
  now: () => number,
  ask: (why: 'looked' | 'online' | 'time') => void,
): () => void {
  let last = now()
  const isHidden = (): boolean => window.document.visibilityState !== 'visible'
  const tell = (why: 'looked' | 'online' | 'time'): void => {
    last = now()
    ask(why)
  }
  const look = (): void => {
    if (!isHidden() && now() - last >= ONCE) tell('looked')
  }
  const online = (): void => {
    if (!isHidden()) tell('online')
  }
  const timer = setInterval(() => {
    if (!isHidden() && now() - last >= EVERY / 2) tell('time')
  }, EVERY)
  window.addEventListener('focus', look)
  window.addEventListener('online', online)
  window.document.addEventListener('visibilitychange', look)
  return () => {
    clearInterval(timer)
    window.removeEventListener('focus', look)
    window.removeEventListener('online', online)
    window.document.removeEventListener('visibilitychange', look)
  }
}
