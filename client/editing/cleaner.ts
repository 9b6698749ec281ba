import type { cleanHtml } from './clean-html.ts'

/** Longest HTML that is read; beyond it the plain text is used. */
export const MOST_HTML = 2_000_000

/** Whether HTML was copied inside Samreferat (or another ProseMirror); it comes through unchanged (rule T10). */
export function isOwnHtml(html: string): boolean {
  return /<[^>]+\sdata-pm-slice="/.test(html)
}

/** Cleans pasted HTML. What does it is fetched when the text can be written in; who pastes before that waits (rule T16). */
export class Cleaner {
  private cleanHtml: typeof cleanHtml | null = null

  async fetch(): Promise<void> {
    this.cleanHtml ??= (await import('./clean-html.ts')).cleanHtml
  }

  /** HTML as the schema can read it. */
  clean(html: string): string {
    if (html.length > MOST_HTML) return ''
    return isOwnHtml(html) ? html : (this.cleanHtml?.(html) ?? '')
  }

  /** Looks after what is pasted and dropped in an element; returns what ends that. */
  readonly guard = (root: HTMLElement): (() => void) => {
    const ending = new AbortController()
    const on = { capture: true, signal: ending.signal }
    root.addEventListener('paste', (event) => this.hold(event, event.clipboardData, pasteOf), on)
    root.addEventListener('drop', (event) => this.hold(event, event.dataTransfer, dropLike(event)), on)
    return () => ending.abort()
  }

  /** The browser empties an event's data when it is over, so another with the same is sent after it. */
  private hold(event: Event, data: DataTransfer | null, again: (data: DataTransfer) => Event): void {
    const html = data?.getData('text/html') ?? ''
    const { target } = event
    if (this.cleanHtml !== null || html === '' || isOwnHtml(html) || !isText(target)) return
    const text = data?.getData('text/plain') ?? ''
    event.preventDefault()
    event.stopPropagation()
    const send = (kept: string): void => {
      const place = target.isConnected ? target : document.activeElement
      place?.dispatchEvent(again(dataOf(text, kept)))
    }
    void this.fetch().then(
      () => send(html),
      // It is not to be had now: the bare text is pasted.
      () => send(''),
    )
  }
}

const AGAIN = { bubbles: true, cancelable: true }

function pasteOf(clipboardData: DataTransfer): Event {
  return new ClipboardEvent('paste', { clipboardData, ...AGAIN })
}

function dropLike({ clientX, clientY, ctrlKey, altKey }: DragEvent): (data: DataTransfer) => Event {
  return (dataTransfer) =>
    new DragEvent('drop', { clientX, clientY, ctrlKey, altKey, dataTransfer, ...AGAIN })
}

function dataOf(text: string, html: string): DataTransfer {
  const data = new DataTransfer()
  if (text !== '') data.setData('text/plain', text)
  if (html !== '') data.setData('text/html', html)
  return data
}

function isText(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && target.closest('[contenteditable="true"]') !== null
}
