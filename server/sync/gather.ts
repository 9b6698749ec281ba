import type { Duplex } from 'node:stream'

/**
 * What is written in one turn of the event loop leaves in one system call, which costs more than all the rest of it.
 * Call what this answers before each write.
 */
export function gathering(stream: Pick<Duplex, 'cork' | 'uncork'>): () => void {
  let isHeld = false
  return () => {
    if (isHeld) return
    isHeld = true
    stream.cork()
    process.nextTick(() => {
      isHeld = false
      stream.uncork()
    })
  }
}
