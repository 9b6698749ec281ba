import { pathInside, routeOf, type Route } from './routes.ts'

/** What the router needs of a window; a test gives its own. */
export interface RouterWindow {
  location: { href: string; origin: string; pathname: string; hash: string }
  history: Pick<History, 'pushState' | 'replaceState' | 'state'>
  scrollX: number
  scrollY: number
  scrollTo(x: number, y: number): void
  addEventListener(type: 'popstate', listener: (event: PopStateEvent) => void): void
}

interface Place {
  scroll?: { x: number; y: number }
}

/** Which page is shown. Addresses live in the browser's history; scroll places are kept there too (rule U4). */
export class Router {
  route: Route = $state.raw({ name: 'overview' })
  /** The part of the address after `#`, without it. */
  hash = $state('')
  /** Counts navigations, 0 until the first; a page drawn for a new count takes the focus. */
  visits = $state(0)

  private back: Place['scroll']

  constructor(private readonly window: RouterWindow) {
    this.read()
  }

  /** Listens to the back and forward buttons. */
  start(): void {
    this.window.addEventListener('popstate', (event) => {
      this.back = (event.state as Place | null)?.scroll ?? { x: 0, y: 0 }
      this.visit()
    })
  }

  /** Shows the page at a path; with `replace` the page that is left gets no place in the history. */
  go(path: string, { replace = false } = {}): void {
    if (replace) this.window.history.replaceState({}, '', path)
    else this.leaveTo(path)
    this.back = undefined
    this.visit()
  }

  /** Takes the hash out of the address bar and the history, and returns it. */
  takeHash(): string {
    const hash = this.hash
    this.window.history.replaceState(this.window.history.state, '', this.window.location.pathname)
    this.hash = ''
    return hash
  }

  /** The view has been drawn: a page gone back to scrolls to where it was left, a new one to its top. */
  arrived(): void {
    const place = this.back ?? { x: 0, y: 0 }
    this.back = undefined
    this.window.scrollTo(place.x, place.y)
  }

  /** The path a click leads to inside the client; null when the browser is to handle it. */
  pathOfClick(event: MouseEvent): string | null {
    if (event.defaultPrevented || event.button !== 0) return null
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
    const anchor = event.target instanceof Element ? event.target.closest('a') : null
    if (!anchor || anchor.target || anchor.hasAttribute('download')) return null
    return pathInside(anchor.href, this.window.location.href)
  }

  private leaveTo(path: string): void {
    const { history, scrollX, scrollY } = this.window
    history.replaceState({ ...(history.state as Place | null), scroll: { x: scrollX, y: scrollY } }, '')
    history.pushState({}, '', path)
  }

  private visit(): void {
    this.read()
    this.visits++
  }

  private read(): void {
    this.route = routeOf(this.window.location.pathname)
    this.hash = this.window.location.hash.slice(1)
  }
}
