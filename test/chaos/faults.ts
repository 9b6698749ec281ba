import { readdir, readFile } from 'node:fs/promises'
import { call } from '../server/harness.ts'
import { pause, until } from './until.ts'
import type { World } from './world.ts'

/** Something that goes wrong while everybody types, and is over when `strike` resolves. */
export interface Fault {
  name: string
  /** How often it is drawn, beside the others. */
  weight: number
  /** Whether it needs a disk of its own. */
  disk?: boolean
  strike(world: World): Promise<void>
}

export const FAULTS: Fault[] = [
  { name: 'kill', weight: 40, strike: killed },
  { name: 'kill-twice', weight: 8, strike: killedTwice },
  { name: 'stop', weight: 5, strike: stopped },
  { name: 'standstill', weight: 4, strike: stoodStill },
  { name: 'standstill-kill', weight: 4, strike: killedStanding },
  { name: 'cut', weight: 4, strike: cut },
  { name: 'hold', weight: 4, strike: held },
  { name: 'mute', weight: 4, strike: muted },
  { name: 'deaf', weight: 4, strike: deafened },
  { name: 'half-close', weight: 4, strike: halfClosed },
  { name: 'slow-disk', weight: 4, disk: true, strike: slowDisk },
  { name: 'frozen-kill', weight: 4, disk: true, strike: killedFrozen },
  { name: 'full-disk', weight: 4, disk: true, strike: fullDisk },
  { name: 'full-kill', weight: 4, disk: true, strike: killedFull },
  { name: 'read-only', weight: 4, disk: true, strike: readOnly },
  { name: 'broken-disk', weight: 4, disk: true, strike: brokenDisk },
]

/** How long SIGTERM may take. */
const GOODBYE = 15_000
/** How long a disk must have refused before it counts as refusing. */
const SILENCE = 1000

async function killed(world: World): Promise<void> {
  await world.kill()
  await world.comeBack()
}

/** Again while they come back and send what waits. */
async function killedTwice(world: World): Promise<void> {
  await world.kill()
  await world.everybodyGone()
  await world.start()
  network(world).open()
  await until('the first are back', () => world.clients.some(({ isSynced }) => isSynced))
  await world.kill()
  await world.comeBack()
}

async function stopped(world: World): Promise<void> {
  network(world).shut()
  const { running } = world
  world.server = null
  const code = await Promise.race([running.stop(), pause(GOODBYE).then(() => 'never')])
  if (code !== 0) throw new Error(`SIGTERM ended the server with ${code}`)
  await world.comeBack()
}

async function stoodStill(world: World): Promise<void> {
  const { process } = world.running
  process.kill('SIGSTOP')
  await pause(world.between(300, 3000))
  process.kill('SIGCONT')
  await moves(world)
}

async function killedStanding(world: World): Promise<void> {
  world.running.process.kill('SIGSTOP')
  await pause(world.between(100, 1000))
  await killed(world)
}

async function cut(world: World): Promise<void> {
  const net = network(world)
  net.shut()
  net.cut()
  await pause(world.between(100, 1500))
  world.healedAt = Date.now()
  net.open()
  await world.everybodySynced()
}

/** Nothing goes through, and then everything does. */
async function held(world: World): Promise<void> {
  const net = network(world)
  net.hold('up', 'down')
  await pause(world.between(300, 2500))
  net.release()
  await moves(world)
}

/** What the server says is lost, its acknowledgements too. */
async function muted(world: World): Promise<void> {
  network(world).hold('down')
  await pause(world.between(300, 1500))
  await torn(world)
}

/** What the clients say is lost. */
async function deafened(world: World): Promise<void> {
  network(world).hold('up')
  await pause(world.between(300, 1500))
  await torn(world)
}

async function halfClosed(world: World): Promise<void> {
  network(world).halfClose(world.random() < 0.5 ? 'client' : 'server')
  await pause(world.between(100, 1000))
  await torn(world)
}

async function torn(world: World): Promise<void> {
  const net = network(world)
  net.cut()
  net.release()
  world.healedAt = Date.now()
  await world.everybodySynced()
}

