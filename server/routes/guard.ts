import type { FastifyRequest } from 'fastify'
import type { Language } from '../../schema/words/index.ts'
import type { Accounts, Actor } from '../accounts/accounts.ts'
import { failures } from '../errors.ts'

/** The user behind a request. @throws Failure when there is none. */
export async function signedIn(accounts: Accounts, request: FastifyRequest): Promise<Actor> {
  const session = await accounts.session(request.headers)
  if (!session) throw failures.signIn()
  return { ...(await accounts.user(session.user)), session: session.id }
}

/** The reader's language: Danish unless English is asked for first. */
export function languageOf(request: FastifyRequest): Language {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'da'
}

/**
 * Whether a page of this origin, reached under this host name, is one of ours. Scripts send no origin, and have no
 * cookies of somebody else's to misuse.
 */
export function ownOrigin(baseUrl: string) {
  return (origin: string | undefined, host: string | undefined): boolean => {
    if (origin === undefined || origin === baseUrl) return true
    return host !== undefined && URL.canParse(origin) && new URL(origin).host === host
  }
}
