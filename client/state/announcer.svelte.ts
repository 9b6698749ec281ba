import { tick } from 'svelte'

type Region = 'polite' | 'assertive'

/** Texts for the page's two live regions (rule U15). */
export class Announcer {
  polite = $state('')
  assertive = $state('')
  /** What a region is given before the page is drawn: it is all heard. */
  private readonly now: Record<Region, string[]> = { polite: [], assertive: [] }

  announce(text: string): void {
    this.say('polite', text)
  }

  /** Interrupts; only for what endangers text. */
  interrupt(text: string): void {
    this.say('assertive', text)
  }

  private say(region: Region, text: string): void {
    const said = this.now[region]
    if (said.push(text) === 1) void tick().then(() => said.splice(0))
    this[region] = renewed(this[region], said.length === 1 ? text : said.map(sentence).join(' '))
  }
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`
}

/** A screen reader is silent when a live region keeps its text, so a repeated one gets a space it does not read. */
function renewed(before: string, text: string): string {
  return before === text ? `${text}\u00a0` : text
}
