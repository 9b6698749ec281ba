import { tick } from 'svelte'
import type { Me, Overview } from '../../schema/api.ts'
import type { Language, Words } from '../../schema/words/index.ts'
import type { Device } from '../sync/device.svelte.ts'
import type { OfflineShell } from '../service-worker/offline-shell.svelte.ts'
import { Announcer } from './announcer.svelte.ts'
import { madeMeetings } from './local-copies.ts'
import type { Router } from './router.svelte.ts'
import type { Route } from './routes.ts'
import { dayOf } from './say.ts'
import type { Ask } from './server.ts'
import type { Session } from './session.svelte.ts'
import type { Settings, Theme } from './settings.svelte.ts'
import { Toasts, type Toast } from './toasts.svelte.ts'

/** The outside world as the client needs it. */
export interface AppParts {
  router: Router
  settings: Settings
  session: Session
  /** Requests under `/api`. */
  ask: Ask
  /** What a user has on this computer. */
  openDevice(user: string): Device
  /** Whether the page starts without a network. */
  shell: OfflineShell
  /** The clock. */
  now(): Date
  /** A fresh id, unlike every other. */
  newId(): string
}

/** What every page can reach, by `getApp()`. */
export class App {
  readonly toasts = new Toasts()
  readonly announcer = new Announcer()
  readonly router: Router
  readonly settings: Settings
  readonly session: Session
  readonly ask: Ask
  readonly shell: OfflineShell
  /** What the user has on this computer; null while nobody is known. */
  device: Device | null = $state.raw(null)
  /** How often somebody else has taken over this page, by signing in in another tab. */
  changesOfUser = $state(0)
  private readonly openDevice: (user: string) => Device
  readonly now: () => Date
  readonly newId: () => string
  /** The local day; `renewDay` when the page is looked at again. */
  today = $state('')

  constructor(parts: AppParts) {
    this.router = parts.router
    this.settings = parts.settings
    this.session = parts.session
    this.ask = parts.ask
    this.openDevice = parts.openDevice
    this.shell = parts.shell
    this.now = parts.now
    this.newId = parts.newId
    this.renewDay()
  }

  get me(): Me | null {
    return this.session.me
  }

  get overview(): Overview | null {
    return this.session.overview
  }

  get language(): Language {
    return this.settings.language
  }

  get words(): Words {
    return this.settings.words
  }

  get theme(): Theme {
    return this.settings.theme
  }

  get route(): Route {
    return this.router.route
  }

  /** Starts what runs as long as the page. */
  begin(): void {
    this.router.start()
    void this.session.start(() => this.sit()).then(() => this.part())
    void this.shell.start()
  }

  /** Asks the server again, and looks anew at what is here. */
  async refresh(): Promise<void> {
    await this.session.refresh()
    this.sit()
    await this.part()
    await this.look()
  }

  /** What was closed since this computer had it last goes from it. */
  private async part(): Promise<void> {
    try {
      await this.device?.part(this.session.overview?.meetings ?? [])
    } catch {
      this.session.keeping = false
    }
  }

  /** Opens the device of whoever is known now, and begins to send what waits on it. */
  private sit(): void {
    const user = this.me?.user.id
    const { device } = this
    if (user === undefined || device?.local.user === user) return
    this.device = this.openDevice(user)
    this.device.start()
    this.device.local.store.onLost.add(() => void this.session.keep())
    void this.look()
    if (device !== null) void this.change(device)
  }

  /** Nothing of the one who sat here before stays on the screen, and theirs is written before it is closed. */
  private async change(before: Device): Promise<void> {
    this.session.made = []
    this.changesOfUser += 1
    await tick()
    await before.close()
  }

  /** Reads anew what is here. A browser that keeps nothing has nothing to show: the pages then say so. */
  async look(): Promise<void> {
    try {
      await this.device?.refresh()
    } catch {
      this.session.keeping = false
    }
  }

  /** Shows the meetings made here; when the server has taken one, asks it for its own word. */
  async showMade(): Promise<void> {
    const { device, session } = this
    if (device === null) return
    const before = session.made.length
    session.made = await madeMeetings(device)
    if (session.made.length < before) await session.refresh()
  }

  /** The session is over; what the user has on this computer is erased, or stays for their next visit. */
  async leave(erase: boolean): Promise<void> {
    const { device } = this
    this.device = null
    await (erase ? device?.erase() : device?.close())
    await this.session.leave({ erase })
  }

  go(path: string): void {
    this.router.go(path)
  }

  /** Said by screen readers when they are free. */
  announce(text: string): void {
    this.announcer.announce(text)
  }

  /** The returned function takes it away. */
  toast(toast: Toast): () => void {
    return this.toasts.show(toast)
  }

  /** The page is looked at again: a new day may have begun. */
  renewDay(): void {
    this.today = dayOf(this.now())
  }
}
