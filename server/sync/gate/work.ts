/**
 * What it costs a peer to take an update in, in microseconds of a common computer: measured over Yjs, and never less
 * than it takes.
 */
export const WORK = {
  /** A struct that goes on where its client's last one stands. */
  struct: 4,
  /** A struct anywhere else, or a deleted range: others may have to be cut for it. */
  cut: 10,
  /** One struct that Yjs walks over to find the place of another. */
  step: 0.3,
  /** One struct that has to make room when another is cut in two. */
  move: 0.0005,
  /** The most that one update may cost. */
  update: 2_000_000,
} as const
