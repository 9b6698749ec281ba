// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import { keepStay, takeStay } from '../../client/meeting/kept-stay.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

const anna = { user: 'anna', meeting: 'meeting-1' }
const stay = { line: { item: 'item-7', top: 120 }, caret: null }

test('U62 where one was is kept for one user and one meeting, until the page is there again', () => {
  keepStay(anna, stay)
  expect(takeStay({ ...anna, user: 'bo' })).toBeNull()
  expect(takeStay({ ...anna, meeting: 'meeting-2' })).toBeNull()
  expect(takeStay(anna)).toEqual(stay)
  expect(takeStay(anna)).toBeNull()
  keepStay(anna, stay)
  keepStay(anna, null)
  expect(takeStay(anna)).toBeNull()
})

test('U62 what is not understood, or cannot be kept, is no place', () => {
  sessionStorage.setItem('samreferat:stay:anna:meeting-1', '{')
  expect(takeStay(anna)).toBeNull()
  const refuse = (): never => {
    throw new Error('The browser keeps nothing')
  }
  vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse, removeItem: refuse, clear: refuse })
  keepStay(anna, stay)
  expect(takeStay(anna)).toBeNull()
  vi.unstubAllGlobals()
})
