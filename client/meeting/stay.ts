import { splitKey, type SectionKey } from '../../schema/paper.ts'
import { keepStay } from './kept-stay.ts'
import type { MeetingScreen } from './screen.svelte.ts'

export { GoneItem } from './gone-item.ts'
export { holdKeys } from './held-keys.ts'

/** Where somebody is in a meeting, for when all of it is drawn anew (rule U49), or loaded again (rule U62). */
export interface Stay {
  /** An item in the window, and how far down in it its upper edge is, in pixels; null: there is none. */
  line: { item: string; top: number } | null
  /** `size` is that of the section's text then, where it may have become another meanwhile. */
  caret: { key: SectionKey; anchor: number; head: number; size?: number } | null
  /** What else has the focus, as a selector. */
  focus?: string | null
  /** Empty sections that were opened. */
  opened?: readonly SectionKey[]
  /** What is being looked for. */
  find?: { query: string; wholeWords: boolean } | null
}

/** How often it is looked whether the line has moved, in ms: what is above the sheet moves it too, and comes and goes. */
const LOOK = 100
/** So often nothing has moved once all is there: what is near the window has found its height. */
const SETTLED = 5

/** Notes where the user is. Until they come back the page keeps its height, so that it is not scrolled. */
export function noteStay(screen: MeetingScreen): Stay {
  const { find } = screen
  const { documentElement: page } = document
  page.style.minHeight = `${String(page.scrollHeight)}px`
  return {
    line: lineOf(screen),
    caret: caretOf(screen),
    focus: focusOf(screen),
    opened: [...screen.opened],
    find: find.isOpen ? { query: find.query, wholeWords: find.wholeWords } : null,
  }
}

/** The item that is being closed or that one is at, else the one a quarter down the window. */
function lineOf({ closing, current, paper }: MeetingScreen): Stay['line'] {
  const items = paper.items.map(({ id }) => id)
  const own = [closing, current].filter((item) => item !== null)
  return lineIn(own, innerHeight) ?? lineIn(items, innerHeight / 4) ?? lineIn(items, innerHeight)
}

/** The first of these items that begins above a line in the window, and is in it. */
function lineIn(items: readonly string[], above: number): Stay['line'] {
  for (const item of items) {
    const box = document.getElementById(item)?.getBoundingClientRect()
    if (box && box.bottom > Math.min(above, innerHeight / 4) && box.top < above) return { item, top: box.top }
  }
  return null
}

export function caretOf(screen: MeetingScreen): Stay['caret'] {
  const { focus } = (screen.inner ?? screen).editor
  if (focus.kind !== 'section' || !document.activeElement?.closest('[data-text]')) return null
  const { anchor, head } = focus.state.selection
  return { key: focus.key, anchor, head }
}

/**
 * Brings the user back to where they were, and from then on keeps where they are for a reload, or a tab that is thrown away
 * while nobody sees it (rule U62). The returned function stops.
 */
export function follow(screen: MeetingScreen): () => void {
  const { stay } = screen.looks
  const end = stay && comeBack(screen, stay)
  const over = new AbortController()
  const whose = { user: screen.app.me?.user.id, meeting: screen.meetingId }
  const note = (): void => keepStay(whose, screen.looks.stay ?? placeOf(screen))
  const look = (): void => (document.visibilityState === 'hidden' ? note() : keepStay(whose, null))
  document.addEventListener('visibilitychange', look, over)
  addEventListener('pagehide', note, over)
  return () => {
    over.abort()
    end?.()
  }
}

/** Null at the top of the page, where a page begins by itself. */
function placeOf(screen: MeetingScreen): Stay | null {
  const caret = caretOf(screen)
  if (caret === null) return scrollY === 0 ? null : { line: lineOf(screen), caret }
  const size = screen.homeOf(splitKey(caret.key).owner).editor.doc(caret.key)?.content.size
  return { line: lineOf(screen), caret: { ...caret, ...(size !== undefined && { size }) } }
}

