/** After so long, in ms, nothing is kept any more: whoever types is not to be left without their keys. */
const LONGEST = 10_000

/** What takes Enter itself. */
const PRESSED = 'a, button, summary, [role^="menuitem"]'

/** What is typed while there is nothing to type into, kept for what the focus comes to (rules U44, U49). */
export class HeldKeys {
  private keys: string[] = []
  /** What is being taken away: what is typed into it still would go with it. */
  private readonly from = document.activeElement
  private readonly over = new AbortController()

  /** @param atLast what becomes of them when they were kept for too long: `type` them, or `keep` what there is until they are released */
  constructor(atLast: 'type' | 'keep' = 'type') {
    const { signal } = this.over
    addEventListener('keydown', this.hold, { capture: true, signal })
    const timer = setTimeout(() => (atLast === 'type' ? this.release() : this.over.abort()), LONGEST)
    signal.addEventListener('abort', () => clearTimeout(timer))
  }

  /** Whether nothing is kept any more. */
  get isOver(): boolean {
    return this.over.signal.aborted
  }

  /** Types what was kept into what has the focus now, if that can be written in. */
  release(): void {
    this.over.abort()
    const { activeElement: element } = document
    if (!isWritten(element)) return
    for (const text of joined(this.keys)) press(element, text)
    this.keys = []
  }

  /** Keeps nothing any more. */
  drop(): void {
    this.over.abort()
    this.keys = []
  }

  private isElsewhere(): boolean {
    const { activeElement: element } = document
    return element !== this.from && (isWritten(element) || element?.matches(PRESSED) === true)
  }

  private readonly hold = (event: KeyboardEvent): void => {
    const isShortcut = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph')
    const isText = event.key.length === 1 || event.key === 'Enter' || event.key === 'Backspace'
    if (isShortcut || !isText || event.isComposing || this.isElsewhere()) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.keys.push(event.key)
  }
}

/** Begins to keep what is typed, when somebody is writing. */
export function holdKeys(atLast: 'type' | 'keep' = 'type'): HeldKeys | null {
  return isWritten(document.activeElement) ? new HeldKeys(atLast) : null
}

function isWritten(element: Element | null): element is HTMLElement {
  return element instanceof HTMLElement && (element.isContentEditable || element.matches('input, textarea'))
}

/** Letters that follow each other are one text. */
function joined(keys: readonly string[]): string[] {
  const texts: string[] = []
  for (const key of keys)
    if (key.length === 1 && texts.length > 0 && isLetters(texts.at(-1))) texts.push((texts.pop() ?? '') + key)
    else texts.push(key)
  return texts
}

function isLetters(text: string | undefined): boolean {
  return text !== 'Enter' && text !== 'Backspace'
}

/** As a user does it, so that the editor takes it in, and undo knows it. */
function press(element: HTMLElement, text: string): void {
  if (isLetters(text)) return void document.execCommand('insertText', false, text)
  const keyCode = text === 'Enter' ? 13 : 8
  const event = new KeyboardEvent('keydown', { key: text, keyCode, bubbles: true, cancelable: true })
  if (element.dispatchEvent(event))
    document.execCommand(text === 'Enter' ? 'insertText' : 'delete', false, text === 'Enter' ? '\n' : '')
}
