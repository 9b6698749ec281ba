import * as Y from 'yjs'
import { importedPaper, rooms, Typist } from '../papers.ts'
import { randomOf } from '../../server/random.ts'
import { makeHome, withFolder, withServer, type Bench, type Home } from '../bench.ts'
import { untilIdle } from '../server-process.ts'
import type { Figure } from '../figures.ts'
import { inTurn } from '../turns.ts'

interface Case {
  what: string
  pages: number
  /** Updates after the import, with ten words at ten places each. */
  updates: number
  target?: { ratio: number }
}

const CASES: Case[] = [
  { what: '15 pages', pages: 15, updates: 0 },
  { what: '15 pages, much edited', pages: 15, updates: 1000 },
  { what: '200 pages', pages: 200, updates: 0, target: { ratio: 0.6 } },
  { what: '200 pages, much edited', pages: 200, updates: 6000, target: { ratio: 0.6 } },
]

/** The first client after a start opens a meeting: from connecting to having the content. */
export async function measureCold({ crowd, board, contenders, quick, say }: Bench): Promise<void> {
  const keepers = contenders.filter(({ keeps }) => keeps)
  const cases = CASES.map((each, i) => ({ ...each, room: rooms(1)[0] ?? '', ...written(each, i, quick) }))
  await withFolder(async (folder) => {
    const homes: Home[] = []
    for (const contender of keepers)
      homes.push(
        await makeHome(
          folder,
          contender,
          cases.map(({ room }) => room),
        ),
      )
    for (const home of homes)
      await withServer(home, async ({ target, pid }) => {
        for (const { room, updates, client } of cases) await crowd.play('fill', target, room, updates, client)
        await untilIdle(pid)
      })
    for (let round = 0; round < (quick ? 1 : 5); round++)
      for (const { what, target: wanted, room, stateVector } of cases)
        for (const home of inTurn(homes, round))
          await withServer(home, async ({ target }) => {
            const result = await crowd.play('cold', target, room, stateVector)
            const { name } = home.contender
            const opened: Figure = { what: `Cold open, ${what}, ms`, digits: 0, target: wanted }
            board.add(opened, name, result.ms)
            board.add({ what: `Cold open, ${what}, server CPU, ms`, digits: 0 }, name, result.cpu)
            say(`${name}: ${what} (${(result.bytes / 1024).toFixed(0)} KB) in ${result.ms.toFixed(0)} ms`)
          })
  })
}

function written({ pages, updates }: Case, seed: number, quick: boolean) {
  const paper = importedPaper(pages)
  const typist = new Typist(paper)
  const random = randomOf(seed)
  const edits = Array.from({ length: quick ? updates / 10 : updates }, () => typist.scatter(10, random))
  const { client } = typist
  return { updates: [paper, ...edits], client, stateVector: Y.encodeStateVectorFromUpdate(typist.state()) }
}
