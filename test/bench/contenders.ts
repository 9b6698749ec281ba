import { existsSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { freePort } from '../server/harness.ts'
import { prepareStore } from './store.ts'
import { startProcess, type ServerProcess } from './server-process.ts'
import type { Dialect, Target, Tokens } from './thin-client.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const PEERS = path.join(import.meta.dirname, 'peers')

/** A server that is measured. */
export interface Contender {
  name: string
  dialect: Dialect
  /** Whether a document outlives the process. */
  keeps: boolean
  /** Whether it acknowledges what it is sent. */
  acknowledges: boolean
  /** Makes a data folder ready for these rooms, once; answers what to come with. */
  prepare(dataDir: string, rooms: string[]): Promise<Tokens>
  command(dataDir: string, port: number): { args: string[]; env: Record<string, string>; ready: RegExp }
}

/** A contender that runs on a data folder. */
export interface Running extends ServerProcess {
  target: Target
}

const nothing = async () => ({ secretaries: [], members: [] })

export const SAMREFERAT: Contender = {
  name: 'Samreferat',
  dialect: 'samreferat',
  keeps: true,
  acknowledges: true,
  prepare: (dataDir, rooms) => prepareStore(dataDir, rooms),
  command: (dataDir, port) => ({
    args: [path.join(ROOT, 'dist/server/main.js')],
    env: {
      PORT: String(port),
      HOST: '127.0.0.1',
      BASE_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: dataDir,
      LANG: 'C',
    },
    ready: /^Samreferat: http/m,
  }),
}

export const HOCUSPOCUS: Contender = {
  name: 'Hocuspocus + SQLite',
  dialect: 'hocuspocus',
  keeps: true,
  acknowledges: true,
  prepare: nothing,
  command: (dataDir, port) => ({
    args: [path.join(PEERS, 'hocuspocus.mjs')],
    env: { PORT: String(port), DATA_DIR: dataDir },
    ready: /^listening/m,
  }),
}

export const Y_WEBSOCKET: Contender = {
  name: 'y-websocket, memory',
  dialect: 'y-websocket',
  keeps: false,
  acknowledges: false,
  prepare: nothing,
  command: (_dataDir, port) => ({
    args: [path.join(PEERS, 'node_modules/y-websocket/bin/server.cjs')],
    env: { PORT: String(port), HOST: '127.0.0.1' },
    ready: /^running at/m,
  }),
}

export const Y_LEVELDB: Contender = {
  ...Y_WEBSOCKET,
  name: 'y-websocket + LevelDB',
  keeps: true,
  command: (dataDir, port) => {
    const { env, ...rest } = Y_WEBSOCKET.command(dataDir, port)
    return { ...rest, env: { ...env, YPERSISTENCE: path.join(dataDir, 'leveldb') } }
  },
}

export const CONTENDERS = [SAMREFERAT, HOCUSPOCUS, Y_WEBSOCKET, Y_LEVELDB]

/** Starts a contender on a data folder that is prepared. */
export async function run(contender: Contender, dataDir: string, tokens: Tokens): Promise<Running> {
  const port = await freePort()
  const server = await startProcess({ ...contender.command(dataDir, port), cwd: dataDir })
  return { ...server, target: { dialect: contender.dialect, port, pid: server.pid, tokens } }
}

/** Installs the peers when they are not there. */
export function installPeers(): void {
  if (existsSync(path.join(PEERS, 'node_modules/.package-lock.json'))) return
  process.stdout.write('Installing the peers …\n')
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: PEERS, stdio: 'inherit' })
}
