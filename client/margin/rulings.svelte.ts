import type { Node } from 'prosemirror-model'
import { SvelteMap } from 'svelte/reactivity'
import type * as Y from 'yjs'
import type { Change } from '../../schema/changes.ts'
import { deleteEntry, entry, receipt, rule, rulings, type RulingState } from '../../schema/margin.ts'
import { isAcceptance, isGranted } from '../../schema/margin-state.ts'
import type { SectionKey } from '../../schema/paper.ts'
import { applyProposal } from '../../schema/proposals/apply.ts'
import type { Outcome, Place } from '../../schema/proposals/proposal.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { MarginRoom } from '../sync/margin-room.svelte.ts'
import type { UserStore } from '../sync/store.ts'
import { Acceptances, type Acceptance } from './acceptances.ts'
import type { Talk } from './talks.ts'

/** Why something was not accepted. */
export type Refusal = 'changed' | 'impossible'

export interface RulingParts {
  room(): MarginRoom
  editor: PaperEditor
  store: UserStore
  meeting: string
  signed(): { author: string; at: number }
  newId(): string
  /** Where a thread's text stands at this moment; null: nowhere. */
  placeOf(talk: Talk): (Place & { key: SectionKey }) | null
  talk(id: string): Talk | undefined
  /** Whether the paper's own room is up to date, as far as can be known. */
  isConnected(): boolean
  /** Whether all of the margin is here. */
  isComplete(): boolean
  /** What became of a suggestion is said. */
  tell(talk: Talk, what: Refusal | 'taken' | 'reopened' | 'overtaken'): void
}

/** In a step of the undo history: which suggestion it put into the text. */
const ACCEPTED = 'accepted'

interface Accepted {
  thread: string
  state: RulingState
  reason: string
}

/** What secretaries say of threads. An acceptance changes the text when the server has granted it (rules M51, M52). */
export class Rulings {
  /** Threads whose suggestion did not fit the text as it is. */
  readonly refusals = new SvelteMap<string, Refusal>()
  /** What is being asked for before a suggestion is ruled on: other words, or a reason. */
  asking = $state.raw<{ thread: string; what: 'partly' | 'decline' } | null>(null)
  private readonly acceptances: Acceptances
  /** Of an earlier visit: the paper may be older here than where they were made. */
  private early: readonly string[] = []

  constructor(private readonly parts: RulingParts) {
    this.acceptances = new Acceptances(parts.store, parts.meeting)
  }

  /** Starts; the returned function stops. */
  watch(): () => void {
    const { undoManager } = this.parts.editor
    const popped = (event: PoppedEvent): void => this.popped(event)
    undoManager.on('stack-item-popped', popped)
    void this.restore()
    return () => undoManager.off('stack-item-popped', popped)
  }

  private async restore(): Promise<void> {
    await this.acceptances.restore()
    this.early = this.acceptances.all.map(({ ruling }) => ruling)
    this.settle()
  }

  /** Says how a thread stands; the id of the ruling. */
  rule(thread: string, state: RulingState, reason = ''): string {
    const id = this.parts.newId()
    const room = this.parts.room()
    room.write(id, () => rule(room.doc, id, { ...this.parts.signed(), thread, state, reason }))
    return id
  }

  /** Accepts a suggestion; with other words than were proposed, these are its reason. */
  accept(talk: Talk, reworded: { change: Change; words: string } | null = null): void {
    const change = reworded?.change ?? talk.thread?.change
    if (!change || talk.state !== 'open' || talk.accepting !== null) return
    const refusal = refusalOf(this.attempt(talk, change))
    if (refusal !== null) return this.refuse(talk, refusal)
    this.refusals.delete(talk.id)
    const ruling = this.rule(talk.id, reworded ? 'partly' : 'accepted', reworded?.words)
    this.acceptances.add({ ruling, thread: talk.id, change })
    this.settle()
  }

  decline(talk: Talk, reason: string): void {
    this.refusals.delete(talk.id)
    this.rule(talk.id, 'declined', reason.trim())
  }

  /** Takes back an acceptance that has not been sent. */
  cancel({ accepting }: Talk): void {
    if (accepting === null) return
    this.acceptances.drop(accepting.id)
    const room = this.parts.room()
    room.write(accepting.id, () => deleteEntry(room.doc, 'rulings', accepting.id))
  }

