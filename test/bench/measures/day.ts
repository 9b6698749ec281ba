import { SAMREFERAT } from '../contenders.ts'
import { importedPaper, rooms } from '../papers.ts'
import { withHome, withServer, type Bench } from '../bench.ts'
import { median } from '../figures.ts'
import { rssOf, untilIdle } from '../server-process.ts'
import { sizesOf } from '../store.ts'

const ROOMS = 50
/** Two days' worth: the first million is over in half a minute, before the heap of a young process has grown up. */
const UPDATES = 2_000_000
const MB = 1024 * 1024

/** Days of typing, as fast as our server takes it: what it leaves in memory and on the disk, and the start after it. */
export async function measureDay({ crowd, board, quick, say }: Bench): Promise<void> {
  const names = rooms(ROOMS)
  const updates = (quick ? UPDATES / 40 : UPDATES) / ROOMS
  await withHome(SAMREFERAT, names, async (home) => {
    const rss: number[] = []
    await withServer(home, async ({ target, pid }) => {
      const paper = importedPaper(5)
      for (const name of names) await crowd.play('fill', target, name, [paper], 1)
      const sampling = setInterval(() => rss.push(rssOf(pid)), 500)
      const started = performance.now()
      try {
        await crowd.play('work', target, names, { paper, updates, erasing: 0.3, seed: 1 })
      } finally {
        clearInterval(sampling)
      }
      const seconds = (performance.now() - started) / 1000
      say(
        `${updates * ROOMS} updates in ${seconds.toFixed(0)} s, ${((updates * ROOMS) / seconds).toFixed(0)} a second`,
      )
      await untilIdle(pid)
      say(`memory afterwards ${rssOf(pid).toFixed(0)} MB`)
    })
    const part = (from: number) => median(rss.slice(rss.length * from, rss.length * (from + 0.25)))
    say(`memory by quarters ${[0, 0.25, 0.5, 0.75].map((from) => part(from).toFixed(0)).join(', ')} MB`)
    const { disk, snapshots } = await sizesOf(home.dataDir)
    say(`disk ${(disk / MB).toFixed(1)} MB, snapshots ${(snapshots / MB).toFixed(1)} MB`)
    await withServer(home, async ({ startedIn }) => {
      say(`restart to serving ${startedIn.toFixed(0)} ms`)
      const figure = (what: string, digits: number, value: number) => ({ what, digits, target: { value } })
      board.add(
        figure('A day: memory in the last quarter to that in the second', 2, 1.2),
        home.contender.name,
        part(0.75) / part(0.25),
      )
      board.add(figure('A day: disk to snapshots', 2, 3), home.contender.name, disk / snapshots)
      board.add(figure('A day: restart to serving, ms', 0, 2000), home.contender.name, startedIn)
    })
  })
}
