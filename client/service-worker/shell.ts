/** The part of a service worker's global scope that the shell needs; the DOM library does not describe it. */
export interface WorkerScope {
  location: { origin: string }
  caches: Pick<CacheStorage, 'open' | 'keys' | 'delete' | 'match'>
  clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  fetch(request: Request): Promise<Response>
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void
}

export interface LifeEvent {
  waitUntil(work: Promise<unknown>): void
}

export interface RequestEvent {
  request: Request
  respondWith(response: Promise<Response>): void
}

/** What a page says to a waiting worker to make it take over. A worker never does so by itself. */
export const SKIP_WAITING = 'skip-waiting'

const PREFIX = 'samreferat-'
const HASHED = '/assets/'
/** How many older versions are kept. */
const VERSIONS_BEFORE = 3
/** The server answers these itself: data, live text and the public pages. */
const SERVERS_OWN = /^\/(api|sync|offentlig)(\/|$)/

/** Keeps `files` under `version` and answers with them, so that the application starts without a network. */
export function keepShell(scope: WorkerScope, version: string, files: string[]): void {
  const name = PREFIX + version
  scope.addEventListener('install', (event) => event.waitUntil(fill(scope, name, files)))
  scope.addEventListener('activate', (event) => event.waitUntil(takeOver(scope, name)))
  scope.addEventListener('message', ({ data }) => {
    if (data === SKIP_WAITING) void scope.skipWaiting()
  })
  scope.addEventListener('fetch', (event) => {
    const key = keyOf(scope, event.request)
    if (key !== null) event.respondWith(answer(scope, name, key, event.request))
  })
}

async function fill(scope: WorkerScope, name: string, files: string[]): Promise<void> {
  const cache = await scope.caches.open(name)
  // `reload` goes past the HTTP cache: an old file under a new version would never be replaced.
  await cache.addAll(files.map((file) => new Request(scope.location.origin + file, { cache: 'reload' })))
}

/**
 * The last versions stay: windows that show one of them still may fetch parts of it until they are loaded anew. Which one
 * that is nobody knows: of those in between some were installed and never shown.
 */
async function takeOver(scope: WorkerScope, name: string): Promise<void> {
  const old = (await scope.caches.keys()).filter((key) => key.startsWith(PREFIX) && key !== name)
  await Promise.all(old.slice(0, -VERSIONS_BEFORE).map((key) => scope.caches.delete(key)))
  await scope.clients.claim()
}

/** Under which address the cache may have the answer; null when the request is none of the worker's business. */
function keyOf(scope: WorkerScope, request: Request): string | null {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== scope.location.origin || SERVERS_OWN.test(url.pathname))
    return null
  return request.mode === 'navigate' ? '/index.html' : url.pathname
}

async function answer(scope: WorkerScope, name: string, key: string, request: Request): Promise<Response> {
  const cache = await scope.caches.open(name)
  return (await cache.match(key)) ?? (await ofVersionBefore(scope, key)) ?? scope.fetch(request)
}

/** A file whose name says what is in it. */
async function ofVersionBefore(scope: WorkerScope, key: string): Promise<Response | undefined> {
  return key.startsWith(HASHED) ? scope.caches.match(key) : undefined
}
