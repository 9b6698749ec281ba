import { MAX_MESSAGE, SYNC } from '../../schema/protocol.ts'

/** What becomes of a message that is to be sent: it goes, it waits for the answer that will hold it, or it never goes. */
export type Departure = 'goes' | 'isInAnswer' | 'tooLarge'

/** Counts the messages of one connection as the server does, and knows which of them are settled (rule W2). */
export class Tally {
  #sent = 0
  #settled = 0
  readonly #answers = new Set<number>()

  /** A connection begins. */
  begin(): void {
    this.#sent = 0
    this.#settled = 0
    this.#answers.clear()
  }

  /** The connection is gone: what was answered on it says nothing any more. */
  end(): void {
    this.#answers.clear()
  }

  /** Counted messages that have been sent. */
  get sent(): number {
    return this.#sent
  }

  get settled(): number {
    return this.#settled
  }

  /** Counted messages that are not settled. */
  get outstanding(): number {
    return this.#sent - this.#settled
  }

  /** Whether the server's question was answered: with everything that the document held. */
  get hasAnswered(): boolean {
    return this.#answers.size > 0
  }

  /** Whether a counted message was an answer to the server's question, rather than a change. */
  isAnswer(message: number): boolean {
    return this.#answers.has(message)
  }

  /** A counted message is to be sent, as `sent` from now on when it goes. */
  leaves(data: Uint8Array): Departure {
    // The answer is made from the whole document, so a held-back update is in it.
    if (data[1] === SYNC.update && !this.hasAnswered) return 'isInAnswer'
    if (data.length > MAX_MESSAGE) return 'tooLarge'
    this.#sent += 1
    if (data[1] === SYNC.step2) this.#answers.add(this.#sent)
    return 'goes'
  }

  /** The server has settled messages up to this number; false: more than were sent, which says nothing. */
  settle(upTo: number): boolean {
    if (upTo > this.#sent) return false
    this.#settled = Math.max(this.#settled, upTo)
    return true
  }
}
