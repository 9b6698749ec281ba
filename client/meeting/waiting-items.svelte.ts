import type * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { changedItems, itemsOf } from './paper-changes.ts'

type StackItem = Y.UndoManager['undoStack'][number]

/** Own steps of this visit that are not on the server, by the item they were made in (rule U40). */
export class WaitingItems {
  counts: ReadonlyMap<SectionKey | string, number> = $state.raw(changedItems([]))
  private steps: { step: StackItem; items: string[] }[] = []

  constructor(private readonly undo: Y.UndoManager) {
    undo.on('stack-item-added', this.note)
    undo.on('stack-item-updated', this.note)
  }

  /** Everything is acknowledged. */
  settled(): void {
    if (this.steps.length === 0) return
    this.steps = []
    this.counts = changedItems([])
  }

  destroy(): void {
    this.undo.off('stack-item-added', this.note)
    this.undo.off('stack-item-updated', this.note)
  }

  private readonly note = ({
    stackItem,
    changedParentTypes,
  }: {
    stackItem: StackItem
    changedParentTypes: Y.Transaction['changedParentTypes']
  }): void => {
    const items = itemsOf(changedParentTypes)
    const known = this.steps.find(({ step }) => step === stackItem)
    if (known) known.items.push(...items)
    else this.steps.push({ step: stackItem, items })
    this.counts = changedItems(this.steps.map((each) => each.items))
  }
}
