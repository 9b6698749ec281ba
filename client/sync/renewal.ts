/** What a renewal needs to know and to do. */
export interface RenewalParts {
  /** Whether the server said that this editor is too old. */
  isTooOld(): boolean
  /** Writes everything to the device. */
  flush(): Promise<void>
  /** Whether everything is on the device's disk. */
  isSaved(): boolean
  /** Fetches the new version and loads the page with it; false when there is none. */
  renew(): Promise<boolean>
}

/** Quiet time before a page is loaded anew, in ms: never in the middle of a word. */
const PAUSE = 10_000

/** Brings the new version in when the user pauses: after the text is on disk, never before. */
export class Renewal {
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly parts: RenewalParts,
    private readonly pause = PAUSE,
  ) {}

  /** To be called when the status changes and at every edit: the pause begins again. */
  touch(): void {
    this.stop()
    if (this.parts.isTooOld()) this.#timer = setTimeout(() => void this.now(), this.pause)
  }

  /** Without waiting for a pause. False: the text is not on disk, or there is no new version to be had. */
  async now(): Promise<boolean> {
    this.stop()
    await this.parts.flush()
    return this.parts.isSaved() && (await this.parts.renew())
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
