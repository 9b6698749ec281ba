import { WebSocket, type RawData } from 'ws'
import { CLOSE, DIVERGED, type CloseName } from '../../schema/protocol.ts'
import { readFrame } from './frames.ts'
import type { Log, Peer, Room } from './room.ts'
import type { Visitor } from './visitor.ts'

/** A reader that lets more than this pile up is sent away to come back and catch up, in bytes. */
const BACKLOG_MAX = 32 * 1024 * 1024

/** Ends a socket by name. A paused one could not read the answer to that. */
export function closeSocket(socket: WebSocket, name: CloseName): void {
  socket.resume()
  socket.close(CLOSE[name].code, CLOSE[name].reason)
}

/** One client's connection to one room. */
export class Connection implements Peer {
  private room: Room | null = null

  constructor(
    private readonly socket: WebSocket,
    readonly visitor: Visitor,
    readonly client: number,
    private readonly log: Log,
  ) {}

  /** Starts to listen; frames that came before were held back. */
  enter(room: Room): void {
    this.room = room
    this.socket.on('message', (data, isBinary) => this.receive(data, isBinary))
    this.socket.once('close', (code) => this.noteEnd(code))
    this.socket.resume()
  }

  send(bytes: Uint8Array): void {
    if (this.socket.readyState !== WebSocket.OPEN) return
    if (this.socket.bufferedAmount > BACKLOG_MAX) return this.close('slow')
    this.socket.send(bytes)
  }

  close(name: CloseName): void {
    closeSocket(this.socket, name)
  }

  /** A copy that differs from the ledger heals by itself, but should never have come about (rule W6). */
  private noteEnd(code: number): void {
    if (code !== DIVERGED.code) return
    const { visitor, client, room } = this
    this.log.warn({ room: room?.name, user: visitor.user, client }, 'a copy differed from the ledger')
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.socket.readyState !== WebSocket.OPEN) return
    const frame = isBinary ? readFrame(bytesOf(data)) : null
    if (!frame || !this.room) return this.close('garbage')
    try {
      this.room.take(this, frame)
    } catch (error) {
      // A body that is not what its frame says; the gate's refusals are answers, not errors.
      this.log.warn({ room: this.room.name, error: String(error) }, 'a message was not understood')
      this.close('garbage')
    }
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
