import { ThinClient, type Target } from '../thin-client.ts'

let guests: ThinClient[] = []

/** Opens every room with one client each; they stay until `idle` is asked with no rooms. */
export async function idle(target: Target, rooms: string[]): Promise<{ bytes: number }> {
  if (rooms.length === 0) {
    await Promise.all(guests.splice(0).map((guest) => guest.close()))
    return { bytes: 0 }
  }
  let bytes = 0
  for (let i = 0; i < rooms.length; i += 20) {
    const some = rooms.slice(i, i + 20).map((room, j) => new ThinClient(target, room, { user: i + j }))
    for (const size of await Promise.all(some.map(({ synced }) => synced))) bytes += size
    guests.push(...some)
  }
  guests = guests.filter(({ isOpen }) => isOpen)
  if (guests.length !== rooms.length) throw new Error(`${guests.length} of ${rooms.length} clients stayed`)
  return { bytes: bytes / rooms.length }
}
