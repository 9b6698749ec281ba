import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { copyFile, mkdir, open, readFile, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Overview } from '../../schema/api.ts'
import { isFrozen } from '../../schema/phases.ts'
import { CLOSE, paperRoom } from '../../schema/protocol.ts'
import { buildServer } from '../../server/build.mjs'
import { LedgerFile } from '../../server/store/ledger-file.ts'
import { eventually } from './eventually.ts'
import { call, spawnServer, spendLink, type SpawnedServer } from './harness.ts'
import { ROOT, TestClient, temporaryFolder } from './sync-server.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let data: string
let file: string
let server: SpawnedServer
const clients: TestClient[] = []

beforeEach(async () => {
  folder = await temporaryFolder()
  data = path.join(folder.dir, 'data')
  file = path.join(folder.dir, 'backup.tar')
})
afterEach(async () => {
  clients.splice(0).forEach((client) => client.destroy())
  if (server.process.exitCode === null) await server.kill()
  await folder.remove()
})

async function run(args: string[], dataDir = data): Promise<{ code: number | null; text: string }> {
  await buildServer(ROOT)
  const child = spawn(process.execPath, [path.join(ROOT, 'dist/server/cli.js'), ...args], {
    env: { ...process.env, BASE_URL: '', LC_ALL: 'C', DATA_DIR: dataDir },
  })
  let text = ''
  child.stdout.on('data', (chunk) => (text += String(chunk)))
  child.stderr.on('data', (chunk) => (text += String(chunk)))
  await once(child, 'close')
  return { code: child.exitCode, text: text.trim() }
}

/** Starts the demo on the data folder; answers the meetings one can write in and a cookie for each of its two secretaries. */
async function start(dataDir = data, port?: number): Promise<{ rooms: string[]; cookies: string[] }> {
  server = await spawnServer({ dataDir, port, demo: true })
  const links = server.links()
  const cookies = [await spendLink(server.url, links[1] ?? ''), await spendLink(server.url, links[2] ?? '')]
  const { body } = await call(server.url, 'GET', '/api/overview', { cookie: cookies[0] })
  const written = (body as unknown as Overview).meetings.filter(({ phase }) => !isFrozen(phase))
  return { rooms: written.map(({ id }) => paperRoom(id)), cookies }
}

function enter(cookie: string | undefined, room: string | undefined, doc?: Y.Doc): TestClient {
  const client = new TestClient(server.wsUrl, 'user', { room, doc, headers: { cookie: cookie ?? '' } })
  clients.push(client)
  return client
}

async function joined(...args: Parameters<typeof enter>): Promise<TestClient> {
  const client = enter(...args)
  await eventually(() => expect([client.provider.synced, client.acked >= 1]).toEqual([true, true]))
  return client
}

test('H22 H23 a backup made while two write holds all that was acknowledged before, and serves it elsewhere', async () => {
  const { rooms, cookies } = await start()
  const one = await joined(cookies[0], rooms[0])
  const two = await joined(cookies[1], rooms[1])
  const lines: string[] = []
  let done = false
  const typing = (async () => {
    for (let i = 0; !done; i++) {
      one.write(`et ${i}.`)
      two.write(`to ${i}.`)
      lines.push(`${i}.`)
      await Promise.all([one.roundTrip(), two.roundTrip()])
    }
  })()
  await eventually(() => expect(one.acked).toBeGreaterThan(20))
  const acked = [one.acked, two.acked]
  expect(await run(['backup', file])).toEqual({ code: 0, text: `${file} is written.` })
  done = true
  await typing
  await server.stop()
  expect(readdirSync(folder.dir).sort()).toEqual(['backup.tar', 'data'])

  const elsewhere = path.join(folder.dir, 'elsewhere')
  const restored = await run(['restore', file], elsewhere)
  expect([restored.code, restored.text]).toEqual([0, expect.stringContaining('7 rooms read')])
  expect(await run(['check'], elsewhere)).toEqual({ code: 0, text: '7 rooms read, 0 damaged.' })
  server = await spawnServer({ dataDir: elsewhere })
  for (const [i, name] of ['et', 'to'].entries()) {
    // Who was signed in still is.
    const late = await joined(cookies[i], rooms[i])
    const missing = lines
      .slice(0, (acked[i] ?? 0) - 1)
      .filter((line) => !late.text.includes(`${name} ${line}`))
    expect(missing).toEqual([])
  }
})

