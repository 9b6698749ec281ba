import { IDBFactory } from 'fake-indexeddb'
import type { Channel, Locks, Platform } from '../../client/sync/platform.ts'
import { socketClass, type ClientSocket, type Network, type Wire } from './network.ts'
import type { Scheduler } from './scheduler.ts'

const HOUR = 3_600_000

/** What a page is to its browser. */
export interface Tenant {
  readonly name: string
  /** Whether it was killed: nothing of it is heard any more. */
  readonly isDead: boolean
  /** Of the editor that it loaded. */
  readonly schema: number
}

/** Web Locks: one holder a name, a line of those who wait, and taking over; a dead page's lock passes on. */
class PageLocks {
  private readonly holders = new Map<string, { tenant: Tenant; lost(error: Error): void; gone(): void }>()
  private line: { name: string; tenant: Tenant; turn(): void }[] = []

  of(tenant: Tenant): Locks {
    return {
      request: (name, options, held) => this.request(tenant, name, options, held),
      query: async () => ({ held: [...this.holders.keys()].map((name) => ({ name })) }),
    }
  }

  bury(tenant: Tenant): void {
    this.line = this.line.filter((each) => each.tenant !== tenant)
    for (const [name, holder] of this.holders) if (holder.tenant === tenant) this.pass(name)
  }

  private async request(
    tenant: Tenant,
    name: string,
    { steal = false, ifAvailable = false }: LockOptions,
    held: (lock: unknown) => Promise<void>,
  ): Promise<unknown> {
    if (ifAvailable && this.holders.has(name)) return held(null)
    if (steal) this.holders.get(name)?.lost(new DOMException('stolen', 'AbortError'))
    else if (this.holders.has(name))
      await new Promise<void>((turn) => this.line.push({ name, tenant, turn: () => turn() }))
    const holder = { tenant, lost: (_error: Error) => {}, gone: () => {} }
    const lost = new Promise<never>((_, reject) => (holder.lost = reject))
    this.holders.set(name, holder)
    try {
      return await Promise.race([held({ name }), lost])
    } finally {
      if (this.holders.get(name) === holder) this.pass(name)
    }
  }

  private pass(name: string): void {
    this.holders.delete(name)
    const next = this.line.find((each) => each.name === name)
    this.line = this.line.filter((each) => each !== next)
    next?.turn()
  }
}

interface ChannelEnd {
  name: string
  tenant: Tenant
  channel: Channel
}

/** A browser on somebody's desk: its disk and what its tabs share outlive each tab. */
export class Browser {
  readonly disk = new IDBFactory()
  online = true
  /** Whether the disk takes no more. */
  diskIsFull = false
  /** How wrong its clock is, in ms, where people are told a time. */
  readonly wrong: number
  private readonly locks = new PageLocks()
  private readonly ends = new Set<ChannelEnd>()
  private readonly network = new Map<Tenant, Set<() => void>>()
  private ids = 0

  constructor(
    readonly user: string,
    private readonly scheduler: Scheduler,
    private readonly net: Network,
  ) {
    this.wrong = (scheduler.pick(3) - 1) * HOUR
  }

  /** The network comes or goes; every page hears of it. */
  setOnline(online: boolean): void {
    this.online = online
    for (const wire of [...this.net.wires]) if (!online && this.network.has(wire.page as Tenant)) wire.cut()
    for (const [page, listeners] of this.network)
      for (const listener of listeners) this.scheduler.push(`events of ${page.name}`, page, listener)
  }

  /** A page is gone without a word. */
  bury(tenant: Tenant): void {
    this.scheduler.bury(tenant)
    this.scheduler.clear(`events of ${tenant.name}`)
    this.network.delete(tenant)
    for (const end of this.ends) if (end.tenant === tenant) this.ends.delete(end)
    for (const wire of [...this.net.wires]) if (wire.page === tenant) wire.sever('client')
    this.locks.bury(tenant)
  }

  platform(tenant: Tenant): Platform {
    this.network.set(tenant, new Set())
    return {
      origin: `https://${this.user}.example`,
      indexedDB: this.disk,
      locks: this.locks.of(tenant),
      openChannel: (name) => this.openChannel(name, tenant),
      WebSocket: socketClass((client, url) => this.connect(client, url, tenant)),
      fetch: () => this.fetch(),
      now: () => this.scheduler.now(),
      random: () => this.scheduler.random(),
      newId: () => `${this.user}-${++this.ids}`,
      pause: () => new Promise((go) => setTimeout(go)),
      idle: () => new Promise((go) => setTimeout(go)),
      isOnline: () => this.online,
      onNetwork: (listener) => {
        this.network.get(tenant)?.add(listener)
        return () => this.network.get(tenant)?.delete(listener)
      },
      onHide: () => () => undefined,
      guardClosing: () => () => undefined,
      storage: null,
    }
  }

  private connect(client: ClientSocket, url: string, tenant: Tenant): Wire {
    const address = url.replace(/schema=\d+/, `schema=${tenant.schema}`)
    return this.net.connect(client, tenant, address, this.online)
  }

  private openChannel(name: string, tenant: Tenant): Channel {
    const channel: Channel = {
      onmessage: null,
      postMessage: (message) => this.post(end, structuredClone(message)),
      close: () => void this.ends.delete(end),
    }
    const end = { name, tenant, channel }
    this.ends.add(end)
    return channel
  }

  private post(from: ChannelEnd, data: unknown): void {
    if (from.tenant.isDead) return
    for (const end of this.ends)
      if (end !== from && end.name === from.name)
        this.scheduler.push(`tab ${end.tenant.name}`, end.tenant, () => {
          if (!end.tenant.isDead) end.channel.onmessage?.({ data } as MessageEvent)
        })
  }

  private async fetch(): Promise<Response> {
    if (!this.online) throw new TypeError('failed to fetch')
    const body = { user: { id: this.user } }
    return { ok: true, status: 200, json: async () => body } as unknown as Response
  }
}
