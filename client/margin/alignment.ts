/** A thread that is to stand beside its text. */
export interface Wanted {
  id: string
  /** Where its first highlighted line is. */
  y: number
  height: number
}

export interface Held {
  id: string
  y: number
}

/** Between two threads, in pixels. */
const GAP = 16

/**
 * Where threads stand: each beside its text, as far as the others leave room. What is held (the active thread, or the
 * one under the pointer) gets its place exactly; those above it are pushed up, those below it down. None stands above
 * `top`. The threads come in the order of their text (rule M40).
 */
export function align(threads: readonly Wanted[], held: Held | null, top = 0): Map<string, number> {
  const places = downwards(threads, top)
  const at = threads.findIndex(({ id }) => id === held?.id)
  if (held === null || at < 0) return asMap(threads, places)
  places[at] = Math.max(held.y, top)
  for (let i = at - 1; i >= 0; i--)
    places[i] = Math.min(places[i] ?? top, (places[i + 1] ?? top) - GAP - (threads[i]?.height ?? 0))
  // More stand above than there is room for: then the whole row begins at the top.
  const wanted = threads.map((thread, i) => ({ ...thread, y: i > at ? thread.y : (places[i] ?? top) }))
  return asMap(threads, downwards(wanted, top))
}

function downwards(threads: readonly Wanted[], top: number): number[] {
  let free = top
  return threads.map(({ y, height }) => {
    const place = Math.max(y, free)
    free = place + height + GAP
    return place
  })
}

function asMap(threads: readonly Wanted[], places: readonly number[]): Map<string, number> {
  return new Map(threads.map(({ id }, i) => [id, places[i] ?? 0]))
}
