import * as Y from 'yjs'
import { ROOTS } from '../../schema/paper.ts'
import type { Steps } from '../../client/meeting/undoable.ts'

/** Undo steps over the lists of a paper, as the editor makes them. */
export class UndoSteps implements Steps {
  readonly undoManager: Y.UndoManager

  constructor(private readonly doc: Y.Doc) {
    this.undoManager = new Y.UndoManager(
      ROOTS.map((root) => doc.getMap(root)),
      { trackedOrigins: new Set(['own']) },
    )
  }

  transact(change: () => void): void {
    this.undoManager.stopCapturing()
    this.doc.transact(change, 'own')
    this.undoManager.stopCapturing()
  }
}
