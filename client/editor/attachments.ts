import { untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import type { SectionKey } from '../../schema/paper.ts'

/** The Svelte attachments of sections: one function per key, or a rebuilt list would attach all of them anew. */
export class Attachments {
  private readonly made = new Map<SectionKey, Attachment<HTMLElement>>()

  constructor(private readonly attach: (key: SectionKey, element: HTMLElement) => () => void) {}

  of(key: SectionKey): Attachment<HTMLElement> {
    const known = this.made.get(key)
    if (known) return known
    const attachment: Attachment<HTMLElement> = (element) => untrack(() => this.attach(key, element))
    this.made.set(key, attachment)
    return attachment
  }
}
