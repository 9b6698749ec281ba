import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import type { Overview } from '../../schema/api.ts'
import { paperRoom } from '../../schema/protocol.ts'
import { buildServer } from '../../server/build.mjs'
import { readConfig } from '../../server/config.ts'
import { call, freePort, spawnServer, spendLink, type SpawnedServer } from './harness.ts'
import { ROOT, TestClient, temporaryFolder } from './sync-server.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let running: SpawnedServer | null = null
const clients: TestClient[] = []

beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(async () => {
  clients.splice(0).forEach((client) => client.destroy())
  if (running?.process.exitCode === null) await running.kill()
  running = null
  await folder.remove()
})

async function start(options: { port?: number; demo?: boolean } = {}): Promise<SpawnedServer> {
  running = await spawnServer({ dataDir: folder.dir, ...options })
  return running
}

/** Runs a built file to its end. */
async function run(file: 'main' | 'cli' | 'convert', args: string[], env: Record<string, string> = {}) {
  await buildServer(ROOT)
  const child = spawn(process.execPath, [path.join(ROOT, `dist/server/${file}.js`), ...args], {
    // vitest has a BASE_URL of its own.
    env: { ...process.env, BASE_URL: '', LC_ALL: 'C', DATA_DIR: folder.dir, HOST: '127.0.0.1', ...env },
  })
  let text = ''
  child.stdout.on('data', (data) => (text += String(data)))
  child.stderr.on('data', (data) => (text += String(data)))
  await once(child, 'close')
  return { code: child.exitCode, text: text.trim() }
}

test.each([
  ['PORT', 'http', 'PORT must be a number from 0 to 65535, but is "http".'],
  ['PORT', '70000', 'PORT must be a number from 0 to 65535, but is "70000".'],
  [
    'BASE_URL',
    'samreferat.example',
    'BASE_URL must be an address that begins with http:// or https://, but is "samreferat.example".',
  ],
  [
    'BASE_URL',
    'https://a.example/b',
    'BASE_URL must be an address without a path, but is "https://a.example/b".',
  ],
  [
    'SMTP_URL',
    'http://u:hemmelig@m.example',
    'SMTP_URL must be an address that begins with smtp:// or smtps://, but is "http://u:…@m.example".',
  ],
  [
    'TRUST_PROXY',
    '10.0.0.1, 10.0.0.0/33',
    'TRUST_PROXY must be addresses of proxies, like 10.0.0.2 or 10.0.0.0/8, with commas between, but is "10.0.0.1, 10.0.0.0/33".',
  ],
  [
    'TRUST_PROXY',
    'true',
    'TRUST_PROXY must be addresses of proxies, like 10.0.0.2 or 10.0.0.0/8, with commas between, but is "true".',
  ],
])('H16 %s=%s is refused with what was expected', (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(message)
})

test('H16 without settings the server is on this computer, at port 8080', () => {
  expect(readConfig({})).toMatchObject({
    port: 8080,
    host: 'localhost',
    baseUrl: 'http://localhost:8080',
    smtpUrl: null,
    trustProxy: 'loopback',
  })
  const proxies = '10.0.0.2, 172.16.0.0/12,fd00::/8,uniquelocal'
  expect(readConfig({ TRUST_PROXY: proxies }).trustProxy).toBe(proxies)
})

test('H16 a wrong setting stops the start with one sentence', async () => {
  const { code, text } = await run('main', [], { PORT: 'http' })
  expect([code, text]).toEqual([1, 'PORT must be a number from 0 to 65535, but is "http".'])
})

test('H16 a port in use stops the start with one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { code, text } = await run('main', [], { PORT: String(port) })
  other.close()
  expect([code, text.split('\n')]).toEqual([
    1,
    [`Port ${port} on 127.0.0.1 is in use. Stop what uses it, or set PORT to another.`],
  ])
})

test('H16 a data folder that cannot be written stops the start with one sentence', async () => {
  // A file where the folder should be: root ignores modes.
  const file = path.join(folder.dir, 'file')
  await writeFile(file, '')
  const { code, text } = await run('main', [], { PORT: '0', DATA_DIR: path.join(file, 'data') })
  expect(code).toBe(1)
  expect(text).toMatch(/^The data folder .* cannot be written: ENOTDIR.*$/)
})

