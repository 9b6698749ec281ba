import type { Duplex } from 'node:stream'

/**
 * A connection's way to the network. A system call costs more than all the rest of it: what others send in one turn of
 * the event loop leaves in one, and so does what is framed already.
 */
export class Outlet {
  private isHeld = false

  constructor(private readonly stream: Pick<Duplex, 'cork' | 'uncork' | 'write'>) {}

  /** Called before each write to the same stream by others. */
  gather(): void {
    if (this.isHeld) return
    this.isHeld = true
    this.stream.cork()
    process.nextTick(() => {
      this.isHeld = false
      this.stream.uncork()
    })
  }

  /** Writes what is framed already. */
  write(packets: Uint8Array): void {
    this.stream.write(packets)
  }
}
