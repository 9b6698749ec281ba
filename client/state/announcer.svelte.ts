/** Texts for the page's two live regions (rule U15). */
export class Announcer {
  polite = $state('')
  assertive = $state('')

  announce(text: string): void {
    this.polite = renewed(this.polite, text)
  }

  /** Interrupts; only for what endangers text. */
  interrupt(text: string): void {
    this.assertive = renewed(this.assertive, text)
  }
}

/** A screen reader is silent when a live region keeps its text, so a repeated one gets a space it does not read. */
function renewed(before: string, text: string): string {
  return before === text ? `${text}\u00a0` : text
}
