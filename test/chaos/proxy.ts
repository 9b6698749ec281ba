import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

export type Direction = 'up' | 'down'

interface Pair {
  client: Socket
  server: Socket
}

/** The network between the clients and the server, which can be cut, held up and torn on one side. */
export class Proxy {
  url = ''
  readonly #pairs = new Set<Pair>()
  readonly #held = new Set<Direction>()
  readonly #listener: Server
  #open = true

  constructor(private readonly target: number) {
    this.#listener = createServer({ allowHalfOpen: true }, (client) => this.#accept(client))
  }

  async listen(): Promise<void> {
    this.#listener.listen(0, '127.0.0.1')
    await once(this.#listener, 'listening')
    this.url = `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`
  }

  /** Lets nobody new in; who is connected stays so. */
  shut(): void {
    this.#open = false
  }

  open(): void {
    this.#open = true
  }

  /** Tears every connection. */
  cut(): void {
    for (const { client, server } of this.#pairs) for (const socket of [client, server]) socket.destroy()
  }

  /** Holds back what goes in these directions, in order, until `release`. */
  hold(...directions: Direction[]): void {
    for (const direction of directions) this.#held.add(direction)
    for (const pair of this.#pairs) this.#flow(pair)
  }

  release(): void {
    this.#held.clear()
    for (const pair of this.#pairs) this.#flow(pair)
  }

  /** Says goodbye to one side alone: it hears the end of the other, and may still speak. */
  halfClose(side: 'client' | 'server'): void {
    for (const pair of this.#pairs) {
      pair.client.unpipe(pair.server)
      pair.server.unpipe(pair.client)
      pair[side].end()
      pair.client.resume()
      pair.server.resume()
    }
  }

  async close(): Promise<void> {
    this.cut()
    this.#listener.close()
    await once(this.#listener, 'close')
  }

  #accept(client: Socket): void {
    if (!this.#open) return void client.destroy()
    const pair: Pair = {
      client,
      server: connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true }),
    }
    this.#pairs.add(pair)
    const gone = (): void => {
      this.#pairs.delete(pair)
      pair.client.destroy()
      pair.server.destroy()
    }
    for (const socket of [pair.client, pair.server]) {
      socket.setNoDelay(true)
      // What is wrong is seen by its close.
      socket.on('error', () => undefined)
      socket.on('close', () => void (socket === pair.server ? pair.client.end(gone) : gone()))
    }
    this.#flow(pair)
  }

  #flow({ client, server }: Pair): void {
    const ways = { up: [client, server], down: [server, client] } as const
    for (const direction of ['up', 'down'] as const) {
      const [from, to] = ways[direction]
      from.unpipe(to)
      if (this.#held.has(direction)) from.pause()
      else from.pipe(to)
    }
  }
}
