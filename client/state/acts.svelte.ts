import { Failure } from './server.ts'

/** What a page asks of the server, one act at a time, and what went wrong with the last one. */
export abstract class Acts {
  busy = $state(false)
  /** In words; null when nothing went wrong. */
  problem: string | null = $state(null)

  /** Whether it was done. While another act is under way nothing is. */
  protected async act(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.problem = null
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      this.fail(error)
      return false
    } finally {
      this.busy = false
    }
  }

  protected fail({ message }: Failure): void {
    this.problem = message
  }
}