test('H22 a backup never takes the place of a file, needs no server, and leaves nothing when it fails', async () => {
  await start()
  await server.stop()
  await writeFile(file, 'mine')
  const taken = await run(['backup', file])
  expect([taken.code, taken.text, await readFile(file, 'utf8')]).toEqual([
    1,
    `There is a file ${file} already. Choose another name; it is unchanged.`,
    'mine',
  ])
  const nowhere = path.join(folder.dir, 'none', 'backup.tar')
  expect(await run(['backup', nowhere])).toEqual({
    code: 1,
    text: expect.stringMatching(/^.*backup\.tar is not written: ENOENT.*$/) as string,
  })
  const second = path.join(folder.dir, 'second.tar')
  expect((await run(['backup', second])).code).toBe(0)
  expect(readdirSync(folder.dir).sort()).toEqual(['backup.tar', 'data', 'second.tar'])
  expect((await run(['backup', 'x'], path.join(folder.dir, 'empty'))).text).toMatch(/^There is no ledger in/)
  expect((await run(['backup'])).text).toBe('One file is expected, but "" came.')
})

test('H23 a restore is refused while a server runs, over data, and from what is no whole backup', async () => {
  const { rooms, cookies } = await start()
  await run(['backup', file])
  expect((await run(['restore', file, '--replace'])).text).toMatch(/a server has it open\. Stop it first\.$/)
  const one = await joined(cookies[0], rooms[0])
  one.write('efter kopien.')
  await eventually(() => expect(one.acked).toBe(2))
  await server.stop()
  expect((await run(['restore', file])).text).toMatch(/^There is data in .* With --replace/)

  const whole = await readFile(file)
  const broken = path.join(folder.dir, 'broken.tar')
  for (const [damage, why] of [
    [() => truncate(broken, whole.length - 2048), 'ends too early'],
    [() => overwrite(broken, Math.floor(whole.length / 2), 'xxxx'), 'not what was written'],
    [() => writeFile(broken, 'no backup at all '.repeat(100)), 'no tar file'],
  ] as const) {
    await writeFile(broken, whole)
    await damage()
    const refused = await run(['restore', broken, '--replace'])
    expect([refused.code, refused.text]).toEqual([1, expect.stringContaining(why)])
    expect(refused.text).toMatch(/The data folder is unchanged\.$/)
  }

  const replaced = await run(['restore', file, '--replace'])
  expect(replaced.text).toMatch(/7 rooms read.*\nWhat was there before is in .*before-restore-/s)
  const [aside] = readdirSync(data).filter((name) => name.startsWith('before-restore-'))
  expect(readdirSync(data).sort()).toEqual([aside, 'ledger.db', 'samreferat.db', 'secret'].sort())
  expect(readdirSync(path.join(data, aside ?? '')).sort()).toEqual(['ledger.db', 'samreferat.db', 'secret'])
})

test('H23 after an interrupted restore no server starts, until it is run again', async () => {
  await start()
  await run(['backup', file])
  await server.stop()
  await mkdir(path.join(data, 'restoring'))
  await expect(spawnServer({ dataDir: data })).rejects.toThrow(
    /was interrupted\. Run it again with --replace/,
  )
  expect((await run(['restore', file, '--replace'])).code).toBe(0)
  await start()
})

test('L17 what a restored ledger has lost comes back from whoever still has it, and its writer is not shut out', async () => {
  const { rooms, cookies } = await start()
  const port = Number(new URL(server.url).port)
  const nanna = await joined(cookies[0], rooms[0])
  const rasmus = await joined(cookies[1], rooms[0])
  rasmus.write('før kopien.')
  await eventually(() => expect(nanna.text).toContain('før kopien.'))
  await run(['backup', file])
  rasmus.write('efter kopien.')
  // Who came after the backup is not known to it.
  const tablet = await joined(cookies[1], rooms[0])
  tablet.write('fra tavlen.')
  await eventually(() => expect(nanna.text).toMatch(/efter kopien\..*fra tavlen\./s))
  for (const client of [nanna, rasmus, tablet]) client.provider.disconnect()
  await server.stop()
  await run(['restore', file, '--replace'])

  server = await spawnServer({ dataDir: data, port })
  nanna.provider.connect()
  const late = await joined(cookies[0], rooms[0])
  await eventually(() => expect(late.text).toMatch(/før kopien\..*efter kopien\..*fra tavlen\./s))
  rasmus.provider.connect()
  tablet.provider.connect()
  rasmus.write('og videre.')
  tablet.write('også her.')
  await eventually(() => expect(late.text).toMatch(/og videre\./))
  await eventually(() => expect(late.text).toMatch(/også her\./))
  await eventually(() => expect(new Set([nanna, rasmus, tablet, late].map(({ text }) => text)).size).toBe(1))
  expect([nanna, rasmus, tablet].flatMap(({ refusals }) => refusals)).toEqual([])
  expect([nanna, rasmus, tablet].flatMap(({ closes }) => closes)).not.toContain(CLOSE.foreignClient.code)
})

