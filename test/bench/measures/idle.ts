import { importedPaper, rooms } from '../papers.ts'
import { playRounds, withHome, withServer, type Bench } from '../bench.ts'
import { rssOf, untilIdle } from '../server-process.ts'
import type { Running } from '../contenders.ts'
import type { Figure } from '../figures.ts'

const MEMORY: Figure = {
  what: 'Open idle documents, KB of memory each',
  digits: 1,
  target: { ratio: 0.5 },
}

/** Documents of one page, opened from the disk where they are kept, with one client each that does nothing. */
export async function measureIdle(bench: Bench): Promise<void> {
  const { crowd, board, contenders, quick, say } = bench
  const count = quick ? 200 : 2000
  const paper = importedPaper(1)
  const names = rooms(count)
  await playRounds(bench, contenders, quick ? 1 : 2, async (contender) => {
    await withHome(contender, names, async (home) => {
      const open = async ({ target, pid }: Running, before: number) => {
        await crowd.play('idle', target, names)
        await untilIdle(pid)
        const kilobytes = ((rssOf(pid) - before) * 1024) / count
        await crowd.play('idle', target, [])
        board.add(MEMORY, contender.name, kilobytes)
        say(`${contender.name}: ${kilobytes.toFixed(1)} KB a document`)
      }
      await withServer(home, async (server) => {
        const before = rssOf(server.pid)
        for (const name of names) await crowd.play('fill', server.target, name, [paper], 1)
        if (!contender.keeps) await open(server, before)
        await untilIdle(server.pid)
      })
      if (contender.keeps)
        await withServer(home, async (server) => {
          // What it starts beside the first who come is not the documents'.
          await untilIdle(server.pid)
          await open(server, rssOf(server.pid))
        })
    })
  })
}