/** Writes wait again and again; meanwhile the server answers. */
async function slowDisk(world: World): Promise<void> {
  const disk = diskOf(world)
  for (let n = world.between(3, 10); n > 0; n--) {
    await disk.freeze()
    await pause(world.between(20, 400))
    await disk.thaw()
    await pause(world.between(5, 100))
  }
  await disk.freeze()
  await pause(world.between(500, 3000))
  await answers(world).finally(() => disk.thaw())
  await moves(world)
}

async function killedFrozen(world: World): Promise<void> {
  const disk = diskOf(world)
  await disk.freeze()
  await pause(world.between(50, 500))
  // A process that waits for its disk dies when the disk goes on.
  const dead = world.kill()
  await disk.thaw()
  await dead
  await world.comeBack()
}

async function fullDisk(world: World): Promise<void> {
  const disk = diskOf(world)
  await disk.fill()
  await refuses(world, () => disk.fill())
  await world.readAcknowledged()
  disk.empty()
  await moves(world)
}

async function killedFull(world: World): Promise<void> {
  const disk = diskOf(world)
  await disk.fill()
  await refuses(world, () => disk.fill())
  await world.kill()
  disk.empty()
  await world.comeBack()
}

async function readOnly(world: World): Promise<void> {
  const disk = diskOf(world)
  await disk.forbid()
  await refuses(world)
  await world.readAcknowledged()
  await disk.allow()
  await moves(world)
}

/**
 * What was acknowledged is on the disk itself, not on its way there. The server stands still at that moment: a sync
 * under which the system aborts its own journal may return without an error.
 */
async function brokenDisk(world: World): Promise<void> {
  const disk = diskOf(world)
  const { process } = world.running
  process.kill('SIGSTOP')
  await until('the server stands still', () => standsStill(process.pid ?? 0))
  await disk.breakDown()
  process.kill('SIGCONT')
  await refuses(world)
  await world.readAcknowledged()
  await world.kill()
  await disk.mend()
  await world.comeBack()
}

async function standsStill(pid: number): Promise<boolean> {
  const tasks = await readdir(`/proc/${pid}/task`)
  const stats = await Promise.all(tasks.map((task) => readFile(`/proc/${pid}/task/${task}/stat`, 'utf8')))
  return stats.every((stat) => /\) T /.test(stat))
}

/**
 * Waits until nothing is acknowledged any more and everybody is told so. `again` goes on breaking: a ledger that is
 * cut down makes room on a full disk, and what it then acknowledges is rightly so.
 */
async function refuses(world: World, again: () => Promise<void> = async () => undefined): Promise<void> {
  let [last, since] = [world.acknowledged, Date.now()]
  await until('nothing is acknowledged', async () => {
    await again()
    if (world.acknowledged !== last) [last, since] = [world.acknowledged, Date.now()]
    return Date.now() - since > SILENCE
  })
  await told(world, true)
}

async function told(world: World, cannotSave: boolean): Promise<void> {
  const isTold = (): boolean => world.clients.every(({ isWarned }) => isWarned === cannotSave)
  const what = cannotSave ? 'everybody is told that nothing is saved' : 'everybody is told that it is over'
  await until(what, isTold, GOODBYE).catch((error: unknown) =>
    world.findings.push({ ill: 'unserved', word: '', detail: String(error) }),
  )
}

/** The fault is over: waits until everybody's changes are acknowledged again. */
async function moves(world: World): Promise<void> {
  world.healedAt = Date.now()
  await world.everybodySynced()
  const before = world.clients.map(({ acknowledged }) => acknowledged)
  await until('all are acknowledged again', () =>
    world.clients.every(({ acknowledged }, i) => acknowledged > (before[i] ?? 0)),
  )
  await told(world, false)
}

/** What needs no disk is answered while the disk stands still. */
async function answers(world: World): Promise<void> {
  const { url } = world.running
  const answer = call(url, 'GET', '/api/openapi.json').then(({ status }) => status)
  const status = await Promise.race([answer, pause(GOODBYE).then(() => 'nothing')])
  if (status !== 200)
    world.findings.push({ ill: 'unserved', word: url, detail: `${status} came while the disk was slow` })
}

function network(world: World): NonNullable<World['network']> {
  if (world.network === null) throw new Error('there is no network')
  return world.network
}

function diskOf(world: World): NonNullable<World['disk']> {
  if (world.disk === null) throw new Error('there is no disk to break')
  return world.disk
}
