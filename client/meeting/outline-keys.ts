import type { Anchor } from '../parts/floating.ts'
import type { MeetingScreen } from './screen.svelte.ts'

interface RowActions {
  focusRow(id: string): Promise<void>
  menu(anchor: Anchor): void
}

/** Keys on a row of the outline (rule U23). True when the key did something. */
export function outlineKey(
  event: KeyboardEvent,
  id: string,
  screen: MeetingScreen,
  actions: RowActions,
): boolean {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0
  if (!event.altKey && !event.ctrlKey && !event.metaKey && step !== 0 && screen.outline.lifted === null)
    return walk(screen, id, step, actions)
  return screen.editable && change(event, id, screen, actions, step)
}

/** The focus leaves a row: what was lifted there is put back, for other keys are meant for something else. */
export function leaveRow(id: string, { outline }: MeetingScreen): void {
  if (outline.lifted?.id === id) outline.putBack()
}

function walk(screen: MeetingScreen, id: string, step: number, { focusRow }: RowActions): boolean {
  const { rows } = screen.outline
  const next = rows[screen.outline.indexOf(id) + step]
  if (next !== undefined) void focusRow(next.id)
  return true
}

function change(
  event: KeyboardEvent,
  id: string,
  screen: MeetingScreen,
  { focusRow, menu }: RowActions,
  step: number,
): boolean {
  const { outline } = screen
  if (outline.lifted !== null) return carry(event, screen, () => void focusRow(id))
  if (event.altKey && step !== 0 && !event.ctrlKey && !event.metaKey) {
    outline.moveBy(id, step)
    void focusRow(id)
  } else if (event.key === ' ') outline.lift(id)
  else if (event.key === 'Delete' && screen.isOwn(id)) {
    const next = outline.rows[outline.indexOf(id) + 1] ?? outline.rows[outline.indexOf(id) - 1]
    outline.remove(id)
    if (next !== undefined) void focusRow(next.id)
  } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))
    menu(event.currentTarget as HTMLElement)
  else return false
  return true
}

function carry(event: KeyboardEvent, { outline }: MeetingScreen, refocus: () => void): boolean {
  if (event.key === 'ArrowUp') outline.shift(-1)
  else if (event.key === 'ArrowDown') outline.shift(1)
  else if (event.key === ' ' || event.key === 'Enter') {
    outline.drop()
    refocus()
  } else if (event.key === 'Escape' || event.key === 'Tab') outline.putBack()
  else return false
  return event.key !== 'Tab'
}
