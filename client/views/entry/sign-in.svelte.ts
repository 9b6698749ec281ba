import type { LinkLook, SignedIn, SignInAnswer } from '../../../schema/api.ts'
import { Acts } from '../../state/acts.svelte.ts'
import type { Ask, Failure } from '../../state/server.ts'

/** Where a visitor is on the sign-in page. */
export type SignInStep =
  | { kind: 'mail'; /** The link they came with no longer works. */ used: boolean }
  | {
      kind: 'sent'
      mail: string
      answer: SignInAnswer
      /** When the link may be sent again. */ againAt: number
    }
  /** The link has not been looked at yet, or could not be. */
  | { kind: 'looking'; token: string }
  | { kind: 'link'; token: string; look: LinkLook }

/** How long a link asked for here is good for. */
export const LINK_MINUTES = 20

/** What the server says of a link that opens nothing any more. */
const OVER = new Set(['linkUsed', 'linkOld', 'linkUnknown', 'badRequest'])

/** Seconds before a link can be sent again. */
export const AGAIN = 40

export interface SignInParts {
  ask: Ask
  /** Milliseconds. */
  now(): number
  /** The user is in. */
  done(signedIn: SignedIn): Promise<void>
}

/** Sign-in by one-time link: a mail address, or a link that waits for its button (rules U8, U9). */
export class SignIn extends Acts {
  step: SignInStep = $state.raw({ kind: 'mail', used: false })
  mail = $state('')

  constructor(
    private readonly parts: SignInParts,
    /** From the address bar; empty without a link. */
    token: string,
  ) {
    super()
    if (token !== '') this.step = { kind: 'looking', token }
  }

  /** Looks whose link it is. Nothing is spent. */
  look(token: string): Promise<boolean> {
    this.step = { kind: 'looking', token }
    return this.act(async () => {
      const look = await this.parts.ask<LinkLook>('POST', '/sign-in/look', { token })
      this.step = { kind: 'link', token, look }
    })
  }

  /** Asks for a link; the same for known and unknown addresses. */
  send(): Promise<boolean> {
    const mail = this.mail.trim()
    return this.act(async () => {
      const answer = await this.parts.ask<SignInAnswer>('POST', '/sign-in/request', { email: mail })
      this.step = { kind: 'sent', mail, answer, againAt: this.parts.now() + AGAIN * 1000 }
    })
  }

  /** Back to the address. */
  change(): void {
    this.problem = null
    this.step = { kind: 'mail', used: false }
  }

  /** Spends the link. */
  spend(): Promise<boolean> {
    const { step } = this
    if (step.kind !== 'link') return Promise.resolve(false)
    return this.act(async () =>
      this.parts.done(await this.parts.ask<SignedIn>('POST', '/sign-in', { token: step.token })),
    )
  }

  /** A link that does not work leads back to the address; one that was not looked at is kept. */
  protected override fail(failure: Failure): void {
    const { kind } = this.step
    const byLink = kind === 'looking' || kind === 'link'
    if (byLink && failure.id !== null && OVER.has(failure.id)) this.step = { kind: 'mail', used: true }
    else super.fail(failure)
  }
}

/** The token of a pasted sign-in link, or of the token itself; null when it is neither. */
export function tokenOf(text: string): string | null {
  const hash = text.trim().split('#').at(-1) ?? ''
  return /^(token=)?[\w.~-]{16,}$/.test(hash) ? hash.replace(/^token=/, '') : null
}
