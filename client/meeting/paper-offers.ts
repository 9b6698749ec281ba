import { splitKey } from '../../schema/paper.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { Offer } from '../merging/offers.ts'
import type { MeetingRoom } from '../sync/meeting-room.svelte.ts'
import type { LivePaper } from './live-paper.svelte.ts'

export interface PaperOffersParts {
  room: Pick<MeetingRoom, 'offers' | 'answerOffer'>
  paper: LivePaper
  editor: Pick<PaperEditor, 'undoManager'>
  editable(): boolean
  /** Called when words are back. */
  back(): void
}

/** The words on offer beside a paper: what a deletion by others took of this user's. */
export class PaperOffers {
  constructor(private readonly parts: PaperOffersParts) {}

  /** Those of an item or annex; those that are not on the paper when it is null. */
  of(owner: string | null): readonly Offer[] {
    const { room, paper, editable } = this.parts
    if (!editable()) return []
    return room.offers.filter(({ section }) => {
      const own = splitKey(section).owner
      return owner === null ? !paper.has(own) : own === owner
    })
  }

  /** Brings words back, or lets them go. */
  async answer({ id }: Offer, back: boolean): Promise<void> {
    const { room, editor } = this.parts
    editor.undoManager.stopCapturing()
    await room.answerOffer(id, back)
    editor.undoManager.stopCapturing()
    if (back) this.parts.back()
  }

  /** Shows an offer, with the keyboard on its first answer. */
  show({ id }: Offer): void {
    const note = document.querySelector<HTMLElement>(`[data-offer="${CSS.escape(id)}"]`)
    note?.scrollIntoView({ block: 'center' })
    note?.querySelector('button')?.focus({ preventScroll: true })
  }
}
