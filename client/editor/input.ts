import type { CommonHistory } from './common-history.svelte.ts'
import type { Desk } from './desk.ts'
import { emptyWide } from './wide-edit.ts'

type Steps = Pick<CommonHistory, 'undo' | 'redo'>

/**
 * Text on its way into the paper. While a selection spans sections the browser may change nothing: what it wanted is
 * done here. Otherwise only input that stays within one mounted section passes.
 */
export function beforeInput(desk: Desk, steps: Steps, event: InputEvent): void {
  if (isHistory(event)) return ofHistory(desk, steps, event)
  // The browser tells of selections late: the last key may have moved this one.
  if (desk.wide.span) desk.shepherd.read()
  if (desk.wide.span) return overWide(desk, event)
  if (!(event.target instanceof Node) || !desk.sections.of(event.target)) return
  for (const range of event.getTargetRanges()) {
    const section = desk.sections.of(range.startContainer)
    if (section?.view && section === desk.sections.of(range.endContainer)) continue
    event.preventDefault()
    event.stopPropagation()
    return
  }
}

function isHistory({ inputType, target }: InputEvent): boolean {
  return inputType.startsWith('history') && target instanceof HTMLElement && target.isContentEditable
}

/**
 * The browser has one history for the whole page: asked in another field, it would take back what was typed here
 * (rule E30). Asked here, by its menu, it is the paper's that is meant.
 */
function ofHistory(desk: Desk, steps: Steps, event: InputEvent): void {
  event.preventDefault()
  event.stopPropagation()
  const isAskedHere = event.target instanceof Node && event.target.contains(document.activeElement)
  if (!isAskedHere || !desk.editable()) return
  if (event.inputType === 'historyUndo') steps.undo()
  else steps.redo()
}

function overWide(desk: Desk, event: InputEvent): void {
  if (event.isComposing) return
  event.preventDefault()
  event.stopPropagation()
  if (event.inputType === 'insertText' || event.inputType === 'insertReplacementText')
    emptyWide(desk, event.data ?? event.dataTransfer?.getData('text/plain') ?? '')
  else if (event.inputType.startsWith('delete')) emptyWide(desk, '')
}

/** An input method is about to write over a wide selection: the text goes first, so that it composes in one section. */
export function beforeComposition(desk: Desk): void {
  if (desk.wide.span) emptyWide(desk, '')
}
