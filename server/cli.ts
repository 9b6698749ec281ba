import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ROLES, type Role } from '../schema/roles.ts'
import { Accounts } from './accounts/accounts.ts'
import { INVITATION_DAYS } from './accounts/auth.ts'
import { backUp } from './backup/backup.ts'
import { restore } from './backup/restore.ts'
import { checkData } from './check.ts'
import { readConfig, readLanguage } from './config.ts'
import { audit } from './forums/audit.ts'
import { ledgerProblem, openPeople } from './open.ts'
import type { Database } from './store/database.ts'
import { Terminal, TerminalError } from './terminal.ts'

const terminal = new Terminal(readLanguage(process.env))

/** The commands that do not serve. Each says in one sentence what is wrong when it cannot go on. */
const COMMANDS: Record<string, (args: string[]) => Promise<void>> = {
  link,
  token,
  check,
  backup,
  restore: restoreFrom,
}

async function link(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { forum: { type: 'string' }, role: { type: 'string' }, operator: { type: 'boolean' } },
  })
  const email = emailOf(positionals)
  const role = roleOf(values.role)
  await withPeople(async (db, accounts) => {
    const forum = values.forum === undefined ? null : await forumOf(db, values.forum)
    const user = (await accounts.find(email)) ?? (await accounts.create(email, email.split('@')[0] ?? ''))
    if (values.operator)
      await db.updateTable('person').set({ operator: 1 }).where('user', '=', user).execute()
    if (forum !== null) await putMember(db, forum, user, role)
    await accounts.rightsChanged([user])
    const next = forum === null ? '/' : `/forum/${forum}`
    const life = INVITATION_DAYS * 24 * 60 * 60 * 1000
    terminal.write(await accounts.link({ user, forum, next, shownTo: null, life }))
  })
}

async function token(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { end: { type: 'boolean', default: false } },
  })
  const email = emailOf(positionals)
  await withPeople(async (_db, accounts) => {
    const user = await accounts.find(email)
    if (user === null) throw new TerminalError('noAccount', { email })
    if (!values.end) return terminal.write(await accounts.token(user))
    await accounts.endTokens(user)
    terminal.say('tokensEnded', { email })
  })
}

async function check(): Promise<void> {
  const { dataDir } = readConfig(process.env)
  const file = path.join(dataDir, 'ledger.db')
  if (!existsSync(file)) throw new TerminalError('noLedger', { folder: dataDir })
  const { rooms, damaged } = await checkData(dataDir).catch((error: unknown) => {
    throw ledgerProblem(file, error)
  })
  for (const { what, why } of damaged) terminal.write(`${what}: ${why}`)
  terminal.say('checked', { rooms, damaged: damaged.length })
  if (damaged.length > 0) process.exitCode = 1
}

async function backup(args: string[]): Promise<void> {
  const { dataDir } = readConfig(process.env)
  const file = fileOf(args)
  await backUp(dataDir, file).catch((error: unknown) => {
    if (error instanceof TerminalError) throw error
    throw new TerminalError('noBackupMade', {
      file,
      why: error instanceof Error ? error.message : String(error),
    })
  })
  terminal.say('backedUp', { file })
}

async function restoreFrom(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      replace: { type: 'boolean', default: false },
      'without-closings': { type: 'boolean', default: false },
    },
  })
  const { dataDir } = readConfig(process.env)
  const file = fileOf(positionals)
  if (!existsSync(file)) throw new TerminalError('noFile', { file })
  const { replace, 'without-closings': withoutClosings } = values
  const options = { replace, withoutClosings, now: Date.now() }
  const { rooms, closed, mayBeOpen, aside } = await restore(dataDir, file, options)
  terminal.say('restored', { folder: dataDir, rooms })
  if (closed > 0) terminal.say('closedAgain', { closed })
  if (mayBeOpen) terminal.say('mayBeOpen')
  terminal.say('linksEnded')
  if (aside !== null) terminal.say('putAside', { folder: aside })
}

function fileOf([file, ...rest]: string[]): string {
  if (file === undefined || rest.length > 0)
    throw new TerminalError('oneFile', { came: [file, ...rest].join(' ').trim() })
  return path.resolve(file)
}

async function withPeople(work: (db: Database, accounts: Accounts) => Promise<void>): Promise<void> {
  const config = readConfig(process.env)
  const { db, auth } = await openPeople(config)
  try {
    await work(db, new Accounts({ db, auth, baseUrl: config.baseUrl, now: Date.now }))
  } finally {
    await db.destroy()
  }
}

function emailOf([email, ...rest]: string[]): string {
  if (email === undefined || rest.length > 0 || !/^\S+@\S+\.\S+$/.test(email))
    throw new TerminalError('oneEmail', { came: [email, ...rest].join(' ').trim() })
  return email
}

function roleOf(text = 'member'): Role {
  const role = ROLES.find((known) => known === text)
  if (!role) throw new TerminalError('role', { roles: ROLES.join(', '), came: text })
  return role
}

/** A forum by its id or its name. */
async function forumOf(db: Database, text: string): Promise<string> {
  const rows = await db
    .selectFrom('forum')
    .select('id')
    .where((row) => row.or([row('id', '=', text), row('name', '=', text)]))
    .execute()
  const [forum, other] = rows
  if (!forum) throw new TerminalError('noForum', { came: text })
  if (other)
    throw new TerminalError('severalForums', { came: text, ids: rows.map(({ id }) => id).join(', ') })
  return forum.id
}

async function putMember(db: Database, forum: string, user: string, role: Role): Promise<void> {
  const invited = new Date().toISOString()
  await db
    .insertInto('member')
    .values({ forum, user, title: null, organisation: null, role, invited })
    .onConflict((conflict) => conflict.columns(['forum', 'user']).doUpdateSet({ role }))
    .execute()
  await audit(db, Date.now(), { actor: null, action: 'member.changed', forum, subject: user, detail: role })
}

try {
  const [name = '', ...args] = process.argv.slice(2)
  await COMMANDS[name]?.(args)
} catch (error) {
  terminal.stopWith(error)
}
