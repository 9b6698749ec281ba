import { defaultDeleteFilter, ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { sectionSchema } from '../../schema/nodes.ts'
import type { SectionKey } from '../../schema/paper.ts'

/** Origin of own changes that do not go through a mounted view: header, people, items, edits over sections. */
export const LOCAL = Symbol('own change')

/** Nodes that undo takes away only when nothing is left in them: their own content goes first, a colleague's stays. */
const KEPT_WHILE_FULL = new Set(Object.keys(sectionSchema.nodes))

/** Where the caret or selection was, in terms that survive other people's edits. */
export interface Memory {
  wide: boolean
  anchor: { key: SectionKey; at: Y.RelativePosition }
  head: { key: SectionKey; at: Y.RelativePosition }
}

/** A step that was undone or redone, and where to put the caret. */
export interface Popped {
  memory: Memory | null
  changed: ReadonlyMap<unknown, Y.YEvent<Y.AbstractType<unknown>>[]>
}

type StackItem = Y.UndoManager['undoStack'][number]
interface StackEvent {
  stackItem: StackItem
  type: 'undo' | 'redo'
  changedParentTypes: Map<unknown, Y.YEvent<Y.AbstractType<unknown>>[]>
}

/** The user's own steps in one paper. */
export class History {
  readonly manager: Y.UndoManager
  private before: Memory | null = null

  constructor(
    doc: Y.Doc,
    private readonly restore: (popped: Popped) => void,
    private readonly changed: () => void,
  ) {
    this.manager = new Y.UndoManager(doc, {
      trackedOrigins: new Set([ySyncPluginKey, LOCAL]),
      // A scope of the whole document makes an empty step, and forgets redo, on every mere caret move.
      captureTransaction: (tr) => tr.changedParentTypes.size > 0 && tr.meta.get('addToHistory') !== false,
      deleteFilter: (item) => defaultDeleteFilter(item, KEPT_WHILE_FULL),
    })
    this.manager.on('stack-item-added', ({ stackItem }: StackEvent) => this.added(stackItem))
    this.manager.on('stack-item-updated', () => this.changed())
    this.manager.on('stack-cleared', () => this.changed())
    this.manager.on('stack-item-popped', (event: StackEvent) => this.popped(event))
  }

  /** Told before each own change, so that undo can put the caret back. */
  noteBefore(memory: Memory | null): void {
    this.before = memory
  }

  /** Told after each own change, so that redo can. */
  noteAfter(memory: Memory | null): void {
    this.manager.undoStack.at(-1)?.meta.set('after', memory)
  }

  /** The next change begins a step of its own. */
  cut(): void {
    this.manager.stopCapturing()
  }

  /** Runs changes as one step of its own. */
  step(doc: Y.Doc, change: () => void): void {
    this.cut()
    doc.transact(change, LOCAL)
    this.cut()
  }

  destroy(): void {
    this.manager.destroy()
  }

  private added(item: StackItem): void {
    if (!item.meta.has('before')) item.meta.set('before', this.before)
    this.changed()
  }

  /** The step on the other stack takes the two places in exchange: what was before is now after. */
  private popped({ stackItem, type, changedParentTypes }: StackEvent): void {
    const inverse = (type === 'undo' ? this.manager.redoStack : this.manager.undoStack).at(-1)
    const memory = (stackItem.meta.get('before') ?? null) as Memory | null
    inverse?.meta.set('before', stackItem.meta.get('after') ?? null)
    inverse?.meta.set('after', memory)
    this.changed()
    this.restore({ memory, changed: changedParentTypes })
  }
}
