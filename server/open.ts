import { randomUUID } from 'node:crypto'
import { accessSync, constants, mkdirSync } from 'node:fs'
import path from 'node:path'
import { makeAuth, migrateAuth } from './accounts/auth.ts'
import { readSecret } from './accounts/secret.ts'
import { createApp, type App } from './app.ts'
import type { Held } from './backup/control.ts'
import { noticeLostRows } from './backup/lost-rows.ts'
import { requireWhole } from './backup/restore.ts'
import type { Config } from './config.ts'
import { smtpMailer, type Mailer } from './mail.ts'
import { dropRemoved } from './meetings/removals.ts'
import { Projector } from './projections/projector.ts'
import { migrate, openDatabase, type Database } from './store/database.ts'
import { SqliteLedger } from './store/sqlite-ledger.ts'
import type { Ledger } from './store/store.ts'
import { TerminalError } from './terminal.ts'
import { adoptZones, forgetUnknownZones } from './zones/zones.ts'

/** The built files a server runs beside itself, and serves. */
export interface Built {
  ledgerWorker: URL
  peopleWorker: URL
  papersWorker: URL
  clientDir: string
}

/** What may stand in for a part, in tests. */
export interface Replacements {
  now?: () => number
  mailer?: Mailer | null
  logLevel?: 'warn' | 'silent'
  ledger?: (own: Ledger) => Ledger
  compactAfter?: number
  quiet?: number
}

/** The database of people and meetings, and its sign-in, brought up to date. The ledger stays closed. */
export async function openPeople(
  config: Config,
  script?: URL,
): Promise<{ db: Database; auth: ReturnType<typeof makeAuth> }> {
  prepareFolder(config.dataDir)
  requireWhole(config.dataDir)
  const file = path.join(config.dataDir, 'samreferat.db')
  try {
    const db = await openDatabase(file, script)
    const auth = makeAuth(db, { baseUrl: config.baseUrl, secret: readSecret(config.dataDir) })
    await migrateAuth(auth)
    await migrate(db)
    return { db, auth }
  } catch (error) {
    throw new TerminalError('people', { file, why: error instanceof Error ? error.message : String(error) })
  }
}

/** What an app stands on, for whoever looks at it directly. */
export interface OpenParts {
  db: Database
  ledger: Ledger
  projector: Projector
  /** The ledger's file, for whoever copies it. */
  held: Held
}

/** A server with everything open that it stands on, not listening yet. @throws TerminalError when the data folder cannot be used */
export async function openServer(
  config: Config,
  built: Built,
  replace: Replacements = {},
): Promise<App & OpenParts> {
  const now = replace.now ?? Date.now
  const logLevel = replace.logLevel ?? 'warn'
  const { db, auth } = await openPeople(config, built.peopleWorker)
  const own = await openLedger(config, built.ledgerWorker)
  const ledger = replace.ledger?.(own) ?? own
  const { compactAfter, quiet } = replace
  const log = { warn: (detail: object, message: string) => app.http.log.warn(detail, message) }
  const lost = await noticeLostRows(db, own, now())
  await dropRemoved(db, own)
  const rooms = new Set((await own.heads()).keys())
  await forgetUnknownZones(db, rooms)
  const adopted = await adoptZones(db, own, rooms)
  const script = built.papersWorker
  const projector = new Projector({ db, ledger, script, now, log, compactAfter, quiet })
  const app = await createApp({
    db,
    auth,
    ledger,
    projector,
    mailer: replace.mailer !== undefined ? replace.mailer : mailerOf(config),
    baseUrl: config.baseUrl,
    trustProxy: config.trustProxy,
    clientDir: built.clientDir,
    now,
    newId: randomUUID,
    logLevel,
    quiet,
  })
  if (lost > 0)
    log.warn({ meetings: lost }, 'the ledger has lost text; it comes back from devices that have it')
  if (adopted.length > 0)
    log.warn({ zones: adopted }, 'who may read these closed items is lost: their secretaries alone do now')
  own.watch(() => {
    if (own.trouble !== null) log.warn({ why: own.trouble }, 'the ledger cannot be written')
    else log.warn({}, 'the ledger is written again')
  })
  const close = async () => {
    own.stopWaiting()
    await app.close()
    await projector.close()
    await ledger.close()
    await db.destroy()
  }
  return { ...app, db, ledger, projector, held: own, close }
}

function mailerOf({ smtpUrl, mailFrom }: Config): Mailer | null {
  return smtpUrl === null ? null : smtpMailer(smtpUrl, mailFrom)
}

function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK | constants.R_OK)
  } catch (error) {
    throw new TerminalError('dataDir', { folder, why: (error as Error).message })
  }
}

async function openLedger({ dataDir }: Config, script: URL): Promise<SqliteLedger> {
  const file = path.join(dataDir, 'ledger.db')
  try {
    return await SqliteLedger.open(file, script)
  } catch (error) {
    throw ledgerProblem(file, error)
  }
}

/** Why a ledger's file cannot be opened, in one sentence. */
export function ledgerProblem(file: string, error: unknown): TerminalError {
  const why = error instanceof Error ? error.message : String(error)
  return /locked|busy/i.test(why)
    ? new TerminalError('ledgerInUse', { file })
    : new TerminalError('ledger', { file, why })
}
