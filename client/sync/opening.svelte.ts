import type { Connection } from './connection.ts'

/** Whether there is something to show of a room: its copy on this device, or what the server has (rule O10). */
export class Opening {
  /** Resolves when there is. */
  readonly whenReady: Promise<void>
  /** `missing`: there is neither a copy, nor can the server be reached. */
  #state = $state<'loading' | 'ready' | 'missing'>('loading')
  #becomeReady: () => void = () => undefined

  constructor() {
    this.whenReady = new Promise((resolve) => (this.#becomeReady = resolve))
  }

  get state(): 'loading' | 'ready' | 'missing' {
    return this.#state
  }

  ready(): void {
    this.#state = 'ready'
    this.#becomeReady()
  }

  missing(): void {
    this.#state = 'missing'
  }

  /** What the connection is by now. */
  follow({ phase, synced, failing }: Pick<Connection, 'phase' | 'synced' | 'failing'>): void {
    if (synced && this.#state !== 'ready') this.ready()
    if (this.#state === 'loading' && (failing || phase.kind === 'ended')) this.missing()
  }
}
