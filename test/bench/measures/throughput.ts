import { importedPaper, rooms } from '../papers.ts'
import { playRounds, withHome, withServer, type Bench } from '../bench.ts'
import type { Figure } from '../figures.ts'

const ROOMS = 10
const CLIENTS = 5
const PAGES = 5
const IN_FLIGHT = 64

const SPEED: Figure = {
  what: `Throughput, ${ROOMS} documents × ${CLIENTS} typists, keys a second`,
  digits: 0,
  target: { ratio: 2, more: true },
}
const CPU: Figure = { what: 'Throughput, server CPU, µs a key', digits: 1, target: { ratio: 0.6 } }

/** Everybody types as fast as the server delivers it to all colleagues. The first go, unmeasured, warms the server up. */
export async function measureThroughput(bench: Bench): Promise<void> {
  const { crowd, board, contenders, quick, say } = bench
  const paper = importedPaper(PAGES)
  await playRounds(bench, contenders, quick ? 1 : 5, async (contender) => {
    const names = rooms(2 * ROOMS)
    await withHome(contender, names, async (home) => {
      await withServer(home, async ({ target }) => {
        const options = { paper, clients: CLIENTS, inFlight: IN_FLIGHT }
        await crowd.play('throughput', target, names.slice(ROOMS), { ...options, keys: quick ? 100 : 600 })
        const keys = quick ? 200 : 2400
        const result = await crowd.play('throughput', target, names.slice(0, ROOMS), { ...options, keys })
        board.add(SPEED, contender.name, result.perSecond)
        board.add(CPU, contender.name, result.cpu * 1000)
        say(
          `${contender.name}: ${result.perSecond.toFixed(0)} keys/s, ${(result.cpu * 1000).toFixed(1)} µs a key`,
        )
      })
    })
  })
}
