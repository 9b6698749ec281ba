import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Role } from '../../schema/roles.ts'
import { buildServer } from '../../server/build.mjs'
import type { Mail } from '../../server/mail.ts'
import { openServer, type Replacements } from '../../server/open.ts'
import { ROOT, temporaryFolder } from './sync-server.ts'

const HOUR = 60 * 60 * 1000

export type Opened = Awaited<ReturnType<typeof openServer>>

export interface TestServer {
  /** `http://127.0.0.1:<port>` */
  url: string
  /** `ws://127.0.0.1:<port>/sync` */
  wsUrl: string
  dataDir: string
  mails: Mail[]
  /** Its parts, for what a test sets up or looks at directly. */
  server: Opened
  /** The cookie header of a fresh session; makes the account when there is none. */
  signIn(email: string, options?: { name?: string; operator?: boolean }): Promise<string>
  /** The same, and who it is. */
  person(email: string, options?: { name?: string; operator?: boolean }): Promise<Person>
  /** Gives somebody a role in a forum, whatever they were there. */
  seat(forum: string, user: Person, role: Role): Promise<void>
  /** A request under `/api`; answers status and body. */
  call(method: string, address: string, options?: CallOptions): Promise<Answer>
  /** Closes it; a data folder that the test did not bring goes too. */
  close(): Promise<void>
}

/** Somebody who is signed in. */
export interface Person {
  cookie: string
  id: string
}

export interface CallOptions {
  cookie?: string
  body?: unknown
  headers?: Record<string, string>
}

export interface Answer {
  status: number
  // The body is checked by the test that reads it.
  body: Record<string, unknown> & { error?: { id: string; message: string } }
  headers: Headers
}

export interface TestServerOptions extends Replacements {
  dataDir?: string
  /** Whether the server can send mail; what it sends is in `mails`. */
  mail?: boolean
  trustProxy?: string
}

/** The built files beside the sources. Builds the server when it is stale, never the client. */
export async function builtFiles() {
  await buildServer(ROOT)
  const script = (name: string) => pathToFileURL(path.join(ROOT, 'dist/server', name))
  return {
    ledgerWorker: script('ledger-worker.js'),
    peopleWorker: script('people-worker.js'),
    papersWorker: script('papers-worker.js'),
    clientDir: path.join(ROOT, 'dist/client'),
  }
}

/** The whole server in this process, on a free port, with a data folder of its own. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = options.dataDir === undefined ? await temporaryFolder() : null
  const dataDir = options.dataDir ?? folder?.dir ?? ''
  const mails: Mail[] = []
  const mailer = options.mail ? async (mail: Mail) => void mails.push(mail) : null
  const { trustProxy = 'loopback' } = options
  const config = { port: 0, host: '127.0.0.1', dataDir, smtpUrl: null, mailFrom: '', trustProxy }
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = await openServer({ ...config, port, baseUrl: url }, await builtFiles(), {
    logLevel: 'silent',
    mailer,
    ...options,
  })
  await server.http.listen({ port, host: '127.0.0.1' })
  return {
    url,
    wsUrl: `ws://127.0.0.1:${port}/sync`,
    dataDir,
    mails,
    server,
    signIn: (email, account) => signIn(server, url, email, account),
    person: async (email, account) => {
      const cookie = await signIn(server, url, email, account)
      return { cookie, id: (await server.accounts.find(email)) ?? '' }
    },
    seat: (forum, user, role) => seat(server, forum, user, role),
    call: (method, address, request) => call(url, method, address, request),
    close: async () => {
      await server.close()
      await folder?.remove()
    },
  }
}

async function signIn(
  { accounts }: Opened,
  url: string,
  email: string,
  { name = email.split('@')[0] ?? '', operator = false } = {},
): Promise<string> {
  const user = (await accounts.find(email)) ?? (await accounts.create(email, name, operator))
  const link = await accounts.link({ user, forum: null, next: '/', shownTo: null, life: HOUR })
  return spendLink(url, link)
}

async function seat({ db }: Opened, forum: string, { id: user }: Person, role: Role): Promise<void> {
  await db
    .insertInto('member')
    .values({ forum, user, role, organisation: null, title: null, invited: '' })
    .onConflict((conflict) => conflict.doUpdateSet({ role }))
    .execute()
}

/** Spends a sign-in link and answers the cookie header. */
export async function spendLink(url: string, link: string): Promise<string> {
  const answer = await call(url, 'POST', '/api/sign-in', { body: { token: link.split('#')[1] } })
  if (answer.status !== 200) throw new Error(`the link was not taken: ${JSON.stringify(answer.body)}`)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

export async function call(
  url: string,
  method: string,
  address: string,
  { cookie, body, headers = {} }: CallOptions = {},
): Promise<Answer> {
  const response = await fetch(url + address, {
    method,
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  return {
    status: response.status,
    body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
    headers: response.headers,
  }
}

export interface SpawnedServer {
  url: string
  wsUrl: string
  process: ChildProcess
  /** Everything it has written so far. */
  output(): string
  /** The sign-in links it has printed. */
  links(): string[]
  /** `kill -9`, and gone when it resolves. */
  kill(): Promise<void>
  /** SIGTERM, and gone when it resolves; answers the exit code. */
  stop(): Promise<number | null>
}

/**
 * The real built server as a process of its own, for what only a `kill -9` shows. Ready when this resolves.
 * Give `port` to come back on the same one.
 */
export async function spawnServer(options: {
  dataDir: string
  port?: number
  demo?: boolean
  env?: Record<string, string>
  /** Where the built server is; this version's when left out. */
  built?: string
}): Promise<SpawnedServer> {
  await buildServer(ROOT)
  const port = options.port ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  const args = [
    path.join(options.built ?? path.join(ROOT, 'dist'), 'server/main.js'),
    ...(options.demo ? ['demo'] : []),
  ]
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    BASE_URL: url,
    DATA_DIR: options.dataDir,
  }
  const child = spawn(process.execPath, args, {
    env: { ...env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that fails half-way must not leave its server behind.
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  let text = ''
  const exited = once(child, 'exit')
  child.stdout.on('data', (data) => (text += String(data)))
  child.stderr.on('data', (data) => (text += String(data)))
  await untilReady(child, exited, url, () => text)
  return {
    url,
    wsUrl: `ws://127.0.0.1:${port}/sync`,
    process: child,
    output: () => text,
    links: () => text.match(/http\S+\/log-ind#\S+/g) ?? [],
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    stop: async () => {
      child.kill('SIGTERM')
      await exited
      return child.exitCode
    },
  }
}

/** The server writes its address last, when it listens and its links are out. */
async function untilReady(
  child: ChildProcess,
  exited: Promise<unknown>,
  url: string,
  output: () => string,
): Promise<void> {
  const isReady = () => output().includes(`Samreferat: ${url}\n`)
  while (!isReady()) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${output()}`)
    await Promise.race([once(child.stdout ?? child, 'data'), exited])
  }
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((closed) => probe.close(closed))
  return port
}