  /** Puts into the text what the server has granted. Asked whenever the margin or the connection has changed. */
  settle(): void {
    const { doc } = this.parts.room()
    for (const acceptance of this.acceptances.all) {
      const ruling = entry(doc, 'rulings', acceptance.ruling)
      // The server took no such ruling.
      if (ruling === null && this.parts.isComplete()) this.acceptances.drop(acceptance.ruling)
      if (ruling === null || receipt(doc, 'rulings', ruling.id) === null) continue
      if (this.early.includes(ruling.id) && !this.parts.isConnected()) continue
      void this.carryOut(acceptance, isGranted(rulings(doc), ruling))
    }
  }

  private async carryOut(acceptance: Acceptance, granted: boolean): Promise<void> {
    if (!(await this.acceptances.take(acceptance))) return
    const talk = this.parts.talk(acceptance.thread)
    if (!talk) return
    if (!granted) return this.parts.tell(talk, 'overtaken')
    const ruling = entry(this.parts.room().doc, 'rulings', acceptance.ruling)
    const refusal = this.putIn(talk, acceptance.change, {
      thread: talk.id,
      state: ruling?.state ?? 'accepted',
      reason: ruling?.reason ?? '',
    })
    if (refusal === null) return this.parts.tell(talk, 'taken')
    this.rule(talk.id, 'withdrawn')
    this.refuse(talk, refusal)
  }

  /** One edit, which undo takes back alone; why it could not be made, or null. */
  private putIn(talk: Talk, change: Change, accepted: Accepted): Refusal | null {
    const { editor } = this.parts
    const { undoManager } = editor
    const at = this.parts.placeOf(talk)
    const outcome = this.attempt(talk, change)
    if (at === null || outcome.kind !== 'applied') return refusalOf(outcome)
    undoManager.stopCapturing()
    const before = undoManager.undoStack.length
    editor.edit(at.key, (tr) => outcome.tr.steps.forEach((step) => tr.step(step)))
    if (undoManager.undoStack.length > before) undoManager.undoStack.at(-1)?.meta.set(ACCEPTED, accepted)
    undoManager.stopCapturing()
    const now = editor.doc(at.key)
    return now !== null && (now.eq(outcome.tr.doc) || this.stands(now, outcome.place, talk, change))
      ? null
      : 'changed'
  }

  /** The section may have completed what came in, a task's id for one. */
  private stands(doc: Node, place: Place, talk: Talk, change: Change): boolean {
    return applyProposal(doc, place, quoteOf(talk), change).kind === 'already'
  }

  private attempt(talk: Talk, change: Change): Outcome {
    const at = this.parts.placeOf(talk)
    const doc = at && this.parts.editor.doc(at.key)
    return at && doc ? applyProposal(doc, at, quoteOf(talk), change) : { kind: 'changed' }
  }

  private refuse(talk: Talk, why: Refusal): void {
    this.refusals.set(talk.id, why)
    this.parts.tell(talk, why)
  }

  /** What was accepted and is undone is open again; redone, it is accepted. */
  private popped({ stackItem, type }: PoppedEvent): void {
    const accepted = stackItem.meta.get(ACCEPTED) as Accepted | undefined
    if (accepted === undefined) return
    const { undoManager } = this.parts.editor
    const talk = this.parts.talk(accepted.thread)
    const stands = talk !== undefined && (isAcceptance(talk.state) || talk.accepting !== null)
    const isDeclined = talk?.state === 'declined'
    // Ruled on meanwhile: what was accepted must not stand there twice, nor what was declined at all.
    if (type === 'redo' && (stands || isDeclined)) return queueMicrotask(() => undoManager.undo())
    const inverse = type === 'undo' ? undoManager.redoStack : undoManager.undoStack
    inverse.at(-1)?.meta.set(ACCEPTED, accepted)
    if (type === 'redo') this.rule(accepted.thread, accepted.state, accepted.reason)
    else if (stands) this.rule(accepted.thread, 'withdrawn')
    if (talk) this.parts.tell(talk, type === 'redo' ? 'taken' : 'reopened')
  }
}

interface PoppedEvent {
  stackItem: Y.UndoManager['undoStack'][number]
  type: 'undo' | 'redo'
}

function quoteOf({ target }: Talk): string {
  return target.kind === 'text' ? target.quote : ''
}

function refusalOf({ kind }: Outcome): Refusal | null {
  return kind === 'changed' || kind === 'impossible' ? kind : null
}
