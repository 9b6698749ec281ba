import { SAMREFERAT, run, type Running } from '../contenders.ts'
import { importedPaper, rooms } from '../papers.ts'
import { makeHome, withFolder, withHome, withServer, type Bench } from '../bench.ts'
import { median, number } from '../figures.ts'
import { writePlot, type Axis } from '../plot.ts'
import { untilIdle } from '../server-process.ts'
import { fillLedger } from '../store.ts'
import type { KeystrokeResult } from '../scenarios/keystrokes.ts'
import type { Target } from '../thin-client.ts'
import { inTurn } from '../turns.ts'

const PAGES = [5, 20, 50, 100, 200]
const MEETINGS = [10, 100, 1000, 10_000]
const EDITS = [0, 1000, 10_000, 100_000, 300_000]
/** How many times as much a key may cost at the far end as at the near one. */
const BOUND = 1.5

/** A place to type in, and where on the axis it stands. */
interface Spot {
  at: number
  target: Target
  room: string
  paper: Uint8Array
}

/** What a key costs in ours, from its sending to its acknowledgement: against pages, meetings and edits. */
export async function measureGrowth(bench: Bench): Promise<void> {
  await againstPages(bench)
  await againstMeetings(bench)
  await againstEdits(bench)
}

async function againstPages(bench: Bench): Promise<void> {
  const names = rooms(PAGES.length)
  await withHome(SAMREFERAT, names, (home) =>
    withServer(home, async ({ target }) => {
      const spots: Spot[] = []
      for (const [i, at] of PAGES.entries()) {
        const [room, paper] = [names[i] ?? '', importedPaper(at)]
        await bench.crowd.play('fill', target, room, [paper], 1)
        spots.push({ at, target, room, paper })
      }
      await compare(bench, { name: 'pages', label: 'pages in the meeting' }, spots)
    }),
  )
}

/** A server for each size of the store, all of them running. */
async function againstMeetings(bench: Bench): Promise<void> {
  const paper = importedPaper(5)
  const servers: Running[] = []
  await withFolder(async (folder) => {
    try {
      const spots: Spot[] = []
      for (const at of bench.quick ? MEETINGS.slice(0, 3) : MEETINGS) {
        const names = rooms(at)
        const { dataDir, tokens } = await makeHome(folder, SAMREFERAT, names)
        await fillLedger(dataDir, names, paper)
        const server = await run(SAMREFERAT, dataDir, tokens)
        servers.push(server)
        await untilIdle(server.pid)
        spots.push({ at, target: server.target, room: names[at >> 1] ?? '', paper })
      }
      await compare(bench, { name: 'meetings', label: 'meetings in the store' }, spots)
    } finally {
      for (const server of servers) await server.stop()
    }
  })
}

async function againstEdits(bench: Bench): Promise<void> {
  const counts = bench.quick ? EDITS.slice(0, 3) : EDITS
  const fresh = importedPaper(15)
  const names = rooms(counts.length)
  await withHome(SAMREFERAT, names, (home) =>
    withServer(home, async ({ target, pid }) => {
      const spots: Spot[] = []
      for (const [i, at] of counts.entries()) {
        const room = names[i] ?? ''
        await bench.crowd.play('fill', target, room, [fresh], 1)
        const work = { paper: fresh, updates: at, erasing: 0.5, seed: i }
        const [paper = fresh] = await bench.crowd.play('work', target, [room], work)
        spots.push({ at, target, room, paper })
      }
      await untilIdle(pid)
      await compare(bench, { name: 'edits', label: 'edits in the meeting before' }, spots)
    }),
  )
}

/** Types at every spot in turn, several times over, and draws the medians. */
async function compare(bench: Bench, axis: Axis, spots: Spot[]): Promise<void> {
  const results = new Map<Spot, KeystrokeResult[]>(spots.map((spot) => [spot, []]))
  const keys = bench.quick ? 50 : 300
  for (let round = -1; round < (bench.quick ? 2 : 9); round++)
    for (const spot of inTurn(spots, round + 1)) {
      const result = await bench.crowd.play('keystrokes', spot.target, spot.room, {
        paper: spot.paper,
        keys,
        user: round + 1,
      })
      // The first round is for the servers to get warm.
      if (round >= 0) results.get(spot)?.push(result)
    }
  const series = SERIES.map(({ label, of }) => ({
    label,
    values: spots.map((spot) => median((results.get(spot) ?? []).map(of))),
  }))
  for (const { label, values } of series) {
    const growth = (values.at(-1) ?? NaN) / (values[0] ?? NaN)
    bench.say(
      `${axis.label} ${spots.map(({ at }) => at).join(', ')}: ${label} ` +
        `${values.map((value) => number(value, 3)).join(', ')} (${number(growth, 2)} ×, ≤ ${BOUND})`,
    )
    bench.board.add(
      {
        what: `Growth with ${axis.label}: ${label}, far end to near end`,
        digits: 2,
        target: { value: BOUND },
      },
      SAMREFERAT.name,
      growth,
    )
  }
  if (bench.write)
    writePlot(
      axis,
      spots.map(({ at }) => at),
      series,
    )
}

const SERIES: { label: string; of: (result: KeystrokeResult) => number }[] = [
  { label: 'key to acknowledgement, ms', of: ({ ack }) => ack },
  { label: 'server CPU on all threads, ms', of: ({ cpu }) => cpu },
  { label: 'server CPU on the main thread, ms', of: ({ mainCpu }) => mainCpu },
]
