import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Overview } from '../../schema/api.ts'
import { paperRoom } from '../../schema/protocol.ts'
import { Disk } from '../chaos/disk.ts'
import { eventually } from './eventually.ts'
import { call, spawnServer, spendLink, type SpawnedServer } from './harness.ts'
import { TestClient, temporaryFolder } from './sync-server.ts'

/** What goes wrong with the disk under a server that runs, and how it is mended. */
interface Trouble {
  name: string
  begin(disk: Disk): Promise<void>
  end(disk: Disk): Promise<void> | void
}

const TROUBLES: Trouble[] = [
  { name: 'full', begin: (disk) => disk.fill(), end: (disk) => disk.empty() },
  { name: 'standing still', begin: (disk) => disk.freeze(), end: (disk) => disk.thaw() },
  { name: 'read-only', begin: (disk) => disk.forbid(), end: (disk) => disk.allow() },
]

let why = ''
let disk: Disk | null
let server: SpawnedServer
const clients: TestClient[] = []

beforeEach(() => {
  disk = Disk.mount(48, (reason) => (why = reason))
})
afterEach(async () => {
  clients.splice(0).forEach((client) => client.destroy())
  disk?.unmountNow()
  if (server.process.exitCode === null) await server.kill()
  disk?.removeNow()
})

/** A server with the demo, and a way into one of its papers for two secretaries and a reader. */
async function start(dataDir: string) {
  server = await spawnServer({ dataDir, demo: true })
  const links = server.links()
  const cookies = await Promise.all([1, 2, 0].map((i) => spendLink(server.url, links[i] ?? '')))
  const { body } = await call(server.url, 'GET', '/api/overview', { cookie: cookies[0] })
  const meeting = (body as unknown as Overview).meetings[1]?.id ?? ''
  const room = paperRoom(meeting)
  const changed = async () =>
    (await call(server.url, 'GET', `/api/meetings/${meeting}`, { cookie: cookies[0] })).body.changed
  const enter = (cookie: string): TestClient => {
    const client = new TestClient(server.wsUrl, 'user', { room, headers: { cookie } })
    clients.push(client)
    return client
  }
  const [one, two, reader] = cookies.map((cookie) => () => enter(cookie))
  if (!one || !two || !reader) throw new Error('three people are needed')
  return { one, two, reader, changed }
}

/** Writes lines until the server says that it cannot save; answers them, the acknowledged ones first. */
async function writeUntilTold(client: TestClient): Promise<{ lines: string[]; acknowledged: string[] }> {
  const lines: string[] = []
  const before = client.acked
  while (client.cannotSave !== true) {
    const line = `linje ${lines.length} ${'x'.repeat(2000)}.`
    client.write(line)
    lines.push(line)
    await eventually(() => client.roundTrip())
    if (lines.length - (client.acked - before) > 20) await eventually(() => expect(toldOrAcked()).toBe(true))
  }
  return { lines, acknowledged: lines.slice(0, client.acked - before) }

  function toldOrAcked(): boolean {
    return client.cannotSave === true || lines.length - (client.acked - before) <= 20
  }
}

describe.each(TROUBLES)('a disk that is $name', ({ name, begin, end }) => {
  test(`L6 L12 ${name}: told, nothing acknowledged, readers served, healed without a restart, nothing lost`, async (context) => {
    if (!disk) return context.skip(`it takes a mount: ${why}`)
    const people = await start(disk.data)
    const one = people.one()
    const two = people.two()
    await eventually(() => expect([one.acked, two.acked]).toEqual([1, 1]))
    const changed = await people.changed()
    one.write('før.')
    await eventually(() => expect(one.acked).toBe(2))
    // The database of people writes now and then too; caught in the middle of it, it would let nobody in.
    await eventually(async () => expect(await people.changed()).not.toBe(changed))

    await begin(disk)
    const { lines, acknowledged } = await writeUntilTold(one)
    const acked = one.acked
    expect(lines.length).toBeGreaterThan(acknowledged.length)
    const reader = people.reader()
    await eventually(() => expect(reader.provider.synced && reader.cannotSave).toBe(true))
    expect(reader.text).toContain('før.')
    expect(acknowledged.filter((line) => !reader.text.includes(line)).length).toBe(0)
    // What is not on disk is seen by nobody.
    expect(lines.slice(acknowledged.length).filter((line) => two.text.includes(line)).length).toBe(0)
    two.write('også mens den ikke tager imod.')
    await two.roundTrip()
    expect([one.acked, two.acked]).toEqual([acked, 1])

    await end(disk)
    await eventually(() => expect([one.acked, two.acked]).toEqual([2 + lines.length, 2]))
    await eventually(() =>
      expect([one, two, reader].map(({ cannotSave }) => cannotSave)).toEqual([false, false, false]),
    )
    await eventually(() => expect(reader.text).toContain('også mens'))
    expect([one, two, reader].flatMap(({ closes }) => closes)).toEqual([])
    await server.kill()
    clients.splice(0).forEach((client) => client.destroy())
    const late = (await start(disk.data)).reader()
    await eventually(() => expect(late.provider.synced).toBe(true))
    expect(['før.', ...lines, 'også mens'].filter((line) => !late.text.includes(line)).length).toBe(0)
  })
})

test('L6 a disk that fails every write (a limit on the size of files) is tried again until it does not', async (context) => {
  if (spawnSync('prlimit', ['--version']).status !== 0) return context.skip('it takes prlimit')
  const folder = await temporaryFolder()
  const people = await start(folder.dir)
  const limit = (bytes: string) =>
    expect(
      spawnSync('prlimit', ['--pid', String(server.process.pid), `--fsize=${bytes}:unlimited`]).status,
    ).toBe(0)
  const one = people.one()
  await eventually(() => expect(one.acked).toBe(1))
  limit('1')
  const { lines } = await writeUntilTold(one)
  expect(one.acked).toBe(1)
  limit('unlimited')
  await eventually(() => expect(one.acked).toBe(1 + lines.length))
  expect([one.cannotSave, one.closes]).toEqual([false, []])
  expect(await server.stop()).toBe(0)
  await folder.remove()
})

test('L6 a server that is stopped while its disk is full ends', async (context) => {
  if (!disk) return context.skip(`it takes a mount: ${why}`)
  const people = await start(disk.data)
  const one = people.one()
  await eventually(() => expect(one.acked).toBe(1))
  await disk.fill()
  await writeUntilTold(one)
  expect(await server.stop()).toBe(0)
  disk.empty()
  const late = (await start(disk.data)).reader()
  await eventually(() => expect(late.provider.synced).toBe(true))
})
