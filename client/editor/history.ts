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

/** A step that is none of the text, such as something said beside it. */
export interface OwnStep {
  /** Takes it back; false when there is nothing left to take back. */
  undo(): boolean
  /** Does it again; false when it cannot be done any more. */
  redo(): boolean
}

type StackItem = Y.UndoManager['undoStack'][number]
interface StackEvent {
  stackItem: StackItem
  type: 'undo' | 'redo'
  changedParentTypes: Map<unknown, Y.YEvent<Y.AbstractType<unknown>>[]>
}

/** In an item of the history that has no changes of the text: the step it stands for. */
const STEP = 'step'
/** Whoever types on and on begins another step so long after the last began, in ms. */
const LONGEST = 10_000

/** The user's own steps in one paper. */
export class History {
  readonly manager: Y.UndoManager
  private before: Memory | null = null
  /** When the last step began. */
  private began = 0

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

  /** A word has ended at the caret: in a pause of typing or not, a step does not go on for ever (rule E31). */
  wordEnded(): void {
    if (Date.now() - this.began > LONGEST) this.cut()
  }

  /** The next change begins a step of its own. */
  cut(): void {
    this.manager.stopCapturing()
  }

  /** Runs changes as one step of its own; `isTyping`: as more of what is being typed. */
  step(doc: Y.Doc, change: () => void, isTyping = false): void {
    if (!isTyping) this.cut()
    doc.transact(change, LOCAL)
    if (!isTyping) this.cut()
  }

  /** Adds a step that has been made, in its turn among the changes of the text. */
  add(step: OwnStep): void {
    this.cut()
    this.manager.clear(false, true)
    const nothing = (): StackItem['deletions'] => Y.createDeleteSet()
    this.manager.undoStack.push({
      deletions: nothing(),
      insertions: nothing(),
      meta: new Map([[STEP, step]]),
    })
    this.changed()
  }

  /** Takes back the last step; one of which nothing is left is gone without another in exchange. */
  undo(): void {
    this.go('undo')
  }

  redo(): void {
    this.go('redo')
  }

  destroy(): void {
    this.manager.destroy()
  }

  private go(type: 'undo' | 'redo'): void {
    const step = stepOf(this.from(type).at(-1))
    if (step === null) this.goInText(type)
    else this.goBeside(type, step)
    this.changed()
  }

  /** Yjs drops what changes no text, so it is given only what lies above such a step. */
  private goInText(type: 'undo' | 'redo'): void {
    const stack = this.from(type)
    const below = stack.splice(0, stack.findLastIndex((item) => stepOf(item) !== null) + 1)
    this.manager[type]()
    this.from(type).unshift(...below)
  }

  private goBeside(type: 'undo' | 'redo', step: OwnStep): void {
    const item = this.from(type).pop()
    this.cut()
    if (item !== undefined && step[type]()) this.from(type === 'undo' ? 'redo' : 'undo').push(item)
  }

  private from(type: 'undo' | 'redo'): StackItem[] {
    return type === 'undo' ? this.manager.undoStack : this.manager.redoStack
  }

  private added(item: StackItem): void {
    this.began = Date.now()
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

function stepOf(item: StackItem | undefined): OwnStep | null {
  return (item?.meta.get(STEP) as OwnStep | undefined) ?? null
}
