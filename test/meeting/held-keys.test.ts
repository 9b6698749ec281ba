// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdKeys } from '../../client/meeting/held-keys.ts'

let typed: string[] = []

beforeEach(() => {
  typed = []
  vi.useFakeTimers()
  document.body.innerHTML = '<textarea id="before"></textarea><textarea id="after"></textarea>'
  Object.assign(document, {
    execCommand: (command: string, _ui: boolean, text: string) => {
      typed.push(`${document.activeElement?.id ?? ''} ${command} ${text}`)
      return true
    },
  })
})
afterEach(() => vi.useRealTimers())

function field(id: string): HTMLElement {
  return document.getElementById(id) ?? document.body
}

/** Whether a key reaches the page. */
function press(key: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  return (document.activeElement ?? document.body).dispatchEvent(event)
}

test('U49 what is typed while nothing can be written in comes where the focus is then', () => {
  field('before').focus()
  const held = holdKeys()
  field('before').remove()
  for (const key of [...'og mere', 'Enter', 'x', 'Backspace']) expect(press(key), key).toBe(false)
  for (const more of [{ ctrlKey: true }, { metaKey: true }]) expect(press('z', more)).toBe(true)
  expect(press('Escape')).toBe(true)
  field('after').focus()
  held?.release()
  expect(typed).toEqual([
    'after insertText og mere',
    'after insertText \n',
    'after insertText x',
    'after delete ',
  ])
  expect(press('y')).toBe(true)
})

test('U49 nothing is kept of who is not writing, writes elsewhere by now, or has waited long', () => {
  expect(holdKeys()).toBeNull()
  field('before').focus()
  const held = holdKeys()
  field('before').remove()
  expect(press('a')).toBe(false)
  field('after').focus()
  expect(press('b')).toBe(true)
  field('after').blur()
  expect(press('c')).toBe(false)
  vi.advanceTimersByTime(10_000)
  expect(press('d')).toBe(true)
  expect(held?.isOver).toBe(true)
  held?.release()
})

test('U44 what was kept for an item that may never come back is typed nowhere else, and what takes a key itself has it', () => {
  field('before').focus()
  const held = holdKeys('keep')
  field('before').remove()
  expect(press('a')).toBe(false)
  document.body.insertAdjacentHTML('beforeend', '<button id="back">Hent tilbage</button>')
  field('back').focus()
  expect(press('Enter')).toBe(true)
  field('after').focus()
  vi.advanceTimersByTime(10_000)
  expect([held?.isOver, typed]).toEqual([true, []])
  held?.release()
  expect(typed).toEqual(['after insertText a'])
  const dropped = holdKeys('keep')
  field('after').blur()
  expect(press('b')).toBe(false)
  dropped?.drop()
  field('after').focus()
  dropped?.release()
  expect([press('c'), typed.length]).toEqual([true, 1])
})
