// @vitest-environment happy-dom
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { watchItems } from '../../client/meeting/seen.ts'

/** A window of 1000 pixels over a page of three items, of which the last two are low and stand at its end. */
const TOPS: Record<string, number> = { first: 0, second: 1400, last: 1600 }
const PAGE = 1900

let seen: string | null
let scroll: (to: number) => void

beforeEach(() => {
  seen = null
  let notice: IntersectionObserverCallback = () => undefined
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(callback: IntersectionObserverCallback) {
        notice = callback
      }
      observe(): void {}
      disconnect(): void {}
    },
  )
  vi.stubGlobal('innerHeight', 1000)
  Object.defineProperty(document.documentElement, 'scrollHeight', { value: PAGE, configurable: true })
  const watch = watchItems(
    (id) => (seen = id),
    () => seen,
  )
  const elements = Object.keys(TOPS).map((id) => {
    const element = document.createElement('section')
    element.id = id
    watch.item(id)(element)
    return element
  })
  const end = watch.root(document.body)
  onTestFinished(() => {
    end?.()
    vi.unstubAllGlobals()
  })
  scroll = (to) => {
    vi.stubGlobal('scrollY', to)
    const boxes = elements.map((target) => ({ target, top: (TOPS[target.id] ?? 0) - to }))
    for (const { target, top } of boxes) target.getBoundingClientRect = () => ({ top }) as DOMRect
    dispatchEvent(new Event('scroll'))
    const atLine = boxes.filter(({ top }) => top <= 250).at(-1)?.target
    const entries = boxes.map(({ target, top }) => ({
      target,
      isIntersecting: target === atLine,
      boundingClientRect: { top },
    }))
    notice(entries as unknown as IntersectionObserverEntry[], {} as IntersectionObserver)
  }
})

test('U78 the item a quarter down the window is the current one', () => {
  scroll(0)
  expect(seen).toBe('first')
  scroll(800)
  expect(seen).toBe('first')
})

test('U78 at the end of the page the last item is it, however low, and no longer when one goes up', () => {
  scroll(PAGE - 1000)
  expect(seen).toBe('last')
  scroll(800)
  expect(seen).toBe('first')
})

test('U78 an item that was gone to stays it where the page goes no further', () => {
  scroll(0)
  seen = 'second'
  scroll(PAGE - 1000)
  expect(seen).toBe('second')
})
