/** What all readers together may leave waiting, in bytes. */
const TOTAL = 256 * 1024 * 1024
/** How much is sent to readers who lag behind until somebody looks at the sum again. */
const LOOK = 4 * 1024 * 1024

/** A reader with something waiting for it. */
export interface Reader {
  /** Bytes; 0 when it is on its way out. */
  readonly waiting: number
  drop(): void
}

/** Sees to it that slow readers do not fill the memory of the whole server: those who lag most are dropped (rule W7). */
export class Backlog {
  private readonly readers = new Set<Reader>()
  private unseen = 0

  constructor(private readonly total = TOTAL) {}

  add(reader: Reader): void {
    this.readers.add(reader)
  }

  delete(reader: Reader): void {
    this.readers.delete(reader)
  }

  /** So many bytes more wait for some reader. */
  grow(bytes: number): void {
    this.unseen += bytes
    if (this.unseen < Math.min(LOOK, this.total / 16)) return
    this.unseen = 0
    this.relieve()
  }

  private relieve(): void {
    const lagging = [...this.readers].map((reader) => ({ reader, waiting: reader.waiting }))
    let sum = lagging.reduce((sum, { waiting }) => sum + waiting, 0)
    if (sum <= this.total) return
    lagging.sort((a, b) => b.waiting - a.waiting)
    for (const { reader, waiting } of lagging) {
      if (sum <= this.total) return
      reader.drop()
      sum -= waiting
    }
  }
}
