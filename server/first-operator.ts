import { FIRST_ADDRESS } from '../schema/address.ts'
import { INVITATION_DAYS } from './accounts/auth.ts'
import type { Accounts } from './accounts/accounts.ts'

/**
 * A sign-in link for the first operator; null once somebody has used one. Those printed at an earlier start stay good:
 * somebody may hold one in their hand.
 */
export async function firstOperatorLink(accounts: Accounts): Promise<string | null> {
  if (await accounts.hasOperator()) return null
  const user = (await accounts.find(FIRST_ADDRESS)) ?? (await accounts.create(FIRST_ADDRESS, '', true))
  const life = INVITATION_DAYS * 24 * 60 * 60 * 1000
  return accounts.link({ user, forum: null, next: '/velkommen', shownTo: null, life, beside: true })
}