test('L17 who has come into a room since a restore is known, until the next one', async () => {
  server = await spawnServer({ dataDir: data })
  await server.stop()
  const ledger = await LedgerFile.open(path.join(data, 'ledger.db'))
  const room = 'margin:6f1c2a3e-0000-4000-8000-0000000000aa'
  ledger.append([], [{ room, client: 1, user: 'anna' }])
  expect(ledger.load(room).back).toBeUndefined()
  ledger.markRestored(5)
  ledger.append([], [{ room, client: 2, user: 'bo' }])
  expect(ledger.load(room)).toMatchObject({ restored: 5, back: new Set(['bo']) })
  ledger.append([], [{ room, client: 1, user: 'anna' }])
  expect(ledger.load(room).back).toEqual(new Set(['anna', 'bo']))
  ledger.markRestored(6)
  expect(ledger.load(room).back).toBeUndefined()
  ledger.close()
})

test('L18 an older ledger that was put in the place of a newer one gets back what somebody still has', async () => {
  const { rooms, cookies } = await start()
  const port = Number(new URL(server.url).port)
  await server.stop()
  await copyFile(path.join(data, 'ledger.db'), file)
  await start(data, port)
  const [nanna, rasmus] = [await joined(cookies[0], rooms[0]), await joined(cookies[1], rooms[0])]
  rasmus.write('fra Rasmus.')
  await eventually(() => expect(nanna.text).toContain('fra Rasmus.'))
  for (const client of [nanna, rasmus]) client.provider.disconnect()
  await server.stop()
  await copyFile(file, path.join(data, 'ledger.db'))
  server = await spawnServer({ dataDir: data, port })
  expect(server.output()).toContain('the ledger has lost text')
  nanna.provider.connect()
  const late = await joined(cookies[1], rooms[0])
  await eventually(() => expect(late.text).toContain('fra Rasmus.'))
  expect(nanna.refusals).toEqual([])
})

test('L7 a room with a damaged row is not served, is told by check, and the others are as they were', async () => {
  const { rooms, cookies } = await start()
  await server.stop()
  const db = new DatabaseSync(path.join(data, 'ledger.db'))
  const id = `(SELECT id FROM rooms WHERE room = '${rooms[0]}')`
  // One letter of the text: everything can be decoded, and says something else.
  const { bytes } = db.prepare(`SELECT bytes FROM updates WHERE room = ${id} AND seq = 1`).get() as {
    bytes: Uint8Array
  }
  const changed = Buffer.from(bytes)
  const at = changed.indexOf('en ')
  changed[at] = 'o'.charCodeAt(0)
  db.prepare(`UPDATE updates SET bytes = ? WHERE room = ${id} AND seq = 1`).run(changed)
  db.close()
  expect(at).toBeGreaterThan(0)
  const checked = await run(['check'])
  expect([checked.code, checked.text]).toEqual([
    1,
    `${rooms[0]}: the ledger of ${rooms[0]} is damaged: update 1 is not what was written\n7 rooms read, 1 damaged.`,
  ])
  server = await spawnServer({ dataDir: data })
  const refused = enter(cookies[0], rooms[0])
  await eventually(() => expect(refused.closes).toContain(CLOSE.unavailable.code))
  const other = await joined(cookies[0], rooms[1])
  other.write('her skrives.')
  await eventually(() => expect(other.acked).toBe(2))
  await server.stop()
  expect((await run(['check'])).text).toBe(checked.text)
})

test('L7 pages of the ledger that are overwritten are told, and what can be read is served', async () => {
  const { rooms, cookies } = await start()
  const one = await joined(cookies[0], rooms[0])
  for (let i = 0; i < 60; i++) {
    one.write(`${i} ${'x'.repeat(3000)}.`)
    await one.roundTrip()
  }
  await eventually(() => expect(one.acked).toBe(61))
  one.provider.disconnect()
  await server.kill()
  // The journal goes into the file first, as when a server closes.
  await run(['check'])
  const ledger = path.join(data, 'ledger.db')
  const whole = await readFile(ledger)
  await overwrite(ledger, whole.lastIndexOf('x'.repeat(2000)) + 100, 'y'.repeat(4096))
  const checked = await run(['check'])
  expect([checked.code, checked.text]).toEqual([1, expect.stringContaining(String(rooms[0]))])
  server = await spawnServer({ dataDir: data })
  const refused = enter(cookies[0], rooms[0])
  await eventually(() => expect(refused.closes).toContain(CLOSE.unavailable.code))
  await joined(cookies[0], rooms[1])
})

test.each(['samreferat.db', 'ledger.db'])(
  'L7 a %s without its head stops the start by a sentence, and stays',
  async (name) => {
    await start()
    await server.stop()
    const broken = path.join(data, name)
    await overwrite(broken, 0, 'x'.repeat(100))
    const before = await readFile(broken)
    await expect(spawnServer({ dataDir: data })).rejects.toThrow(
      /cannot be opened: file is not a database\n$/,
    )
    expect((await readFile(broken)).equals(before)).toBe(true)
  },
)

async function overwrite(target: string, at: number, text: string): Promise<void> {
  const handle = await open(target, 'r+')
  await handle.write(text, at)
  await handle.close()
}
