import { whenIdle } from '../state/idle.ts'

/** What the sync parts take from their surroundings. Tests give their own. */
export interface Platform {
  /** The server's address, `https://host`. */
  origin: string
  indexedDB: IDBFactory
  /** Null on an insecure page: then every tab writes for itself. */
  locks: Locks | null
  openChannel(name: string): Channel
  WebSocket: typeof WebSocket
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Milliseconds since 1970. */
  now(): number
  /** 0 to 1, to spread the clients that come back at once. */
  random(): number
  newId(): string
  /** Lets the page do something else for a moment. */
  pause(): Promise<void>
  /** Resolves when the page has nothing else to do, or soon in any case. */
  idle(): Promise<void>
  isOnline(): boolean
  /** Tells when the network comes or goes; answers how to stop. */
  onNetwork(listener: () => void): () => void
  /** Tells when the page is about to be hidden or closed; answers how to stop. */
  onHide(listener: () => void): () => void
  /** Lets the browser ask before the page is closed while `needed`; answers how to stop. */
  guardClosing(needed: () => boolean): () => void
  /** Null where the browser does not say. */
  storage: Pick<StorageManager, 'persist' | 'persisted' | 'estimate'> | null
}

/** The part of Web Locks that is used. */
export interface Locks {
  /** @param held is told null when the lock was to be had at once and is not to be had. */
  request(name: string, options: LockOptions, held: (lock: unknown) => Promise<void>): Promise<unknown>
  query(): Promise<{ held?: { name?: string }[] }>
}

/** The part of BroadcastChannel that is used. */
export interface Channel {
  postMessage(message: unknown): void
  onmessage: ((event: MessageEvent) => void) | null
  close(): void
}

export function browserPlatform(): Platform {
  return {
    origin: window.location.origin,
    indexedDB: window.indexedDB,
    locks: present(navigator.locks),
    openChannel,
    WebSocket: window.WebSocket,
    fetch: (path, init) => window.fetch(path, init),
    now: () => Date.now(),
    random: () => Math.random(),
    newId,
    pause: () => new Promise((resolve) => setTimeout(resolve)),
    idle: whenIdle,
    isOnline: () => navigator.onLine,
    onNetwork: (listener) => listen(window, ['online', 'offline'], listener),
    onHide,
    guardClosing,
    storage: present(navigator.storage),
  }
}

/** What an insecure page, an old browser or a private window lacks, in spite of its type, is null. */
function present<T>(part: T | undefined): T | null {
  return part ?? null
}

/** Without channels each tab is alone; the server brings together what they write. */
function openChannel(name: string): Channel {
  if (typeof BroadcastChannel !== 'undefined') return new BroadcastChannel(name)
  return { onmessage: null, postMessage: () => undefined, close: () => undefined }
}

/** `crypto.randomUUID` is missing on an insecure page, random bytes are not. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

function onHide(listener: () => void): () => void {
  const stops = [listen(window, ['pagehide'], listener), listen(document, ['visibilitychange'], listener)]
  return () => stops.forEach((stop) => stop())
}

function guardClosing(needed: () => boolean): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (needed()) event.preventDefault()
  }
  window.addEventListener('beforeunload', ask)
  return () => window.removeEventListener('beforeunload', ask)
}

function listen(target: EventTarget, types: string[], listener: () => void): () => void {
  for (const type of types) target.addEventListener(type, listener)
  return () => types.forEach((type) => target.removeEventListener(type, listener))
}
