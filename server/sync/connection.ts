import { WebSocket, type RawData } from 'ws'
import { CLOSE, DIVERGED, type CloseName } from '../../schema/protocol.ts'
import type { Backlog, Reader } from './backlog.ts'
import { COST, type Budget } from './budget.ts'
import type { Clock } from './clock.ts'
import { readFrame } from './frames.ts'
import type { Outlet } from './outlet.ts'
import type { Peer } from './members.ts'
import type { Log } from '../log.ts'
import type { Room } from './room.ts'
import type { Visitor } from './visitor.ts'

/** A reader that lets more than this pile up is sent away to come back and catch up, in bytes. */
const BACKLOG_MAX = 16 * 1024 * 1024
/** From here on a reader lags behind. */
const LAG = 64 * 1024

/** What connections share, and what this one may spend. */
export interface Means {
  budget: Budget
  backlog: Backlog
  clock: Clock
  outlet: Outlet
}

/** Ends a socket by name. A paused one could not read the answer to that. */
export function closeSocket(socket: WebSocket, name: CloseName): void {
  socket.resume()
  socket.close(CLOSE[name].code, CLOSE[name].reason)
}

/** One client's connection to one room. */
export class Connection implements Peer, Reader {
  private room: Room | null = null
  private largest = 0

  constructor(
    private readonly socket: WebSocket,
    readonly visitor: Visitor,
    readonly client: number,
    private readonly log: Log,
    private readonly means: Means,
  ) {}

  /** Starts to listen; frames that came before were held back. */
  enter(room: Room): void {
    const { backlog } = this.means
    this.room = room
    backlog.add(this)
    this.socket.on('message', (data, isBinary) => this.receive(data, isBinary))
    this.socket.once('close', (code) => {
      backlog.delete(this)
      this.noteEnd(code)
    })
    this.goOn()
  }

  send(message: Uint8Array): void {
    this.write(message, false)
  }

  sendPackets(packets: Uint8Array): void {
    this.write(packets, true)
  }

  private write(bytes: Uint8Array, arePackets: boolean): void {
    if (this.socket.readyState !== WebSocket.OPEN) return
    const waiting = this.socket.bufferedAmount
    // Who waits for a large room is not slow for that.
    if (waiting > Math.max(BACKLOG_MAX, 2 * this.largest)) return this.close('slow')
    if (bytes.length > this.largest) this.largest = bytes.length
    if (arePackets) this.means.outlet.write(bytes)
    else {
      this.means.outlet.gather()
      this.socket.send(bytes)
    }
    if (waiting > LAG) this.means.backlog.grow(bytes.length)
  }

  close(name: CloseName): void {
    closeSocket(this.socket, name)
  }

  spend(work: number, ofRoom = false): void {
    this.means.budget.spend(work, ofRoom)
  }

  get waiting(): number {
    return this.socket.readyState === WebSocket.OPEN ? this.socket.bufferedAmount : 0
  }

  drop(): void {
    this.close('slow')
  }

  /** A copy that differs from the ledger heals by itself, but should never have come about (rule W6). */
  private noteEnd(code: number): void {
    if (code !== DIVERGED.code) return
    const { visitor, client, room } = this
    this.log.warn({ room: room?.name, user: visitor.user, client }, 'a copy differed from the ledger')
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.socket.readyState !== WebSocket.OPEN) return
    const bytes = bytesOf(data)
    this.spend(COST.message + bytes.length * COST.byte)
    const frame = isBinary ? readFrame(bytes) : null
    if (!frame || !this.room) return this.close('garbage')
    try {
      this.room.take(this, frame)
    } catch (error) {
      // A body that is not what its frame says; the gate's refusals are answers, not errors.
      this.log.warn({ room: this.room.name, error: String(error) }, 'a message was not understood')
      return this.close('garbage')
    }
    if (this.means.budget.wait() > 0) this.rest()
  }

  /** Listens to nothing until what was asked for is paid for: the network holds it back at the sender. */
  private rest(): void {
    if (this.socket.readyState !== WebSocket.OPEN || this.socket.isPaused) return
    this.socket.pause()
    this.goOn()
  }

  private goOn(): void {
    const wait = this.means.budget.wait()
    if (wait > 0) return this.means.clock.after(wait, () => this.goOn())
    if (this.socket.readyState === WebSocket.OPEN) this.socket.resume()
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
