import { clientsName } from '../sync/kept-names.ts'
import type { Locks } from '../sync/platform.ts'
import type { UserStore } from '../sync/store.ts'
import { clientsOf, typingClient } from './moving-client.ts'

/** How many clients of closed windows are remembered for a meeting. */
const MOST = 40

/**
 * The Yjs clients whose words this window looks after: its own, and those of windows of this user on this device that
 * are closed. Of several windows the one that was opened first has the closed ones, so that nobody's words are looked
 * after twice. Each window holds a lock for each client it writes as: it is free when the window is gone.
 */
export class OwnClients {
  readonly #clients = new Set<number>()
  /** Of other windows, asked after already. */
  readonly #asked = new Set<number>()
  readonly #releases: (() => void)[] = []
  #noted: number | null = null
  #isFirst = false
  #closed = false

  constructor(
    private readonly room: string,
    private readonly store: UserStore,
    private readonly locks: Locks | null,
    private readonly current: () => number,
  ) {}

  has(client: number): boolean {
    return clientsOf(this.current()).includes(client) || this.#isOfClosed(client)
  }

  /** Resolves when the clients of windows that are closed now are known. */
  async open(): Promise<void> {
    if (this.locks === null) return (await this.#known()).forEach((client) => this.#clients.add(client))
    try {
      if (await this.#hold(this.#name, true)) return await this.#inherit()
      this.#hold(this.#name, false)
        .then(() => this.#inherit())
        .catch(ignore)
    } catch {
      // Without locks another window looks after them, or nobody: this one has its own words still.
    }
  }

  /** The user writes in this window: a later one is to know whose words those were. */
  note(): void {
    const client = this.current()
    if (this.#noted === client) return
    this.#noted = client
    this.#hold(this.#lockOf(client), false).catch(ignore)
    this.#keep([client])
  }

  /** Keeps again what this window knows. */
  keep(): void {
    this.#keep([...this.#clients, ...(this.#noted === null ? [] : [this.#noted])])
  }

  /** Another window has shown what these clients wrote: when it is one of them, and is closed, this one looks after it. */
  met(clients: Iterable<number>): void {
    if (!this.#isFirst) return
    for (const client of clients) {
      if (this.has(client)) continue
      this.#await(client)
      this.#await(typingClient(client))
    }
  }

  close(): void {
    this.#closed = true
    for (const release of this.#releases) release()
  }

  #isOfClosed(client: number): boolean {
    return this.#clients.has(client) || this.#clients.has(typingClient(client))
  }

  #keep(clients: number[]): void {
    const more = (known: number[] | null): number[] =>
      [...new Set([...(known ?? []), ...clients])].slice(-MOST)
    // A store that takes no text says so when the text is written.
    this.store.keepChanged(this.#name, more).catch(ignore)
  }

  /** This is the window now that looks after the closed ones. */
  async #inherit(): Promise<void> {
    this.#isFirst = true
    const [known, locks] = await Promise.all([this.#known(), this.locks?.query()])
    const open = new Set(locks?.held?.map(({ name }) => name))
    for (const client of known)
      if (open.has(this.#lockOf(client))) this.#await(client)
      else this.#clients.add(client)
  }

  #await(client: number): void {
    if (client === this.current() || this.#asked.has(client)) return
    this.#asked.add(client)
    const closed = async (): Promise<void> => {
      if (!this.#closed && (await this.#known()).includes(client)) this.#clients.add(client)
    }
    this.locks?.request(this.#lockOf(client), {}, closed).catch(ignore)
  }

  /** Holds a lock until this window is closed; answers whether it does. */
  #hold(name: string, ifAvailable: boolean): Promise<boolean> {
    return new Promise((answer, reject) => {
      const held = (lock: unknown): Promise<void> => {
        const isOurs = lock !== null && !this.#closed
        answer(isOurs)
        return isOurs ? new Promise((release) => this.#releases.push(release)) : Promise.resolve()
      }
      this.locks?.request(name, { ifAvailable }, held).catch(reject)
    })
  }

  async #known(): Promise<number[]> {
    return (await this.store.kept<number[]>(this.#name)) ?? []
  }

  #lockOf(client: number): string {
    return `samreferat:${this.store.user}:${this.#name}:${client}`
  }

  get #name(): string {
    return clientsName(this.room)
  }
}

/** The rooms that windows of a user have open, as far as the browser says. */
export async function openRooms(locks: Locks | null, user: string): Promise<string[]> {
  return (await locksOfRooms(locks, user)).map(({ room }) => room)
}

/** Runs `act` when no window of a user has a room open any more, as far as the browser says; in one window at a time. */
export async function whenLeft(
  locks: Locks | null,
  user: string,
  room: string,
  act: () => Promise<void>,
): Promise<void> {
  if (locks === null) return act()
  const lock = async (): Promise<string | undefined> =>
    (await locksOfRooms(locks, user)).find((each) => each.room === room)?.name
  for (let held = await lock(); held !== undefined; held = await lock())
    await locks.request(held, {}, () => Promise.resolve())
  await locks.request(`samreferat:${user}:leaving:${room}`, {}, act)
}

/** What windows of a user hold as long as they have rooms open. */
async function locksOfRooms(locks: Locks | null, user: string): Promise<{ room: string; name: string }[]> {
  const { held = [] } = (await locks?.query().catch(() => null)) ?? {}
  const beginning = `samreferat:${user}:clients:`
  return held.flatMap(({ name = '' }) => {
    const [kind, zone] = name.startsWith(beginning) ? name.slice(beginning.length).split(':') : []
    return kind === undefined || zone === undefined ? [] : [{ room: `${kind}:${zone}`, name }]
  })
}

function ignore(): void {}
