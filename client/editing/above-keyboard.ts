import type { Attachment } from 'svelte/attachments'

/** Keeps a fixed bar above a phone's keyboard where the browser does not do it: sets `--keyboard` on it. */
export const aboveKeyboard: Attachment<HTMLElement> = (bar) => {
  const { visualViewport } = window
  if (!visualViewport) return
  const place = () => {
    const hidden = innerHeight - visualViewport.height - visualViewport.offsetTop
    bar.style.setProperty('--keyboard', `${Math.max(0, Math.round(hidden))}px`)
  }
  visualViewport.addEventListener('resize', place)
  visualViewport.addEventListener('scroll', place)
  place()
  return () => {
    visualViewport.removeEventListener('resize', place)
    visualViewport.removeEventListener('scroll', place)
  }
}
