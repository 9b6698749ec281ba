import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run, SAMREFERAT, type Contender, type Running } from './contenders.ts'
import type { Crowd } from './crowd.ts'
import type { Board } from './figures.ts'
import type { Tokens } from './thin-client.ts'
import { inTurn } from './turns.ts'

/** What a measure needs: the clients, the servers, and where its figures go. */
export interface Bench {
  crowd: Crowd
  board: Board
  contenders: Contender[]
  /** A small dose, to see whether everything works. */
  quick: boolean
  /** Whether what comes out is kept: the table, the samples, the plots. */
  write: boolean
  say(text: string): void
}

/** A contender's data folder, prepared. */
export interface Home {
  contender: Contender
  dataDir: string
  tokens: Tokens
}

/** Lends a folder for as long as `use` takes. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'samreferat-bench-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A fresh data folder of a contender, prepared for these rooms. */
export async function makeHome(folder: string, contender: Contender, rooms: string[]): Promise<Home> {
  const dataDir = await mkdtemp(path.join(folder, 'home-'))
  return { contender, dataDir, tokens: await contender.prepare(dataDir, rooms) }
}

export function withHome<T>(
  contender: Contender,
  rooms: string[],
  use: (home: Home) => Promise<T>,
): Promise<T> {
  return withFolder(async (folder) => use(await makeHome(folder, contender, rooms)))
}

/** Runs a server on a home for as long as `use` takes. */
export async function withServer<T>(home: Home, use: (server: Running) => Promise<T>): Promise<T> {
  const server = await run(home.contender, home.dataDir, home.tokens)
  try {
    return await use(server)
  } finally {
    await server.stop()
  }
}

/** Plays rounds with every contender in turn. One that fails is left out of that round, and it is said; ours may not. */
export async function playRounds(
  { say }: Bench,
  contenders: Contender[],
  rounds: number,
  play: (contender: Contender) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round++)
    for (const contender of inTurn(contenders, round)) {
      try {
        await play(contender)
      } catch (error) {
        if (contender === SAMREFERAT) throw error
        say(`${contender.name} failed: ${String(error).split('\n')[0]}`)
      }
    }
}
