import { SvelteMap } from 'svelte/reactivity'
import type { Change } from '../../schema/changes.ts'
import { deleteEntry, rule, type RulingState } from '../../schema/margin.ts'
import { isAcceptance } from '../../schema/margin-state.ts'
import type { Paper, SectionKey } from '../../schema/paper.ts'
import type { Place } from '../../schema/proposals/proposal.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { MarginRoom } from '../sync/margin-room.svelte.ts'
import type { Locks } from '../sync/platform.ts'
import type { UserStore } from '../sync/store.ts'
import { Accepting } from './accepting.svelte.ts'
import { acceptedIn, markAccepted, PutIn, type Accepted, type Refusal } from './put-in.ts'
import type { Talk } from './talks.ts'

/** What became of a suggestion. */
export type Fate = Refusal | 'taken' | 'reopened' | 'rejected' | 'overtaken' | 'leftOut'

export interface RulingParts {
  room(): MarginRoom
  editor: PaperEditor
  paper: Paper
  store: UserStore
  /** Null where windows cannot be told apart. */
  locks: Locks | null
  meeting: string
  signed(): { author: string; at: number }
  newId(): string
  /** Where a thread's text stands at this moment; null: nowhere. */
  placeOf(talk: Talk): (Place & { key: SectionKey }) | null
  talk(id: string): Talk | undefined
  /** Whether paper and margin are here as the server has them. */
  isUpToDate(): boolean
  /** Whether all of the margin is here. */
  isComplete(): boolean
  /** Has the paper written to the disk; whether it is there. */
  save(): Promise<boolean>
  tell(talk: Talk, what: Fate): void
  /** Brings the text of a thread into view. */
  reveal(talk: Talk): void
}

/** What secretaries say of threads; an acceptance changes the text, when the server has granted it (rules M51 to M53). */
export class Rulings {
  /** Threads whose suggestion did not fit the text as it is. */
  readonly refusals = new SvelteMap<string, Refusal>()
  /** What is being asked for before a suggestion is ruled on: other words, or a reason. */
  asking = $state.raw<{ thread: string; what: 'partly' | 'decline' } | null>(null)
  private readonly text: PutIn
  private readonly accepting: Accepting

  constructor(private readonly parts: RulingParts) {
    this.text = new PutIn(parts.editor, parts.placeOf)
    this.accepting = new Accepting({
      ...parts,
      putIn: this.text,
      refused: (talk, why) => this.takeBack(talk, why),
    })
  }

  /** Starts; the returned function stops. */
  watch(): () => void {
    const { undoManager } = this.parts.editor
    const popped = (event: PoppedEvent): void => this.popped(event)
    undoManager.on('stack-item-popped', popped)
    const stop = this.accepting.watch()
    return () => {
      undoManager.off('stack-item-popped', popped)
      stop()
    }
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
    const refusal = this.text.refusal(talk, change)
    if (refusal !== null) return this.refuse(talk, refusal)
    this.refusals.delete(talk.id)
    const ruling = this.rule(talk.id, reworded ? 'partly' : 'accepted', reworded?.words)
    this.accepting.add(ruling, talk.id, change)
  }

  /** Declines a suggestion, as a step that undo takes back in its turn (rule M59). */
  decline(talk: Talk, typed: string): void {
    const { id } = talk
    const reason = typed.trim()
    this.refusals.delete(id)
    this.rule(id, 'declined', reason)
    this.parts.tell(talk, 'rejected')
    this.parts.editor.addStep({ undo: () => this.reopen(id), redo: () => this.declineAgain(id, reason) })
  }

  /** Whether it was this user's word that it stood declined by. */
  private reopen(id: string): boolean {
    const talk = this.parts.talk(id)
    if (talk?.state !== 'declined' || talk.ruling?.author !== this.parts.signed().author) return false
    this.rule(id, 'withdrawn')
    this.parts.tell(talk, 'reopened')
    this.parts.reveal(talk)
    return true
  }

  private declineAgain(id: string, reason: string): boolean {
    const talk = this.parts.talk(id)
    if (talk?.state !== 'open' || talk.accepting !== null) return false
    this.rule(id, 'declined', reason)
    this.parts.tell(talk, 'rejected')
    this.parts.reveal(talk)
    return true
  }

  /** Takes back an acceptance that has not been sent. */
  cancel({ accepting }: Talk): void {
    if (accepting === null) return
    this.accepting.drop(accepting.id)
    const room = this.parts.room()
    room.write(accepting.id, () => deleteEntry(room.doc, 'rulings', accepting.id))
  }

  /** Puts into the text what the server has granted. Asked whenever the margin or the connection has changed. */
  settle(): void {
    this.accepting.settle()
  }

  /** Whether a thread is accepted, and what was accepted is not in the text. */
  isLeftOut(talk: Talk): boolean {
    return this.accepting.isLeftOut(talk)
  }

  /** Puts into the text what was left out. */
  async putIn(talk: Talk): Promise<void> {
    const refusal = await this.accepting.putIn(talk)
    if (refusal === null) this.refusals.delete(talk.id)
    else this.refuse(talk, refusal)
  }

  private takeBack(talk: Talk, why: Refusal): void {
    this.rule(talk.id, 'withdrawn')
    this.refuse(talk, why)
  }

  private refuse(talk: Talk, why: Refusal): void {
    this.refusals.set(talk.id, why)
    this.parts.tell(talk, why)
  }

  /** What was accepted and is undone is open again; redone, it is accepted. */
  private popped({ stackItem, type }: PoppedEvent): void {
    const accepted = acceptedIn(stackItem)
    if (accepted !== null) this.steppedOver(accepted, type)
  }

  private steppedOver(accepted: Accepted, type: 'undo' | 'redo'): void {
    const { editor } = this.parts
    const talk = this.parts.talk(accepted.thread)
    const stands = talk !== undefined && (isAcceptance(talk.state) || talk.accepting !== null)
    const isDeclined = talk?.state === 'declined'
    // Ruled on meanwhile: what was accepted must not stand there twice, nor what was declined at all.
    if (type === 'redo' && (stands || isDeclined)) return queueMicrotask(() => editor.undo())
    const { undoStack, redoStack } = editor.undoManager
    markAccepted(type === 'undo' ? redoStack : undoStack, accepted)
    if (type === 'redo') this.rule(accepted.thread, accepted.state, accepted.reason)
    else if (stands) this.rule(accepted.thread, 'withdrawn')
    if (talk) this.parts.tell(talk, type === 'redo' ? 'taken' : 'reopened')
  }
}

interface PoppedEvent {
  stackItem: PaperEditor['undoManager']['undoStack'][number]
  type: 'undo' | 'redo'
}
