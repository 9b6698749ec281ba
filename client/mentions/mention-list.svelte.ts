import type { Attachment } from 'svelte/attachments'
import {
  askedAt,
  candidates,
  closedUp,
  withName,
  type Asked,
  type Mentionable,
  type Typed,
} from './mentions.ts'

export interface MentionListOptions {
  people(): readonly Mentionable[]
  /** Takes the text that is in the field now. */
  write(text: string): void
}

/** The names that "@" offers in a text field. The caret stays in the field, and the list only hears the keys it needs. */
export class MentionList {
  field = $state.raw<HTMLTextAreaElement | null>(null)
  active = $state(0)
  private asked = $state.raw<Asked | null>(null)
  readonly rows: readonly Mentionable[] = $derived.by(() =>
    this.asked === null ? [] : candidates(this.options.people(), this.asked.typed),
  )
  /** Where the "@" stands that is settled: a name was chosen, or Escape has left it as text. */
  private left: number | null = null
  /** Behind the space that came with the name chosen last, until the next key. */
  private spaced: number | null = null

  constructor(private readonly options: MentionListOptions) {}

  get isOpen(): boolean {
    return this.rows.length > 0
  }

  readonly attach: Attachment<HTMLTextAreaElement> = (field) => {
    this.field = field
    const listeners = { input: this.typed, keyup: this.look, click: this.look, blur: this.blurred } as const
    for (const [type, listener] of Object.entries(listeners)) field.addEventListener(type, listener)
    field.addEventListener('keydown', this.key)
    return () => {
      for (const [type, listener] of Object.entries(listeners)) field.removeEventListener(type, listener)
      field.removeEventListener('keydown', this.key)
      this.field = null
    }
  }

  choose(index: number): void {
    const { field, asked } = this
    const chosen = this.rows[index]
    if (field === null || asked === null || chosen === undefined) return
    const named = withName(field.value, asked, chosen.name)
    this.put(field, named)
    this.spaced = named.caret
    this.leave()
  }

  private put(field: HTMLTextAreaElement, { text, caret }: Typed): void {
    field.value = text
    field.setSelectionRange(caret, caret)
    this.options.write(text)
  }

  private readonly typed = (): void => {
    const { field, spaced } = this
    this.spaced = null
    const now = field && { text: field.value, caret: field.selectionStart }
    const closed = now && spaced !== null ? closedUp(now, spaced) : null
    if (field && closed) this.put(field, closed)
    this.look()
  }

  private readonly look = (): void => {
    const { field } = this
    if (field === null) return
    const caret = field.selectionStart === field.selectionEnd ? field.selectionStart : null
    const asked = caret === null ? null : askedAt(field.value, caret)
    if (asked?.from !== this.left) this.left = null
    if (asked?.typed !== this.asked?.typed || asked?.from !== this.asked?.from) this.active = 0
    this.asked = this.left === null ? asked : null
  }

  private readonly close = (): void => {
    this.asked = null
  }

  /** A field that is taken away loses the focus while the page is being drawn: then nothing may change. */
  private readonly blurred = (): void => queueMicrotask(this.close)

  private readonly key = (event: KeyboardEvent): void => {
    if (!this.isOpen || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const last = this.rows.length - 1
    if (event.key === 'ArrowDown') this.active = this.active === last ? 0 : this.active + 1
    else if (event.key === 'ArrowUp') this.active = this.active === 0 ? last : this.active - 1
    else if (event.key === 'Enter' || event.key === 'Tab') this.choose(this.active)
    else if (event.key === 'Escape') this.leave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  private leave(): void {
    this.left = this.asked?.from ?? null
    this.close()
  }
}
