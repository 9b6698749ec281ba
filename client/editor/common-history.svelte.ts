import type * as Y from 'yjs'

/** One of the papers, with the own steps in it. */
export interface Stepped {
  readonly history: { readonly manager: Y.UndoManager }
  undo(): void
  redo(): void
}

type Way = 'undo' | 'redo'

/** In a step of an undo history: when it came onto its stack, among those of all the papers. */
const AT = 'at'

/** The undo histories of papers that are edited as one: the last own step is the last in any of them (rule E29). */
export class CommonHistory {
  canUndo = $state(false)
  canRedo = $state(false)
  private papers: readonly Stepped[] = []
  private now = 0
  private isGoing = false

  /** Takes in a paper's steps; the returned function leaves them out again. */
  join(paper: Stepped): () => void {
    this.papers = [...this.papers, paper]
    this.look()
    return () => {
      this.papers = this.papers.filter((each) => each !== paper)
      this.look()
    }
  }

  undo(): void {
    this.go('undo')
  }

  redo(): void {
    this.go('redo')
  }

  /** The steps in a paper are others than they were. After a new one nothing is redone, in no paper. */
  changed({ history: { manager } }: Stepped): void {
    const last = manager.undoStack.at(-1)
    const isNew = last !== undefined && !last.meta.has(AT)
    if (isNew) last.meta.set(AT, ++this.now)
    if (isNew && !this.isGoing)
      for (const other of this.managers.filter((each) => each !== manager)) {
        // What is written in one paper and then in another are two steps, however fast.
        other.stopCapturing()
        other.clear(false, true)
      }
    this.look()
  }

  /** A step of which nothing was left to take back is gone without another in exchange: then the one before it follows. */
  private go(way: Way): void {
    this.isGoing = true
    try {
      this.goIn(way)
    } finally {
      this.isGoing = false
    }
    for (const manager of this.managers) manager.stopCapturing()
    this.look()
  }

  private goIn(way: Way): void {
    for (let paper = this.latest(way); paper !== null; paper = this.latest(way)) {
      const inverse = stackOf(paper, way === 'undo' ? 'redo' : 'undo')
      const before = inverse.length
      paper[way]()
      inverse.at(-1)?.meta.set(AT, ++this.now)
      if (inverse.length > before) return
    }
  }

  private latest(way: Way): Stepped | null {
    const at = (paper: Stepped): number => Number(stackOf(paper, way).at(-1)?.meta.get(AT) ?? 0)
    const some = this.papers.filter((paper) => stackOf(paper, way).length > 0)
    return some.reduce<Stepped | null>((last, paper) => (last && at(last) > at(paper) ? last : paper), null)
  }

  private get managers(): Y.UndoManager[] {
    return this.papers.map(({ history }) => history.manager)
  }

  private look(): void {
    this.canUndo = this.papers.some((paper) => stackOf(paper, 'undo').length > 0)
    this.canRedo = this.papers.some((paper) => stackOf(paper, 'redo').length > 0)
  }
}

function stackOf({ history: { manager } }: Stepped, way: Way): Y.UndoManager['undoStack'] {
  return way === 'undo' ? manager.undoStack : manager.redoStack
}
