import { INVITATION_DAYS } from './accounts/auth.ts'
import type { Accounts } from './accounts/accounts.ts'

/** The account that a new server begins with; whoever opens its link gives it a name. */
const FIRST_OPERATOR = 'operator@samreferat.local'

/** A sign-in link for the first operator; null once somebody has used one. */
export async function firstOperatorLink(accounts: Accounts): Promise<string | null> {
  if (await accounts.hasOperator()) return null
  const user = (await accounts.find(FIRST_OPERATOR)) ?? (await accounts.create(FIRST_OPERATOR, '', true))
  const life = INVITATION_DAYS * 24 * 60 * 60 * 1000
  return accounts.link({ user, forum: null, next: '/velkommen', shownTo: null, life })
}
