import { describe, expect, test, vi } from 'vitest'
import { OfflineShell, type ShellHost } from '../../client/service-worker/offline-shell.svelte.ts'
import {
  keepShell,
  type LifeEvent,
  type RequestEvent,
  type WorkerScope,
} from '../../client/service-worker/shell.ts'
import { Renewal } from '../../client/sync/renewal.ts'

const ORIGIN = 'https://samreferat.example'
const FILES = ['/index.html', '/assets/main.js']

/** A worker's scope with caches that hold what was put into them. */
class FakeScope implements WorkerScope {
  readonly location = { origin: ORIGIN }
  readonly kept = new Map<string, Map<string, Response>>()
  readonly clients = { claim: vi.fn(async () => undefined) }
  readonly skipWaiting = vi.fn(async () => undefined)
  readonly fetch = vi.fn(async () => new Response('from the network'))
  readonly caches: WorkerScope['caches'] = {
    open: async (name) => this.#cache(name) as unknown as Cache,
    keys: async () => [...this.kept.keys()],
    delete: async (name) => this.kept.delete(name),
    match: async (key) =>
      [...this.kept.values()].flatMap((cache) => cache.get(String(key)) ?? [])[0]?.clone(),
  }
  readonly #listeners = new Map<string, (event: never) => void>()

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, listener)
  }

  async live(type: 'install' | 'activate'): Promise<void> {
    let work: Promise<unknown> = Promise.resolve()
    const event: LifeEvent = { waitUntil: (promise) => (work = promise) }
    this.#listeners.get(type)?.(event as never)
    await work
  }

  say(data: unknown): void {
    this.#listeners.get('message')?.({ data } as never)
  }

  /** What the worker answers; null when it leaves the request alone. */
  async ask(path: string, options: { mode?: string; method?: string } = {}): Promise<string | null> {
    let answer: Promise<Response> | null = null
    const request = { url: new URL(path, ORIGIN).href, method: 'GET', mode: 'cors', ...options } as Request
    const event: RequestEvent = { request, respondWith: (response) => (answer = response) }
    this.#listeners.get('fetch')?.(event as never)
    return answer === null ? null : (await (answer as Promise<Response>)).text()
  }

  #cache(name: string): Pick<Cache, 'addAll' | 'match'> {
    const entries = this.kept.get(name) ?? new Map<string, Response>()
    this.kept.set(name, entries)
    return {
      addAll: async (requests) => {
        for (const request of requests as Request[])
          entries.set(new URL(request.url).pathname, new Response(request.url))
      },
      match: async (key) => entries.get(String(key))?.clone(),
    }
  }
}

async function installed(version = 'one', scope = new FakeScope()): Promise<FakeScope> {
  keepShell(scope, version, FILES)
  await scope.live('install')
  await scope.live('activate')
  return scope
}

describe('O18 the application starts without a network', () => {
  test.each(['/', '/moede/0b9f3c52', '/forum/a?fane=beslutninger', '/log-ind'])(
    'O18 any address of a page is answered with the application: %s',
    async (path) => {
      const scope = await installed()
      expect(await scope.ask(path, { mode: 'navigate' })).toBe(`${ORIGIN}/index.html`)
      expect(scope.fetch).not.toHaveBeenCalled()
    },
  )

  test('O18 a kept file comes from here, another from the network', async () => {
    const scope = await installed()
    expect(await scope.ask('/assets/main.js')).toBe(`${ORIGIN}/assets/main.js`)
    expect(await scope.ask('/assets/other.js')).toBe('from the network')
  })

  test.each([
    ['/api/me', {}],
    ['/api/overview', { mode: 'navigate' }],
    ['/sync/paper:x', {}],
    ['/offentlig/referat/1', { mode: 'navigate' }],
    ['/offentlig', { mode: 'navigate' }],
    ['https://elsewhere.example/x', {}],
    ['/assets/main.js', { method: 'POST' }],
  ])('O18 the worker leaves the server’s own alone: %s', async (path, options) => {
    expect(await (await installed()).ask(path, options)).toBeNull()
  })

  test('O18 a new version waits until it is told, then keeps the files of the last ones before it', async () => {
    const scope = await installed('one')
    scope.kept.set('somebody-else', new Map())
    keepShell(scope, 'two', FILES)
    await scope.live('install')
    expect(scope.skipWaiting).not.toHaveBeenCalled()
    scope.say('something')
    expect(scope.skipWaiting).not.toHaveBeenCalled()
    scope.say('skip-waiting')
    expect(scope.skipWaiting).toHaveBeenCalledTimes(1)
    await scope.live('activate')
    expect([...scope.kept.keys()].sort()).toEqual(['samreferat-one', 'samreferat-two', 'somebody-else'])
    expect(scope.clients.claim).toHaveBeenCalled()
    for (const version of ['three', 'four', 'five']) {
      keepShell(scope, version, FILES)
      await scope.live('install')
      await scope.live('activate')
    }
    const kept = ['five', 'four', 'three', 'two'].map((version) => `samreferat-${version}`)
    expect([...scope.kept.keys()].sort()).toEqual([...kept, 'somebody-else'])
  })

  test('O18 a version that was installed and never shown takes nothing from the windows of the one before it', async () => {
    const scope = await installed('one')
    scope.kept.get('samreferat-one')?.set('/assets/old-1a2b.js', new Response('of the shown one'))
    keepShell(scope, 'two', FILES)
    await scope.live('install')
    keepShell(scope, 'three', FILES)
    await scope.live('install')
    await scope.live('activate')
    expect(await scope.ask('/assets/old-1a2b.js')).toBe('of the shown one')
  })

  test('O18 a window of the version before is given its own parts, and a new window the new page', async () => {
    const scope = await installed('one')
    scope.kept.get('samreferat-one')?.set('/assets/old-1a2b.js', new Response('of the old'))
    scope.kept.get('samreferat-one')?.set('/index.html', new Response('the old page'))
    keepShell(scope, 'two', FILES)
    await scope.live('install')
    await scope.live('activate')
    expect(await scope.ask('/assets/old-1a2b.js')).toBe('of the old')
    expect(await scope.ask('/moede/x', { mode: 'navigate' })).toBe(`${ORIGIN}/index.html`)
    expect(await scope.ask('/assets/none.js')).toBe('from the network')
  })
})

