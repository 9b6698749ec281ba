import { copyWide, pasteOverWide, type Heading } from './clipboard.ts'
import type { CommonHistory } from './common-history.svelte.ts'
import type { Desk } from './desk.ts'
import { Drop } from './drop.ts'
import { beforeComposition, beforeInput } from './input.ts'
import type { Keyboard } from './keyboard.ts'
import { Mouse } from './mouse.ts'

export interface PaperEventsParts {
  desk: Desk
  keyboard: Keyboard
  steps: CommonHistory
  heading: Heading
  mac: boolean
}

/** Hears what happens on the paper before the view of any section does; answers how to stop. */
export function listenTo(
  root: HTMLElement,
  { desk, keyboard, steps, heading, mac }: PaperEventsParts,
): () => void {
  const mouse = new Mouse(desk, () => (keyboard.borders.column = null))
  const drop = new Drop(desk, (event) => (mac ? event.altKey : event.ctrlKey))
  const listening = new AbortController()
  const on = { capture: true, signal: listening.signal }
  root.addEventListener('keydown', (event) => keyboard.first(event) && stop(event), on)
  root.addEventListener('beforeinput', (event) => beforeInput(desk, steps, event), on)
  root.addEventListener('compositionstart', () => beforeComposition(desk), on)
  root.addEventListener('compositionend', () => desk.composition.ended(), on)
  root.addEventListener('copy', (event) => copyWide(desk, event, heading) && stop(event), on)
  root.addEventListener('cut', (event) => copyWide(desk, event, heading) && stop(event), on)
  root.addEventListener('paste', (event) => pasteOverWide(desk, event) && stop(event), on)
  root.addEventListener('dragstart', (event) => drop.start(event) && stop(event), on)
  root.addEventListener('dragover', (event) => drop.over(event), on)
  root.addEventListener('drop', (event) => drop.drop(event) && stop(event), on)
  root.addEventListener('focusin', ({ target }) => target !== root && desk.wide.leave(), on)
  root.addEventListener('pointerover', (event) => mouse.over(event), on)
  root.addEventListener('pointerdown', (event) => mouse.pointerDown(event), on)
  root.addEventListener('mousedown', (event) => mouse.mouseDown(event) && stop(event), on)
  window.addEventListener('pointermove', (event) => mouse.move(event), on)
  window.addEventListener('pointerup', () => mouse.up(), on)
  window.addEventListener('pointercancel', () => mouse.up(), on)
  window.addEventListener('selectionchange', (event) => desk.shepherd.selectionChanged(event), on)
  return () => listening.abort()
}

function stop(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}
