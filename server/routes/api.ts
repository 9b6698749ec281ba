import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Accounts } from '../accounts/accounts.ts'
import type { Forums } from '../forums/forums.ts'
import type { Members } from '../forums/members.ts'
import type { Hearings } from '../hearings/hearings.ts'
import type { Reminders } from '../hearings/reminders.ts'
import type { Mailer } from '../mail.ts'
import type { Guests } from '../meetings/guests.ts'
import type { Meetings } from '../meetings/meetings.ts'
import type { Removals } from '../meetings/removals.ts'
import type { Publications } from '../public/publications.ts'
import type { Closings } from '../zones/closings.ts'
import type { Phases } from '../meetings/phases.ts'

/** What the routes stand on. */
export interface Api {
  accounts: Accounts
  forums: Forums
  members: Members
  meetings: Meetings
  phases: Phases
  hearings: Hearings
  reminders: Reminders
  guests: Guests
  removals: Removals
  closings: Closings
  publications: Publications
  mailer: Mailer | null
  /** Called when a session is over. */
  sessionEnded(session: string): void
  /** Called when a user is shown under another name. */
  renamed(user: string): void
}

/** The app with routes whose bodies and answers are checked by zod. */
export function typed(app: FastifyInstance) {
  return app.withTypeProvider<ZodTypeProvider>()
}
