/** Runs `look` as a component would: now, and whenever a rune it read has changed. Answers how to stop. */
export function watchStatus(look: () => void): () => void {
  return $effect.root(() => {
    $effect(look)
  })
}
