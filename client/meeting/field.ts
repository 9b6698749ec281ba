import type { Attachment } from 'svelte/attachments'
import { beforeLeaving } from './leaving.ts'

export interface FieldOptions {
  /** The text as it stands in the paper. */
  value(): string
  /** Writes the text; false when it says nothing that could be written, then it stays to be mended. */
  commit(text: string): boolean | void
  /** Writes a text with each key, where it needs no reading and the field stays where it is; null: not now. */
  live?(): ((text: string) => void) | null
  /** Called with the text while it is typed; with null when the field is left. */
  typing?(text: string | null): void
  /** The field is left with a text that could not be written: the old one is back. */
  dropped?(): void
  /** Enter in the field, after the commit. */
  enter?(): void
}

/**
 * Text edited where it stands. It is written with each key where it can be; else when the field or the page is left or at
 * Enter, and only when it was changed. Esc brings the old text back; what others write meanwhile does not disturb the
 * typing (rules U30, U72).
 */
export class Field {
  private element: HTMLElement | null = null
  /** What the paper has of the text being typed; null: nobody is typing. */
  private before: string | null = null
  /** What stood in the field when it was entered. */
  private first = ''
  private stopWatching: () => void = () => undefined

  constructor(private readonly options: FieldOptions) {}

  readonly attach: Attachment<HTMLElement> = (element) => {
    this.element = element
    this.show()
    const listen = { focus: this.focus, blur: this.blur, input: this.input, keydown: this.key } as const
    for (const [type, handler] of Object.entries(listen))
      element.addEventListener(type, handler as EventListener)
    return () => {
      if (this.before !== null) this.commit()
      this.stopWatching()
      for (const [type, handler] of Object.entries(listen))
        element.removeEventListener(type, handler as EventListener)
      this.element = null
    }
  }

  /** Shows the paper's text, unless the user is typing. */
  show(): void {
    const value = this.options.value()
    if (this.element !== null && this.before === null && this.element.textContent !== value)
      this.element.textContent = value
  }

  private text(): string {
    return (this.element?.textContent ?? '').replace(/\s+/g, ' ').trim()
  }

  private readonly focus = (): void => {
    this.first = this.before = this.options.value()
    this.stopWatching()
    this.stopWatching = beforeLeaving(() => void this.commit())
  }

  private readonly blur = (): void => {
    if (!this.commit()) this.options.dropped?.()
    this.before = null
    this.stopWatching()
    this.options.typing?.(null)
    this.show()
  }

  private readonly input = (): void => {
    // The browser leaves a <br> behind in an emptied field, which would hide the placeholder.
    if (this.element !== null && this.text() === '') this.element.textContent = ''
    this.writeLive(this.text())
    this.options.typing?.(this.text())
  }

  /** A field that is being emptied is about to have another text. */
  private writeLive(text: string): void {
    const write = this.options.live?.() ?? null
    if (write === null || this.before === null || text === '' || text === this.before) return
    write(text)
    this.before = text
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      if (this.commit()) this.settle()
      this.options.enter?.()
    } else if (event.key === 'Escape') this.restore()
  }

  /** Whether the text is in the paper. */
  private commit(): boolean {
    const text = this.text()
    if (this.before === null || text === this.before) return true
    if (this.options.commit(text) === false) return false
    this.before = text
    return true
  }

  /** Shows how the text was understood; the caret stays at its end. */
  private settle(): void {
    const value = this.options.value()
    this.first = this.before = value
    this.options.typing?.(null)
    if (this.element === null || this.element.textContent === value) return
    this.element.textContent = value
    getSelection()?.selectAllChildren(this.element)
    getSelection()?.collapseToEnd()
  }

  private restore(): void {
    if (this.element === null || this.before === null) return
    this.element.textContent = this.first
    this.commit()
    this.options.typing?.(null)
  }
}
