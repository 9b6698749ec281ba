// @vitest-environment happy-dom
import { expect, onTestFinished, test } from 'vitest'
import { refuseFiles } from '../../client/state/dropped-files.ts'

test('U66 a file that is dropped on the page does not take its place; text that is dragged goes its way', () => {
  onTestFinished(refuseFiles(window))
  expect(drop('Files').defaultPrevented).toBe(true)
  expect(drop('Files').dataTransfer?.dropEffect).toBe('none')
  expect(drop('text/plain').defaultPrevented).toBe(false)
  const field = document.createElement('input')
  document.body.append(field)
  field.addEventListener('drop', (event) => event.preventDefault())
  expect(drop('Files', field).dataTransfer?.dropEffect).toBe('copy')
})

function drop(type: string, at: EventTarget = document.body): DragEvent {
  const event = new Event('drop', { bubbles: true, cancelable: true }) as DragEvent
  Object.defineProperty(event, 'dataTransfer', { value: { types: [type], dropEffect: 'copy' } })
  at.dispatchEvent(event)
  return event
}
