import { randomOf } from '../../server/random.ts'
import { Typist } from '../papers.ts'
import { ThinClient, type Target } from '../thin-client.ts'

/** Keys that a typist has on the way at most, and keys after which it reloads its page. */
const WINDOW = 64
const SESSION = 2500

export interface Work {
  paper: Uint8Array
  /** Updates for each room. */
  updates: number
  /** Probability that a run of keys takes away instead of writing. */
  erasing: number
  seed: number
}

/** One typist works in each room at once, as fast as the server takes it. Answers the papers as they are then. */
export async function work(target: Target, rooms: string[], work: Work): Promise<Uint8Array[]> {
  return Promise.all(rooms.map((room, i) => workIn(target, room, i, work)))
}

async function workIn(target: Target, room: string, user: number, work: Work): Promise<Uint8Array> {
  const typist = new Typist(work.paper)
  const random = randomOf(work.seed + user)
  for (let left = work.updates; left > 0; left -= SESSION) {
    const updates = keys(typist, Math.min(SESSION, left), random, work.erasing)
    await session(target, room, user, typist, updates)
    typist.reload()
  }
  return typist.state()
}

async function session(
  target: Target,
  room: string,
  user: number,
  { client, stateVector }: Typist,
  updates: Iterable<Uint8Array>,
): Promise<void> {
  const thin = new ThinClient(target, room, { client, user, stateVector })
  await thin.synced
  await thin.sendAll(updates, WINDOW)
  await thin.close()
}

function* keys(typist: Typist, count: number, random: () => number, erasing: number): Iterable<Uint8Array> {
  for (let i = 0; i < count; i++) yield typist.next(random, erasing)
}