/** A registration whose next worker, if any, is there after `update`. */
function host(next: { postMessage(message: unknown): void } | null): ShellHost {
  const registration = Object.assign(new EventTarget(), {
    installing: null,
    waiting: null as unknown,
    active: {},
    update: async () => {
      registration.waiting = next
    },
  })
  const workers = Object.assign(new EventTarget(), {
    register: async () => registration,
    ready: Promise.resolve(registration),
  })
  return { secure: true, workers: workers as unknown as ServiceWorkerContainer, reload: vi.fn() }
}

describe('O18 whether it starts without a network is said', () => {
  test.each([
    ['insecure', { ...host(null), secure: false }],
    ['unsupported', { ...host(null), workers: null }],
    ['ready', host(null)],
  ] as const)('O18 %s', async (kind, surroundings) => {
    const shell = new OfflineShell(surroundings)
    await shell.start()
    expect(shell.state).toEqual({ kind })
  })

  test('O18 a failed registration says why', async () => {
    const surroundings = host(null)
    const workers = { register: () => Promise.reject(new Error('no')) } as unknown as ServiceWorkerContainer
    const shell = new OfflineShell({ ...surroundings, workers })
    await shell.start()
    expect(shell.state).toEqual({ kind: 'failed', reason: 'Error: no' })
  })
})

describe('O18 a worker that is thrown away', () => {
  test('O18 files that cannot be kept are a failure too', async () => {
    const installing = Object.assign(new EventTarget(), { state: 'installing' })
    const register = async () => ({ installing })
    const workers = { register, ready: new Promise(() => undefined) } as unknown as ServiceWorkerContainer
    const shell = new OfflineShell({ ...host(null), workers })
    const started = shell.start()
    await Promise.resolve()
    expect(shell.state).toEqual({ kind: 'installing' })
    installing.state = 'redundant'
    installing.dispatchEvent(new Event('statechange'))
    await started
    expect(shell.state).toMatchObject({ kind: 'failed' })
    expect(await shell.renew()).toBe(true)
  })
})

describe('O22 a new version comes in when the text is safe', () => {
  test('O22 the waiting worker is told, and the page is loaded anew when it has taken over', async () => {
    const next = { postMessage: vi.fn() }
    const surroundings = host(next)
    const shell = new OfflineShell(surroundings)
    await shell.start()
    expect(await shell.renew()).toBe(true)
    expect(next.postMessage).toHaveBeenCalledWith('skip-waiting')
    expect(surroundings.reload).not.toHaveBeenCalled()
    surroundings.workers?.dispatchEvent(new Event('controllerchange'))
    expect(surroundings.reload).toHaveBeenCalledTimes(1)
  })

  test('O22 without a newer version the page is not loaded anew', async () => {
    const surroundings = host(null)
    const shell = new OfflineShell(surroundings)
    await shell.start()
    expect(await shell.renew()).toBe(false)
    expect(surroundings.reload).not.toHaveBeenCalled()
  })

  test('O22 without a network there is no newer version, and the page stays', async () => {
    const surroundings = host(null)
    const registration = await surroundings.workers?.register('/sw.js')
    Object.assign(registration ?? {}, { update: () => Promise.reject(new TypeError('failed to fetch')) })
    const shell = new OfflineShell(surroundings)
    await shell.start()
    expect(await shell.renew()).toBe(false)
    expect(surroundings.reload).not.toHaveBeenCalled()
  })

  test('O22 where no worker can be, the page itself is fetched anew', async () => {
    const surroundings = { ...host(null), secure: false }
    const shell = new OfflineShell(surroundings)
    await shell.start()
    expect(await shell.renew()).toBe(true)
    expect(surroundings.reload).toHaveBeenCalledTimes(1)
  })

  test('O22 the pause begins again with every edit, and nothing happens before the text is on disk', async () => {
    vi.useFakeTimers()
    try {
      const [flush, renew] = [vi.fn(async () => undefined), vi.fn(async () => true)]
      let saved = false
      const renewal = new Renewal({ isTooOld: () => true, flush, isSaved: () => saved, renew }, 10_000)
      renewal.touch()
      await vi.advanceTimersByTimeAsync(9_000)
      renewal.touch()
      await vi.advanceTimersByTimeAsync(9_000)
      expect(flush).not.toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(1_000)
      expect([flush.mock.calls.length, renew.mock.calls.length]).toEqual([1, 0])
      saved = true
      expect(await renewal.now()).toBe(true)
      expect(renew).toHaveBeenCalledTimes(1)
    } finally {
      vi.useRealTimers()
    }
  })
})
