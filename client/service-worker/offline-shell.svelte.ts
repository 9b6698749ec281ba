import { SKIP_WAITING } from './shell.ts'

/**
 * Whether the application starts without a network on this device.
 *
 * - `unsupported`: the browser has no service workers; `insecure`: the page came over plain http
 * - `installing`: the files are being fetched; `ready`: they are here
 * - `failed`: they could not be fetched, `reason` says why
 */
export type ShellState =
  { kind: 'unsupported' | 'insecure' | 'installing' | 'ready' } | { kind: 'failed'; reason: string }

/** What the shell needs of a browser. */
export interface ShellHost {
  secure: boolean
  workers: ServiceWorkerContainer | null
  reload(): void
}

function browserShellHost(): ShellHost {
  return {
    secure: window.isSecureContext,
    workers: 'serviceWorker' in navigator ? navigator.serviceWorker : null,
    reload: () => window.location.reload(),
  }
}

/** Registers the service worker and changes to a new version when told to, never by itself. */
export class OfflineShell {
  #state = $state.raw<ShellState>({ kind: 'installing' })
  #registration: ServiceWorkerRegistration | null = null

  constructor(private readonly host: ShellHost = browserShellHost()) {}

  get state(): ShellState {
    return this.#state
  }

  /** Starts the worker at `/sw.js`. Never throws: the state says what became of it. */
  async start(): Promise<void> {
    if (!this.host.secure) return this.#enter({ kind: 'insecure' })
    if (this.host.workers === null) return this.#enter({ kind: 'unsupported' })
    try {
      const registration = await this.host.workers.register('/sw.js')
      await Promise.race([this.host.workers.ready, thrownAway(registration.installing)])
      this.#registration = registration
      this.#enter({ kind: 'ready' })
    } catch (error) {
      this.#enter({ kind: 'failed', reason: String(error) })
    }
  }

  /**
   * Fetches the newest worker, lets it take over and loads the page again. False when there is none newer or it cannot
   * be had: loading again would then only bring the same version back. Without a worker the page itself is fetched anew.
   */
  async renew(): Promise<boolean> {
    const registration = this.#registration
    if (registration === null) return this.#fetchPage()
    const next = await newest(registration)
    if (next === null) return false
    this.host.workers?.addEventListener('controllerchange', () => this.host.reload(), { once: true })
    next.postMessage(SKIP_WAITING)
    return true
  }

  /** While the worker is being registered nothing is known yet. */
  #fetchPage(): boolean {
    if (this.#state.kind === 'installing') return false
    this.host.reload()
    return true
  }

  #enter(state: ShellState): void {
    this.#state = state
  }
}

/** Fails when a worker is thrown away: its files could not be kept. */
function thrownAway(worker: ServiceWorker | null): Promise<never> {
  return new Promise((_resolve, reject) => {
    const look = (): void => {
      if (worker?.state === 'redundant') reject(new Error('The files could not be kept'))
    }
    look()
    worker?.addEventListener('statechange', look)
  })
}

/** The newest worker the server has, when it is not the one at work; null too when the server cannot be asked. */
async function newest(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
  try {
    await registration.update()
  } catch {
    // No network: a worker that came earlier will do.
    return registration.waiting
  }
  return installed(registration)
}

/** The worker that waits, after one that is being installed has come so far; null when there is neither. */
async function installed(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
  const coming = registration.installing
  if (coming !== null)
    await new Promise<void>((resolve) => {
      coming.addEventListener('statechange', () => resolve(), { once: true })
    })
  return registration.waiting
}
