import type { Sqlite } from './sqlite.ts'

/** The journal is cut down to this after a checkpoint, in bytes; one large snapshot would leave it large for ever. */
const JOURNAL_MAX = 8 * 1024 * 1024
/** Pages in the journal with which they are brought into the file. */
const CHECKPOINT_PAGES = 1000

/** Where a commit of the ledger goes first, and from where it is brought into the file. */
export class LedgerJournal {
  /** While somebody copies the file: what is written goes into the journal alone. */
  private held = false

  constructor(private readonly db: Sqlite) {
    db.exec(`PRAGMA journal_size_limit=${JOURNAL_MAX}`)
  }

  /**
   * Leaves the file as it is now, in order and with all that was written, until it is let go: it can be copied, and
   * whoever writes waits for none of that.
   *
   * @throws Error when it is held already, or the disk does not take it
   */
  hold(): void {
    if (this.held) throw new Error('another backup is being written')
    this.db.exec('PRAGMA wal_autocheckpoint=0')
    this.held = true
    try {
      this.checkpoint()
    } catch (error) {
      this.letGo()
      throw error
    }
  }

  /** Answers whether it was held until now. */
  letGo(): boolean {
    const wasHeld = this.held
    this.held = false
    this.db.exec(`PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES}`)
    try {
      this.checkpoint()
    } catch {
      // It comes with one of the next rows, or what was remade meanwhile is overwritten with the next remake.
    }
    return wasHeld
  }

  /** Leaves nothing of what `work` deletes, in the file or in the journal: some of it is not for everybody any more. */
  overwriting(work: () => void): void {
    this.db.exec('PRAGMA secure_delete=ON')
    try {
      work()
    } finally {
      this.db.exec('PRAGMA secure_delete=FAST')
    }
    try {
      this.db.exec('PRAGMA incremental_vacuum')
      if (!this.held) this.checkpoint()
    } catch {
      // It is done, and whoever asked is not to hear that it was not.
    }
  }

  /** Brings everything into the file, and leaves nothing in the journal. @throws Error when the disk does not take it */
  private checkpoint(): void {
    const { busy } = this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
    if (busy !== 0) throw new Error('the journal is in use')
  }
}
