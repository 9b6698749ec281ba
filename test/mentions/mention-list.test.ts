// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { MentionList } from '../../client/mentions/mention-list.svelte.ts'

const PEOPLE = ['Bo Lund', 'Bo Lundgaard', 'Åse Bro'].map((name) => ({ user: name, name, colour: null }))

/** A field with a list, and what its owner was told. */
function field() {
  const area = document.createElement('textarea')
  document.body.append(area)
  const told: string[] = []
  const list = new MentionList({ people: () => PEOPLE, write: (text) => told.push(text) })
  list.attach(area)
  const type = (text: string) => {
    area.value = text
    area.setSelectionRange(text.length, text.length)
    area.dispatchEvent(new Event('input'))
  }
  const press = (key: string) => {
    const event = new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true })
    area.dispatchEvent(event)
    area.dispatchEvent(new KeyboardEvent('keyup', { key }))
    return event.defaultPrevented
  }
  const names = () => list.rows.map(({ name }) => name)
  return { area, list, told, type, press, names }
}

describe('M60 the list of names', () => {
  test('opens by "@", is walked by arrows, and puts the name where the caret is', () => {
    const { area, list, told, type, press, names } = field()
    type('Spørg @bo')
    expect(names()).toEqual(['Bo Lund', 'Bo Lundgaard'])
    expect(press('ArrowDown')).toBe(true)
    expect(list.active).toBe(1)
    expect(press('Enter')).toBe(true)
    expect([area.value, area.selectionStart]).toEqual(['Spørg @Bo Lundgaard ', 20])
    expect(told).toEqual(['Spørg @Bo Lundgaard '])
    expect(list.isOpen).toBe(false)
  })

  test('gives back the space behind a name to what closes there, and to nothing else', () => {
    const { area, told, type, press } = field()
    type('@åse')
    press('Enter')
    type('@Åse Bro ?')
    expect([area.value, area.selectionStart, told.at(-1)]).toEqual(['@Åse Bro?', 9, '@Åse Bro?'])
    type('@Åse Bro ?')
    expect(area.value).toBe('@Åse Bro ?')
  })

  test('is left by Escape, and the sign stays text until another is typed', () => {
    const { type, press, list } = field()
    type('@b')
    expect(press('Escape')).toBe(true)
    type('@bo')
    expect(list.isOpen).toBe(false)
    expect(press('Escape')).toBe(false)
    type('@bo @å')
    expect(list.isOpen).toBe(true)
  })

  test('takes no key when it is not open, and closes with the field', async () => {
    const { area, type, press, list } = field()
    type('Bo')
    expect(press('Enter')).toBe(false)
    type('@b')
    area.dispatchEvent(new Event('blur'))
    await Promise.resolve()
    expect(list.isOpen).toBe(false)
  })
})
