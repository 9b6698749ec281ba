import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { magicLink } from 'better-auth/plugins'
import type { Database } from '../store/database.ts'

/** Days that an invitation is good for, and the longest any link lives. */
export const INVITATION_DAYS = 7
const SESSION_DAYS = 90

const DAY_SECONDS = 24 * 60 * 60

/** better-auth's core, with one-time links as the only way in. Its own HTTP routes are never exposed. */
export type Auth = ReturnType<typeof makeAuth>

export function makeAuth(db: Database, options: { baseUrl: string; secret: string }) {
  return betterAuth({
    baseURL: options.baseUrl,
    basePath: '/api/auth',
    secret: options.secret,
    telemetry: { enabled: false },
    database: { db, type: 'sqlite' },
    // The answer of our own routes would not carry a refreshed cookie.
    session: { expiresIn: SESSION_DAYS * DAY_SECONDS, disableSessionRefresh: true },
    advanced: { cookiePrefix: 'samreferat' },
    logger: { level: 'error' },
    plugins: [
      magicLink({
        expiresIn: INVITATION_DAYS * DAY_SECONDS,
        storeToken: 'hashed',
        disableSignUp: true,
        sendMagicLink: ({ token, metadata }) => (metadata?.made as (token: string) => void)(token),
      }),
    ],
  })
}

/** Makes better-auth's tables, or brings them up to date. */
export async function migrateAuth(auth: Auth): Promise<void> {
  const { runMigrations } = await getMigrations(auth.options)
  await runMigrations()
}
