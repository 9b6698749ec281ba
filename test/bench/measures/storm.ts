import * as Y from 'yjs'
import { importedPaper, rooms } from '../papers.ts'
import { playRounds, withHome, withServer, type Bench } from '../bench.ts'
import { untilIdle } from '../server-process.ts'
import type { Running } from '../contenders.ts'
import type { Figure } from '../figures.ts'

const CLIENTS = 500
const ROOMS = 50
const PAGES = 5
const TIME: Figure = { what: `Reconnect storm, ${CLIENTS} clients, ms until all are synced`, digits: 0 }
const CPU: Figure = { what: 'Reconnect storm, server CPU, ms', digits: 0 }

/** The server has just started when everybody comes back with the document they kept. */
export async function measureStorm(bench: Bench): Promise<void> {
  const { crowd, board, contenders, quick, say } = bench
  const paper = importedPaper(PAGES)
  const stateVector = Y.encodeStateVectorFromUpdate(paper)
  const names = rooms(ROOMS)
  await playRounds(bench, contenders, quick ? 1 : 3, async (contender) => {
    await withHome(contender, names, async (home) => {
      const burst = async ({ target }: Running) => {
        const result = await crowd.play('storm', target, names, { clients: CLIENTS, stateVector })
        board.add(TIME, contender.name, result.ms)
        board.add(CPU, contender.name, result.cpu)
        say(`${contender.name}: ${result.ms.toFixed(0)} ms`)
      }
      await withServer(home, async (server) => {
        for (const name of names) await crowd.play('fill', server.target, name, [paper], 1)
        await untilIdle(server.pid)
        // What a server in memory knows would be gone after a start.
        if (!contender.keeps) await burst(server)
      })
      if (contender.keeps) await withServer(home, burst)
    })
  })
}
