import { describe, expect, it } from 'vitest'
import { Router, type RouterWindow } from '../../client/state/router.svelte.ts'
import { isOpen, pathInside, pathOfForum, pathOfMeeting, routeOf } from '../../client/state/routes.ts'

const ORIGIN = 'https://samreferat.example'

/** A window with a history of its own, in which the back button is a function. */
class FakeWindow implements RouterWindow {
  entries: { state: unknown; url: URL }[] = [{ state: null, url: new URL('/', ORIGIN) }]
  at = 0
  scrollX = 0
  scrollY = 0
  private listener: (event: PopStateEvent) => void = () => undefined

  get location() {
    return (this.entries[this.at] ?? { url: new URL('/', ORIGIN) }).url
  }

  history = {
    state: null as unknown,
    pushState: (state: unknown, _title: string, url?: string | URL | null) => {
      this.entries = [
        ...this.entries.slice(0, this.at + 1),
        { state, url: new URL(url ?? '', this.location) },
      ]
      this.at++
      this.history.state = state
    },
    replaceState: (state: unknown, _title: string, url?: string | URL | null) => {
      this.entries[this.at] = { state, url: new URL(url ?? this.location, this.location) }
      this.history.state = state
    },
  }

  scrollTo(x: number, y: number): void {
    this.scrollX = x
    this.scrollY = y
  }

  addEventListener(_type: 'popstate', listener: (event: PopStateEvent) => void): void {
    this.listener = listener
  }

  back(): void {
    this.at--
    const state = this.entries[this.at]?.state
    this.history.state = state
    this.listener({ state } as PopStateEvent)
  }
}

function started(path = '/'): { router: Router; window: FakeWindow } {
  const window = new FakeWindow()
  window.history.replaceState(null, '', path)
  const router = new Router(window)
  router.start()
  return { router, window }
}

describe('addresses', () => {
  it.each([
    ['/', { name: 'overview' }],
    ['/log-ind', { name: 'signIn' }],
    ['/log-ud/', { name: 'signOut' }],
    ['/velkommen', { name: 'welcome' }],
    ['/fora', { name: 'forums' }],
    ['/forum/0b4e-77', { name: 'forum', id: '0b4e-77' }],
    ['/moede/0b4e-77', { name: 'meeting', id: '0b4e-77' }],
    ['/moede/', { name: 'missing', path: '/moede/' }],
    ['/forum/a/b', { name: 'missing', path: '/forum/a/b' }],
    ['/constructor', { name: 'missing', path: '/constructor' }],
  ])('U3 %s names one page', (path, route) => {
    expect(routeOf(path)).toEqual(route)
  })

  it('U3 the address of a forum, a meeting and an item lead back to them', () => {
    expect(routeOf(pathOfForum('a1'))).toEqual({ name: 'forum', id: 'a1' })
    expect(routeOf(pathOfMeeting('a1'))).toEqual({ name: 'meeting', id: 'a1' })
    expect(pathOfMeeting('a1', 'item')).toBe('/moede/a1#item')
  })

  it('U3 only sign-in and unknown addresses are shown to nobody in particular', () => {
    const paths = ['/', '/log-ind', '/velkommen', '/fora', '/forum/a', '/moede/a', '/nowhere']
    expect(paths.filter((path) => isOpen(routeOf(path)))).toEqual(['/log-ind', '/nowhere'])
  })
})

describe('navigation', () => {
  it.each([
    ['/fora', '/fora'],
    ['https://samreferat.example/moede/a#b', '/moede/a#b'],
    ['https://other.example/fora', null],
    ['/api/meetings/a', null],
    ['/offentlig/a', null],
    ['#below', null],
    ['', null],
  ])('U4 a link to %s is ours or the browser’s', (href, path) => {
    expect(pathInside(href, `${ORIGIN}/`)).toBe(path)
  })

  it('U4 going somewhere keeps the place that was left, and back brings it back', () => {
    const { router, window } = started()
    window.scrollY = 740
    router.go('/forum/a')
    router.arrived()
    expect(window.scrollY).toBe(0)
    expect(router.route).toEqual({ name: 'forum', id: 'a' })
    window.back()
    router.arrived()
    expect(router.route).toEqual({ name: 'overview' })
    expect(window.scrollY).toBe(740)
    expect(router.visits).toBe(2)
  })

  it('U4 replacing leaves no step to go back to', () => {
    const { router, window } = started()
    router.go('/log-ind', { replace: true })
    expect(window.entries).toHaveLength(1)
    expect(router.route).toEqual({ name: 'signIn' })
  })

  it('U8 the token leaves the address bar and the history when it is taken', () => {
    const { router, window } = started('/log-ind#3q9fT0kzvB7aYpM2')
    expect(router.takeHash()).toBe('3q9fT0kzvB7aYpM2')
    expect(window.location.href).toBe(`${ORIGIN}/log-ind`)
    expect(router.takeHash()).toBe('')
  })
})