test('H16 a ledger that is no ledger stops the start with one sentence, and stays', async () => {
  await writeFile(
    path.join(folder.dir, 'ledger.db'),
    'no database at all, but long enough for a head. '.repeat(30),
  )
  const { code, text } = await run('main', [], { PORT: '0' })
  expect(code).toBe(1)
  expect(text).toMatch(/^The ledger .* cannot be opened: file is not a database$/)
})

test('L8 a second server on the same data folder is refused by a clear sentence', async () => {
  await start()
  const { code, text } = await run('main', [], { PORT: String(await freePort()) })
  expect(code).toBe(1)
  expect(text).toMatch(/^The ledger .* cannot be opened: a server has it open\. Stop it first\.$/)
})

test('H19 a new server prints a link for its first operator until one of those it printed is used', async () => {
  let server = await start()
  const [first] = server.links()
  expect(server.output()).toContain('This server is new.')
  await server.stop()
  server = await start({})
  const [second] = server.links()
  expect(second).not.toBe(first)
  expect(server.output()).toContain('npx samreferat link <your mail> --operator')
  const cookie = await spendLink(server.url, first ?? '')
  const late = await call(server.url, 'POST', '/api/sign-in', { body: { token: second?.split('#')[1] } })
  expect(late.body.error?.id).toBe('linkOld')
  const me = await call(server.url, 'GET', '/api/me', { cookie })
  expect(me.body).toMatchObject({ user: { operator: true, unconfirmed: false } })
  expect(await server.stop()).toBe(0)
  server = await start()
  expect(server.links()).toEqual([])
})

test('H19 a server that has a forum and no operator is not called new', async () => {
  let server = await start({ demo: true })
  await server.stop()
  server = await start()
  expect(server.links()).toHaveLength(1)
  expect(server.output()).toContain('This server has no operator yet.')
})

test('H17 demo fills in its forum once and prints a link per role', async () => {
  let server = await start({ demo: true })
  expect(server.output()).toMatch(/chair .*\n.*secretary .*\n.*secretary .*\n.*member .*\n.*observer /)
  await server.stop()
  server = await start({ demo: true })
  expect(server.links()).toHaveLength(5)
  const cookie = await spendLink(server.url, server.links()[1] ?? '')
  const { body } = await call(server.url, 'GET', '/api/overview', { cookie })
  const { forums, meetings } = body as unknown as Overview
  expect(forums).toMatchObject([{ name: 'Direktørforum', role: 'secretary' }])
  expect(forums[0]?.members).toHaveLength(12)
  expect(forums[0]?.members.filter(({ invited }) => invited !== null)).toHaveLength(2)
  expect(meetings.map(({ number, phase }) => [number, phase])).toEqual([
    [6, 'approved'],
    [7, 'live'],
    [8, 'draft'],
    [9, 'draft'],
  ])
  await eventually(async () => {
    const told = (await call(server.url, 'GET', '/api/overview', { cookie })).body as unknown as Overview
    expect(told.meetings.map(({ items }) => items)).toEqual([4, 8, 4, 4])
  })
})

test('H18 links, tokens and a check by command line', async () => {
  const server = await start({ demo: true })
  const link = await run(
    'cli',
    ['link', 'ny@lyngoe.example', '--forum', 'Direktørforum', '--role', 'observer'],
    {
      BASE_URL: server.url,
    },
  )
  const cookie = await spendLink(server.url, link.text)
  const overview = await call(server.url, 'GET', '/api/overview', { cookie })
  expect(overview.body).toMatchObject({ forums: [{ role: 'observer' }] })
  const token = await run('cli', ['token', 'ny@lyngoe.example'])
  const me = await call(server.url, 'GET', '/api/me', { headers: { authorization: `Bearer ${token.text}` } })
  expect(me.body).toMatchObject({ user: { email: 'ny@lyngoe.example', operator: false } })
  const ended = await run('cli', ['token', 'ny@lyngoe.example', '--end'])
  expect([ended.code, ended.text]).toEqual([
    0,
    expect.stringMatching(/^Tokens of ny@lyngoe\.example are good no/),
  ])
  const { status } = await call(server.url, 'GET', '/api/me', {
    headers: { authorization: `Bearer ${token.text}` },
  })
  expect(status).toBe(401)
  const busy = await run('cli', ['check'])
  expect(busy.code).toBe(1)
  expect(busy.text).toMatch(/^The ledger .* cannot be opened: a server has it open\. Stop it first\.$/)
  await server.stop()
  expect(await run('cli', ['check'])).toEqual({ code: 0, text: '7 rooms read, 0 damaged.' })
})

