import { tick } from 'svelte'
import { isMac, matches } from '../editing/keys.ts'
import type { MeetingScreen } from '../meeting/screen.svelte.ts'
import type { OpenMargin } from './open-margin.svelte.ts'

/** What keys do in the margins of a column (rule M57), wherever on the page they are pressed. */
export class MarginKeys {
  constructor(
    private readonly margin: OpenMargin,
    private readonly screen: MeetingScreen,
  ) {}

  /** Does what a press says; whether it says anything here. */
  press(event: KeyboardEvent): boolean {
    const is = (chord: string): boolean => matches(chord, event, isMac())
    if (event.key === 'F7') this.margin.tour.step(event.shiftKey ? -1 : 1, (tour) => tour.openSuggestions)
    else if (is('Mod-Shift-e') && this.screen.modes.all.includes('proposing')) this.switchMode()
    else if (is('Mod-Shift-Enter')) return this.accept()
    else if (is('Mod-Shift-Backspace')) return this.askToDecline()
    else if (event.key === 'Escape' && this.isInDrawer()) this.margin.toggle()
    else return false
    return true
  }

  /** What stands in the drawer, such as a thread, leaves itself first. */
  private isInDrawer(): boolean {
    const { activeElement: element } = document
    if (!this.margin.tour.isOpen || element === null) return false
    const isInside = element.closest('[data-margin]') !== null && element.closest('[data-thread]') === null
    return element === document.body || isInside
  }

  private accept(): boolean {
    const at = this.ruling()
    const ruled = at?.tour.ruled
    if (!at || !ruled) return false
    at.rulings.accept(ruled)
    // The field one may be in goes with the suggestion.
    if (document.activeElement?.closest('[data-thread]')) at.tour.focus(ruled.id)
    return true
  }

  private askToDecline(): boolean {
    const at = this.ruling()
    if (at?.tour.ruled) at.rulings.asking = { thread: at.tour.ruled.id, what: 'decline' }
    return at !== undefined
  }

  /** The margin with the suggestion one may rule on. Looked for by these keys alone: typing must not ask all threads. */
  private ruling(): OpenMargin | undefined {
    return this.margin.parts.column().find(({ tour }) => tour.ruled !== null)
  }

  /** To suggesting and back; whoever has the caret in the text goes on where it is. */
  private switchMode(): void {
    const { screen } = this
    const home = screen.inner ?? screen
    const { focus } = screen.pen.editor
    const isInText = document.activeElement?.closest('[data-text]')
    screen.modes.choose(screen.modes.now === 'proposing' ? (screen.modes.all[0] ?? 'reading') : 'proposing')
    if (focus.kind !== 'section' || !isInText) return
    const { anchor, head } = focus.state.selection
    if (screen.modes.now === 'proposing') home.margin?.copies.open(focus.key, { anchor, head })
    else if (screen.editable) void tick().then(() => home.editor.focusSection(focus.key, { anchor, head }))
  }
}
