// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import RowsMenu from '../../client/meeting/RowsMenu.svelte'
import { leaveRow, outlineKey } from '../../client/meeting/outline-keys.ts'
import { moveInMenu } from '../../client/meeting/menu-keys.ts'
import type { MeetingScreen } from '../../client/meeting/screen.svelte.ts'

/** An outline that notes what it is asked to do. */
function outline(editable = true, isOwn = true) {
  const done: string[] = []
  const outline = {
    lifted: null as { id: string; to: number } | null,
    rows: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
    indexOf: (id: string) => ['a', 'b', 'c'].indexOf(id),
    moveBy: (id: string, by: number) => done.push(`move ${id} ${by}`),
    lift: (id: string) => {
      outline.lifted = { id, to: 1 }
      done.push('lift')
    },
    shift: (by: number) => done.push(`shift ${by}`),
    drop: () => {
      outline.lifted = null
      done.push('drop')
    },
    putBack: () => {
      outline.lifted = null
      done.push('back')
    },
    remove: (id: string) => done.push(`remove ${id}`),
  }
  const actions = {
    focusRow: async (id: string) => void done.push(`focus ${id}`),
    menu: () => void done.push('menu'),
  }
  const screen = { outline, editable, isOwn: () => isOwn } as unknown as MeetingScreen
  const press = (key: string, more: KeyboardEventInit = {}) =>
    outlineKey(new KeyboardEvent('keydown', { key, ...more }), 'b', screen, actions)
  return { done, press, leave: (id: string) => leaveRow(id, screen) }
}

describe('keys on a row', () => {
  it('U23 arrows walk, Alt and an arrow move, and the focus stays with the item', () => {
    const { done, press } = outline()
    press('ArrowDown')
    press('ArrowUp', { altKey: true })
    expect(done).toEqual(['focus c', 'move b -1', 'focus b'])
  })

  it('U23 Ctrl Alt and an arrow go to another item and move none', () => {
    const { done, press } = outline()
    expect(press('ArrowDown', { altKey: true, ctrlKey: true })).toBe(false)
    expect(done).toEqual([])
  })

  it('U23 a row that was lifted is put back when the focus leaves it', () => {
    const { done, press, leave } = outline()
    leave('b')
    press(' ')
    leave('a')
    leave('b')
    expect(done).toEqual(['lift', 'back'])
  })

  it('U23 space lifts and puts down, Esc puts back', () => {
    const { done, press } = outline()
    press(' ')
    press('ArrowDown')
    press(' ')
    press(' ')
    press('Escape')
    expect(done).toEqual(['lift', 'shift 1', 'drop', 'focus b', 'lift', 'back'])
  })

  it('Z17 Delete does nothing to a closed item that one may not read', () => {
    const { done, press } = outline(true, false)
    expect(press('Delete')).toBe(false)
    expect(done).toEqual([])
  })

  it('U24 Delete removes and the focus goes to the next item', () => {
    const { done, press } = outline()
    press('Delete')
    press('F10', { shiftKey: true })
    expect(done).toEqual(['remove b', 'focus c', 'menu'])
  })

  it('U31 a reader walks, and changes nothing', () => {
    const { done, press } = outline(false)
    press('ArrowDown')
    expect(['Delete', ' ', 'F10'].map((key) => press(key, { shiftKey: key === 'F10' }))).toEqual([
      false,
      false,
      false,
    ])
    expect(press('ArrowUp', { altKey: true })).toBe(false)
    expect(done).toEqual(['focus c'])
  })
})

it('U34 a menu is walked by arrows, Home, End and first letters', () => {
  document.body.innerHTML =
    '<div><button role="menuitem">Flyt op</button><button role="menuitem">Kopiér</button><button role="menuitemradio">Slet</button></div>'
  const menu = document.body.firstElementChild as HTMLElement
  const at = () => document.activeElement?.textContent
  menu.querySelector('button')?.focus()
  const walk = ['ArrowUp', 'ArrowDown', 'ArrowDown', 'End', 'Home', 's'].map((key) => {
    moveInMenu(menu, key)
    return at()
  })
  expect(walk).toEqual(['Slet', 'Flyt op', 'Kopiér', 'Slet', 'Flyt op', 'Slet'])
  expect(moveInMenu(menu, 'F2')).toBe(false)
})

it('U34 the second click of a double click that opened a menu is no choice', () => {
  HTMLElement.prototype.showPopover ??= () => undefined
  const [run, onclose] = [vi.fn(), vi.fn()]
  const anchor = { getBoundingClientRect: () => new DOMRect() }
  const props = { label: 'Anna Berg', anchor, rows: [{ text: 'Fjern fra mødet', run }], onclose }
  const menu = mount(RowsMenu, { target: document.body, props })
  onTestFinished(() => unmount(menu))
  flushSync()
  const click = (detail: number) =>
    document
      .querySelector('.menu .mi')
      ?.dispatchEvent(new MouseEvent('click', { detail, bubbles: true, cancelable: true }))
  click(2)
  expect([run.mock.calls, onclose.mock.calls]).toEqual([[], []])
  click(1)
  // What stays open may be clicked twice.
  click(2)
  expect([run.mock.calls.length, onclose.mock.calls.length]).toEqual([2, 2])
})
