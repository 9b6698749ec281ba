import type * as Y from 'yjs'

/** What of the editor is needed to make and take back a step. */
export interface Steps {
  readonly undoManager: Y.UndoManager
  transact(change: () => void): void
}

/**
 * Makes a change as one own undo step and returns what takes exactly this change back, also when other steps have
 * come since: then `inverse` is made as a new step (rule U24).
 */
export function undoable(steps: Steps, change: () => void, inverse: () => void): () => void {
  steps.transact(change)
  const made = steps.undoManager.undoStack.at(-1)
  let done = false
  return () => {
    if (done) return
    done = true
    if (made !== undefined && steps.undoManager.undoStack.at(-1) === made) steps.undoManager.undo()
    else steps.transact(inverse)
  }
}
