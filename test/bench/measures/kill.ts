import { run } from '../contenders.ts'
import { importedPaper, rooms } from '../papers.ts'
import { playRounds, withHome, withServer, type Bench } from '../bench.ts'
import type { Figure } from '../figures.ts'

const LOST: Figure = { what: 'kill -9: acknowledged keys lost, of 500', digits: 0, target: { value: 0 } }
const SEEN: Figure = {
  what: 'kill -9: keys lost that a colleague had seen, of 500',
  digits: 0,
  target: { value: 0 },
}

/** `kill -9` while somebody types, and a start on the same data. */
export async function measureKill(bench: Bench): Promise<void> {
  const { crowd, board, contenders, quick, say } = bench
  const paper = importedPaper(5)
  await playRounds(
    bench,
    contenders.filter(({ keeps }) => keeps),
    quick ? 1 : 3,
    async (contender) => {
      const names = rooms(1)
      const [room = ''] = names
      await withHome(contender, names, async (home) => {
        const server = await run(contender, home.dataDir, home.tokens)
        const typed = await crowd.play('typeUntilKilled', server.target, room, { paper, keys: 500 })
        await server.kill()
        const kept = await withServer(home, ({ target }) =>
          crowd.play('recovered', target, room, typed.client),
        )
        if (contender.acknowledges) board.add(LOST, contender.name, Math.max(0, typed.acknowledged - kept))
        board.add(SEEN, contender.name, Math.max(0, typed.seen - kept))
        say(`${contender.name}: ${JSON.stringify({ ...typed, kept })}`)
      })
    },
  )
}
