import type { Peer } from './awareness.ts'

/** How long a name stands beside its caret after the last keystroke, in ms. */
const SHOWN = 2000

/**
 * The carets of others as drawn: a bar with a name, which shrinks to a small square after a while without typing.
 * Only the class changes then; the text is not drawn anew.
 */
export class CursorFlags {
  private readonly drawn = new Map<number, HTMLElement>()
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>()

  draw({ client, user }: Peer, atLineEnd: boolean): HTMLElement {
    const caret = document.createElement('span')
    caret.className = `cur o${user.colour}`
    caret.classList.toggle('end', atLineEnd)
    caret.classList.toggle('idle', !this.timers.has(client))
    caret.setAttribute('aria-hidden', 'true')
    const name = document.createElement('span')
    name.textContent = user.organisation ? `${user.name}, ${user.organisation}` : user.name
    caret.append(name)
    this.drawn.set(client, caret)
    return caret
  }

  /** This person's caret moved: the name shows again for a while. */
  stir(client: number): void {
    clearTimeout(this.timers.get(client))
    this.drawn.get(client)?.classList.remove('idle')
    this.timers.set(
      client,
      setTimeout(() => this.settle(client), SHOWN),
    )
  }

  gone(client: number): void {
    clearTimeout(this.timers.get(client))
    this.timers.delete(client)
    this.drawn.delete(client)
  }

  destroy(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
  }

  private settle(client: number): void {
    this.timers.delete(client)
    this.drawn.get(client)?.classList.add('idle')
  }
}
