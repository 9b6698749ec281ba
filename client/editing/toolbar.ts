import type { Attachment } from 'svelte/attachments'

/** Buttons of a toolbar that the keyboard can reach. */
function tools(bar: HTMLElement): HTMLElement[] {
  return [...bar.querySelectorAll<HTMLElement>('button')].filter((tool) => tool.offsetParent !== null)
}

/** One tab stop for a toolbar; left and right, Home and End move in it, Escape leaves it (rule T12). */
export function toolbar(leave: () => void): Attachment<HTMLElement> {
  return (bar) => {
    const stop = (current: HTMLElement | undefined) => {
      for (const tool of bar.querySelectorAll<HTMLElement>('button'))
        tool.tabIndex = tool === current ? 0 : -1
    }
    const settle = () => {
      const current = tools(bar)
      if (!current.some((tool) => tool.tabIndex === 0)) stop(current[0])
    }
    const onKey = (event: KeyboardEvent) => {
      const next = moveIn(tools(bar), event.key)
      if (event.key === 'Escape') leave()
      else if (next) {
        stop(next)
        next.focus()
      } else return
      event.preventDefault()
      event.stopPropagation()
    }
    const onFocus = (event: FocusEvent) => {
      if (event.target instanceof HTMLButtonElement) stop(event.target)
    }
    const changes = new MutationObserver(settle)
    changes.observe(bar, { childList: true, subtree: true })
    bar.addEventListener('keydown', onKey)
    bar.addEventListener('focusin', onFocus)
    stop(tools(bar)[0])
    return () => {
      changes.disconnect()
      bar.removeEventListener('keydown', onKey)
      bar.removeEventListener('focusin', onFocus)
    }
  }
}

/** The button a key leads to; undefined when it leads to none. */
export function moveIn(buttons: HTMLElement[], key: string): HTMLElement | undefined {
  const at = buttons.findIndex((button) => button === document.activeElement)
  if (at < 0) return undefined
  if (key === 'ArrowRight') return buttons[(at + 1) % buttons.length]
  if (key === 'ArrowLeft') return buttons.at(at - 1)
  if (key === 'Home') return buttons[0]
  return key === 'End' ? buttons.at(-1) : undefined
}

/** Gives focus to the toolbar's tab stop. */
export function enter(bar: HTMLElement): void {
  const buttons = tools(bar)
  const stop = buttons.find((button) => button.tabIndex === 0) ?? buttons[0]
  stop?.focus()
}
