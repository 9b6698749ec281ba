import { Failure } from './server.ts'

export type Farewell = 'send' | 'keep' | 'erase'

export interface SignOutParts {
  /** Reads anew what is on this computer. */
  look(): Promise<void>
  /** Own steps on this computer that the server has not acknowledged. */
  waiting(): number
  /** Texts that were kept apart, or begun: they are on this computer alone, and are not sent by signing out. */
  keptApart(): number
  online(): boolean
  /** Others use this computer. */
  shared: boolean
  /** Sends everything that waits; whether the server acknowledged all of it. */
  send(): Promise<boolean>
  /** Ends the session on the server. @throws Failure */
  leave(): Promise<void>
  /** The user is out; what they have on this computer is erased, or stays. */
  end(erase: boolean): Promise<void>
}

/** Leaving a computer without losing text by accident (rule U16). */
export class SignOut {
  busy = $state(false)
  /** Why nobody was signed out. */
  problem: 'sendFailed' | { message: string } | null = $state.raw(null)

  private picked: Farewell | null = $state(null)

  constructor(private readonly parts: SignOutParts) {}

  /**
   * What the user picked; before that sending, when it is possible and takes nothing away that is here alone, else
   * keeping. On a shared computer, nothing is chosen for the user then.
   */
  get choice(): Farewell | null {
    if (this.picked !== null) return this.picked
    if (this.offered && this.parts.keptApart() === 0) return 'send'
    return this.parts.shared ? null : 'keep'
  }

  set choice(choice: Farewell | null) {
    this.picked = choice
  }

  /** Whether there is anything to choose; when not, signing out is a click. */
  get asks(): boolean {
    return this.parts.waiting() > 0 || this.parts.keptApart() > 0 || this.parts.shared
  }

  /** Whether sending is possible now, or there is nothing to send. */
  get offered(): boolean {
    return this.parts.online() || this.parts.waiting() === 0
  }

  /** Does what was chosen; whether the user is out. What was not known to be here is asked about first. */
  async go(): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.problem = null
    try {
      const asked = this.asks
      await this.parts.look()
      if (this.asks) return asked && this.choice !== null && (await this.#go(this.choice))
      return await this.#go('keep')
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      this.problem = { message: error.message }
      return false
    } finally {
      this.busy = false
    }
  }

  /** Nothing is erased before the server has let go of the session, and nothing unsent before it is sent. */
  async #go(choice: Farewell): Promise<boolean> {
    const { waiting, send, leave, end } = this.parts
    if (choice === 'send' && waiting() > 0 && !(await send())) {
      this.problem = 'sendFailed'
      return false
    }
    await leave()
    await end(choice !== 'keep')
    return true
  }
}
