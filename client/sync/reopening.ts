import { tick } from 'svelte'

/** What is known here of a room that another one is to take the place of. */
interface Replaceable {
  /** Whether everything in it is on this device's disk. */
  readonly isSaved: boolean
  flush(): Promise<void>
  destroy(): Promise<void>
}

/**
 * Opens a room anew, once what was written in it is on the device's disk; until then nothing happens. Answers whether it
 * was done, and by this call.
 *
 * @param begin puts the other room in its place
 */
export async function reopen<R extends Replaceable>(
  holder: { room: R },
  begin: () => void,
): Promise<boolean> {
  const { room } = holder
  await room.flush()
  if (!room.isSaved || room !== holder.room) return false
  begin()
  // What it shows is taken from the screen before its document goes.
  await tick()
  await room.destroy()
  return true
}
