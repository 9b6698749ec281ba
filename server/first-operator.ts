import { INVITATION_DAYS } from './accounts/auth.ts'
import type { Accounts } from './accounts/accounts.ts'

/** The account that a new server begins with; whoever opens its link gives it a name. */
const FIRST_OPERATOR = 'operator@samreferat.local'

/** Lines with a sign-in link for the first operator; none once somebody has used one. */
export async function firstOperatorLink(accounts: Accounts): Promise<string[]> {
  if (await accounts.hasOperator()) return []
  const user = (await accounts.find(FIRST_OPERATOR)) ?? (await accounts.create(FIRST_OPERATOR, '', true))
  const life = INVITATION_DAYS * 24 * 60 * 60 * 1000
  const link = await accounts.link({ user, forum: null, next: '/velkommen', shownTo: null, life })
  return [
    '',
    'This server is new. Open this link to become its operator and make the first forum.',
    `It can be used once, within ${INVITATION_DAYS} days:`,
    '',
    `  ${link}`,
    '',
  ]
}
