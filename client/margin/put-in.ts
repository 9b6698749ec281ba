import type { Node } from 'prosemirror-model'
import type { Change } from '../../schema/changes.ts'
import type { RulingState } from '../../schema/margin.ts'
import type { SectionKey } from '../../schema/paper.ts'
import { applyProposal } from '../../schema/proposals/apply.ts'
import type { Outcome, Place } from '../../schema/proposals/proposal.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { Talk } from './talks.ts'

/** Why a suggestion was not put into the text. */
export type Refusal = 'changed' | 'impossible'

/** In a step of the undo history: which suggestion it put into the text, and what was said of it. */
export interface Accepted {
  thread: string
  state: RulingState
  reason: string
}

const ACCEPTED = 'accepted'

type Steps = PaperEditor['undoManager']['undoStack']

/** What a step of the undo history put into the text; null: no suggestion. */
export function acceptedIn(step: Steps[number]): Accepted | null {
  return (step.meta.get(ACCEPTED) as Accepted | undefined) ?? null
}

/** The latest step of a stack put this into the text, or took it out. */
export function markAccepted(stack: Steps, accepted: Accepted): void {
  stack.at(-1)?.meta.set(ACCEPTED, accepted)
}

/** Puts suggestions into the text. */
export class PutIn {
  constructor(
    private readonly editor: PaperEditor,
    /** Where a thread's text stands at this moment; null: nowhere. */
    private readonly placeOf: (talk: Talk) => (Place & { key: SectionKey }) | null,
  ) {}

  /** Why a suggestion could not be put into the text as it is; null when it could, or stands there already. */
  refusal(talk: Talk, change: Change): Refusal | null {
    return refusalOf(this.attempt(talk, change))
  }

  /** One edit, which undo takes back alone; why it could not be made, or null. */
  make(talk: Talk, change: Change, accepted: Accepted): Refusal | null {
    const { editor } = this
    const at = this.placeOf(talk)
    const outcome = this.attempt(talk, change)
    if (at === null || outcome.kind !== 'applied') return refusalOf(outcome)
    const { undoManager } = editor
    undoManager.stopCapturing()
    const before = undoManager.undoStack.length
    editor.edit(at.key, (tr) => outcome.tr.steps.forEach((step) => tr.step(step)))
    if (undoManager.undoStack.length > before) markAccepted(undoManager.undoStack, accepted)
    undoManager.stopCapturing()
    const now = editor.doc(at.key)
    const isThere = now !== null && (now.eq(outcome.tr.doc) || stands(now, outcome.place, talk, change))
    return isThere ? null : 'changed'
  }

  private attempt(talk: Talk, change: Change): Outcome {
    const at = this.placeOf(talk)
    const doc = at && this.editor.doc(at.key)
    return at && doc ? applyProposal(doc, at, quoteOf(talk), change) : { kind: 'changed' }
  }
}

/** The section may have completed what came in, a task's id for one. */
function stands(doc: Node, place: Place, talk: Talk, change: Change): boolean {
  return applyProposal(doc, place, quoteOf(talk), change).kind === 'already'
}

function quoteOf({ target }: Talk): string {
  return target.kind === 'text' ? target.quote : ''
}

function refusalOf({ kind }: Outcome): Refusal | null {
  return kind === 'changed' || kind === 'impossible' ? kind : null
}
