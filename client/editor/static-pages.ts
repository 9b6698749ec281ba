import type * as Y from 'yjs'
import { askIdle, cancelIdle } from '../state/idle.ts'
import type { Desk } from './desk.ts'
import { keepLine } from './keep-place.ts'
import type { Section } from './section.ts'

/** Keeps static sections up with changes from Yjs, when nothing is being typed or drawn. */
export class StaticPages {
  private readonly stale = new Set<Section>()
  private waiting = 0

  constructor(private readonly desk: Desk) {}

  /** Starts; the returned function stops. */
  watch(): () => void {
    const { paper } = this.desk
    const before = () => {
      this.desk.composition.beforeTransaction()
      this.desk.caret.current?.remember()
    }
    const after = (transaction: Y.Transaction) => this.changed(transaction)
    const all = () => this.desk.caret.current?.recalled()
    paper.on('beforeAllTransactions', before)
    paper.on('afterTransaction', after)
    paper.on('afterAllTransactions', all)
    return () => {
      cancelIdle(this.waiting)
      paper.off('beforeAllTransactions', before)
      paper.off('afterTransaction', after)
      paper.off('afterAllTransactions', all)
    }
  }

  /** Draws the static sections of that kind anew. */
  refresh(which: (section: Section) => boolean): void {
    for (const section of this.desk.sections.all())
      if (!section.view && which(section)) this.stale.add(section)
    this.flushSoon()
  }

  private changed(transaction: Y.Transaction): void {
    for (const section of this.desk.sections.touchedBy(transaction)) {
      if (section.view) continue
      section.forget()
      this.stale.add(section)
    }
    this.flushSoon()
  }

  private flushSoon(): void {
    if (this.stale.size > 0) this.waiting ||= askIdle(() => this.flush())
  }

  private flush(): void {
    this.waiting = 0
    const stale = [...this.stale].filter((section) => !section.view && section.element.isConnected)
    this.stale.clear()
    const render = () => stale.forEach((section) => section.render())
    if (CSS.supports('overflow-anchor', 'auto')) render()
    else keepLine(this.desk, render)
  }
}
