import { RoomCore } from '../../client/sync/room-core.ts'
import type { Local } from '../../client/sync/local.ts'
import type { Loaded } from '../../client/sync/local-room.ts'
import type { Platform } from '../../client/sync/platform.ts'
import { nameSteps } from '../../client/sync/unsent.ts'
import type { Margin } from '../../schema/margin.ts'
import { MARGIN } from './meeting.ts'

/** The margin of a window: the room as the client keeps it, without what shows it. */
export class Remarks {
  readonly core: RoomCore
  private loaded: Loaded | null = null
  private wasReady = false

  constructor(platform: Platform, local: Local) {
    this.core = new RoomCore(MARGIN, platform, local, {
      admitted: () => local.admitted(MARGIN),
      edited: () => undefined,
      merged: () => undefined,
      changed: () => undefined,
    })
    platform.onNetwork(() => this.core.connection.restart())
    void this.core.opened.then((loaded) => {
      this.loaded = loaded
      nameSteps(this.core)
    })
    void this.core.connect()
  }

  get doc(): Margin {
    return this.core.doc
  }

  /** Whether there is a margin to write in: once there is, it stays. */
  get isReady(): boolean {
    const { loaded, core } = this
    this.wasReady ||= loaded === 'copy' || loaded === 'known' || (loaded !== null && core.connection.synced)
    return this.wasReady && !core.isRefused
  }

  /** Changes one entry, which waits from now on until the server has it. */
  write(entry: string, change: () => void): void {
    this.core.own.as(entry, () => this.doc.transact(change))
  }

  kill(): void {
    this.core.own.stop()
    this.core.connection.destroy()
    this.core.copy.close()
  }
}
