import type { Duplex } from 'node:stream'

/**
 * A connection's way to the network. What goes out in one turn of the event loop leaves in one system call, which costs
 * more than all the rest of it.
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
    this.gather()
    this.stream.write(packets)
  }
}