test.each([
  [['link'], 'One mail address is expected, but "" came.'],
  [['link', 'nobody'], 'One mail address is expected, but "nobody" came.'],
  [
    ['link', 'a@b.example', '--role', 'chef'],
    '--role must be one of secretary, chair, member, observer, but is "chef".',
  ],
  [['link', 'a@b.example', '--forum', 'Ingen'], 'There is no forum with the id or name "Ingen".'],
  [['token', 'a@b.example'], 'There is no account with the address a@b.example. Make one with "link".'],
])('H18 %s says what is wrong', async (args, message) => {
  await mkdir(folder.dir, { recursive: true })
  expect(await run('cli', args)).toEqual({ code: 1, text: message })
})

test('H18 a meeting is converted without server or database', async () => {
  const source = path.join(folder.dir, 'referat.txt')
  const target = path.join(folder.dir, 'referat.json')
  await writeFile(source, 'Dagsorden\n\n1. Velkomst\n\n2. Status på handleplanen\n\n3. Eventuelt\n')
  const env = { DATA_DIR: path.join(folder.dir, 'none') }
  const done = await run('convert', ['convert', source, target], env)
  expect([done.code, done.text]).toEqual([0, `${target} is written: 3 items, 0 people.`])
  expect(JSON.parse(await readFile(target, 'utf8'))).toMatchObject({
    format: 'samreferat/1',
    items: { length: 3 },
  })
  const page = path.join(folder.dir, 'referat.html')
  expect((await run('convert', ['convert', target, page], env)).code).toBe(0)
  expect(await readFile(page, 'utf8')).toContain('Status på handleplanen')
  expect(existsSync(env.DATA_DIR)).toBe(false)
})

test('H18 what cannot be converted is told, in the language of the computer, and nothing is written', async () => {
  const source = path.join(folder.dir, 'tom.txt')
  const target = path.join(folder.dir, 'ud.json')
  await writeFile(source, '')
  const empty = await run('convert', ['convert', source, target], { LC_ALL: 'da_DK.UTF-8' })
  expect([empty.code, empty.text]).toEqual([
    1,
    expect.stringMatching(/^tom\.txt er tom\. .*Filen er ikke ændret/),
  ])
  expect(await run('convert', ['convert', source, 'x.docx'])).toEqual({
    code: 1,
    text: 'The ending of x.docx must be one of .json, .md, .txt, .html.',
  })
  expect((await run('convert', ['convert', path.join(folder.dir, 'none.txt'), target])).text).toMatch(
    /none\.txt cannot be read/,
  )
  expect((await run('convert', ['convert', source])).text).toBe(
    'Two files are expected: samreferat convert <in> <out>.',
  )
  expect(existsSync(target)).toBe(false)
})

test('L9 killed while two write, five times over, the server loses nothing it acknowledged', async () => {
  let server = await start({ demo: true })
  const port = Number(new URL(server.url).port)
  const cookies = [
    await spendLink(server.url, server.links()[1] ?? ''),
    await spendLink(server.url, server.links()[2] ?? ''),
  ]
  const overview = (await call(server.url, 'GET', '/api/overview', { cookie: cookies[0] }))
    .body as unknown as Overview
  const room = paperRoom(overview.meetings[1]?.id ?? '')
  const [one, two] = cookies.map(
    (cookie) => new TestClient(server.wsUrl, 'user', { room, headers: { cookie } }),
  )
  if (!one || !two) throw new Error('two clients are needed')
  clients.push(one, two)
  await eventually(() => expect(one.provider.synced && two.provider.synced).toBe(true))

  const acknowledged: string[] = []
  for (let round = 0; round < 5; round++) {
    const waiting: string[] = []
    const before = one.acked
    for (let i = 0; one.acked < before + 30; i++) {
      const line = `runde ${round} linje ${i}.`
      one.write(line)
      two.write(`${line} fra to.`)
      waiting.push(line)
      await new Promise(setImmediate)
    }
    const saved = one.acked - before
    await server.kill()
    acknowledged.push(...waiting.slice(0, saved))
    server = await start({ port })
    await eventually(() => expect(one.provider.synced && two.provider.synced).toBe(true))
    const late = new TestClient(server.wsUrl, 'user', { room, headers: { cookie: cookies[0] ?? '' } })
    await eventually(() => expect(late.provider.synced).toBe(true))
    const lost = acknowledged.filter((line) => !late.text.includes(line))
    expect(lost).toEqual([])
    late.destroy()
    await eventually(() => expect(one.text).toBe(two.text))
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(150)
})