/** Whoever is closing an item goes on at its row. */
function focusOf({ closing }: MeetingScreen): string | null {
  if (closing !== null) return rowOf(closing)
  const { activeElement: element } = document
  if (!(element instanceof HTMLElement) || element === document.body) return null
  const { row } = element.dataset
  if (row !== undefined) return rowOf(row)
  if (element.id !== '') return `#${CSS.escape(element.id)}`
  const label = element.getAttribute('aria-label')
  const region = element.closest<HTMLElement>('[data-region]')?.dataset.region
  if (label !== null) return `${element.tagName.toLowerCase()}[aria-label="${CSS.escape(label)}"]`
  return region === undefined ? null : `[data-region="${region}"]`
}

function rowOf(item: string): string {
  return `[data-row="${CSS.escape(item)}"]`
}

/**
 * Brings the user back; the returned function stops. Closed items come a little later than the rest: the line is held until
 * they are there, or the user goes on.
 */
export function comeBack(screen: MeetingScreen, stay: Stay): () => void {
  const over = new AbortController()
  const { signal } = over
  const end = (): void => {
    if (signal.aborted) return
    over.abort()
    screen.looks.stay = null
    release()
    document.documentElement.style.minHeight = ''
  }
  const release = (): void => {
    screen.looks.held?.release()
    screen.looks.held = null
  }
  let focused = false
  let calm = 0
  const settle = (): void => {
    const moved = hold(stay.line)
    if (!focused && (focused = refocus(screen, stay, calm >= SETTLED))) release()
    calm = hold(stay.line) || moved || !isWhole(screen) ? 0 : calm + 1
    if (calm > SETTLED) end()
  }
  stay.opened?.forEach((key) => screen.homeOf(splitKey(key).owner).opened.add(key))
  if (stay.find) search(screen, stay.find)
  const watch = new ResizeObserver(() => hold(stay.line))
  const sheet = document.querySelector('.sheet')
  if (sheet) watch.observe(sheet)
  const look = setInterval(settle, LOOK)
  signal.addEventListener('abort', () => {
    clearInterval(look)
    watch.disconnect()
  })
  for (const act of ['wheel', 'touchmove', 'pointerdown', 'keydown'])
    addEventListener(act, end, { capture: true, signal })
  settle()
  return () => over.abort()
}

/** Scrolls the line to where it was, as far as the page goes; whether that moved it. */
function hold(line: Stay['line']): boolean {
  const box = line && document.getElementById(line.item)?.getBoundingClientRect()
  if (!line || !box || Math.abs(box.top - line.top) < 1) return false
  const before = scrollY
  scrollBy({ top: box.top - line.top, behavior: 'instant' })
  return scrollY !== before
}

/** Gives the focus back, if what had it is there; whether it was. */
function refocus(screen: MeetingScreen, { caret, focus = null }: Stay, isLate: boolean): boolean {
  if (caret !== null) {
    const { editor } = screen.homeOf(splitKey(caret.key).owner)
    const doc = editor.doc(caret.key)
    // Of an item that was closed or opened just now the text may come a little later, and what was not sent of it last.
    const size = doc?.content.size ?? -1
    if (doc === null || (Math.max(caret.anchor, caret.head) > size && !isLate)) return false
    const isSame = caret.size === undefined || caret.size === size
    editor.focusSection(caret.key, isSame ? caret : 'text')
    return true
  }
  const element = focus === null ? null : document.querySelector<HTMLElement>(focus)
  const isThere = element?.checkVisibility({ visibilityProperty: true }) === true
  const target = isThere ? element : document.querySelector<HTMLElement>('[data-region="paper"]')
  target?.focus({ preventScroll: true })
  return target !== null
}

function search({ find }: MeetingScreen, { query, wholeWords }: NonNullable<Stay['find']>): void {
  find.wholeWords = wholeWords
  find.open(query)
}

/** Whether what the server has is here, where it can be reached, and the closed items that the user may read. */
function isWhole({ room, closed }: MeetingScreen): boolean {
  if (room.status.kind === 'sending') return false
  return room.seals.sealed.every(({ item, zone }) => zone === null || closed.has(item))
}
