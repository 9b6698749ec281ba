import { tick } from 'svelte'
import type { Forum } from '../../schema/api.ts'
import { splitKey } from '../../schema/paper.ts'
import { fill } from '../../schema/words/index.ts'
import type { Writing } from '../editor/announcer.ts'
import { Cleaner } from '../editing/cleaner.ts'
import { Find } from '../editing/find.svelte.ts'
import type { EditingHost } from '../editing/host.ts'
import { dressSection } from '../editing/dress.ts'
import { sectionNodeViews } from '../editing/node-views.ts'
import { sectionPlugins } from '../editing/plugins.ts'
import { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { App } from '../state/app.svelte.ts'
import { fetchWhenIdle, whenIdle } from '../state/idle.ts'
import { abilitiesIn } from '../state/people.ts'
import { MeetingRoom } from '../sync/meeting-room.svelte.ts'
import { Renewal } from '../sync/renewal.ts'
import { reopen } from '../sync/reopening.ts'
import { takeStay } from './kept-stay.ts'
import { later } from './later.ts'
import { Looks } from './looks.svelte.ts'
import { selfOf } from './presence.ts'
import { MeetingScreen } from './screen.svelte.ts'
import type * as Stays from './stay.ts'

/** Within this time, in ms, after a refusal another one is the user's to act on. */
const REFUSED_PAUSE = 60_000

/** One meeting on the screen: its room, and from the moment there is something to show, its editor. */
export class OpenMeeting {
  /** Another one after `reopen`. */
  room: MeetingRoom
  /** Brings in a new version of the editor when the server says that this one is too old. */
  readonly renewal: Renewal
  screen = $state.raw<MeetingScreen | null>(null)
  /** Null until the first connection. */
  private wasConnected: boolean | null = null
  private readonly looks = new Looks()
  private refusedAt = -Infinity
  /** Fetched while there is time: a place is noted before anything moves. */
  private stay: typeof Stays | null = null
  /** Of what is closed, as it was told last. */
  private generation = 0
  /** The screen of which it was noted last where the user is. */
  private left: MeetingScreen | null = null

  constructor(
    readonly app: App,
    private readonly id: string,
  ) {
    this.looks.stay = takeStay({ user: app.me?.user.id, meeting: id })
    this.room = $state.raw(this.makeRoom())
    this.renewal = this.makeRenewal()
  }

  get forum(): Forum | null {
    const meeting = this.app.session.meeting(this.id)
    return meeting === null ? null : this.app.session.forum(meeting.forum)
  }

  /** Who may write, as long as the server has not said otherwise. */
  get editable(): boolean {
    const { status } = this.room
    const shutOut = status.kind === 'local' && (status.why === 'forbidden' || status.why === 'removed')
    return !shutOut && this.mayWrite
  }

  private get mayWrite(): boolean {
    return abilitiesIn(this.forum, this.app.session.meeting(this.id)).writePaper
  }

  /** Only where that is known: what a writer loses sight of is kept apart. */
  private get onlyReads(): boolean {
    return this.app.session.meeting(this.id) !== null && !this.mayWrite
  }

  get connected(): boolean {
    return this.room.details.disconnectedSince === null
  }

  /**
   * The connection has come or gone. The server ends it when the phase or a role changes (rule R6): when it is back,
   * what this user may do is asked for anew.
   */
  connectionChanged(): void {
    const isBack = this.connected && this.wasConnected === false
    if (this.connected || this.wasConnected !== null) this.wasConnected = this.connected
    if (isBack) void this.app.session.refresh()
  }

  /** Draws the paper, with or without a caret in it; returns what takes it away. */
  draw(editable: boolean): () => void {
    const { doc, awareness } = this.room
    const host = this.makeHost()
    const editor = this.makeEditor(editable, host)
    const find = new Find(editor, doc, (item) => this.screen?.paper.number(item) || Number.MAX_SAFE_INTEGER)
    const announcer = fetchWhenIdle(later.announcer).then(
      ({ Announcer }) => new Announcer(doc, awareness, (writing) => this.tell(writing)),
    )
    this.room.watchSteps(editor.undoManager)
    const screen = new MeetingScreen({
      app: this.app,
      meeting: this.id,
      paper: doc,
      editor,
      host,
      find,
      editable,
      room: this.room,
      looks: this.looks,
    })
    this.screen = screen
    return () => {
      this.screen = null
      find.stop()
      void announcer.then((each) => each.destroy())
      for (const part of [screen, editor]) part.destroy()
    }
  }

  /**
   * After the server refused what was written: goes on with the server's text. What was kept apart stays on the device;
   * as long as it is not written there, nothing happens. Answers whether it was done, and by this call.
   */
  reopen(): Promise<boolean> {
    // A field writes what is typed in it when it is left; later it would be into a document that is gone.
    const at = document.activeElement
    const isField = at?.matches('input, [contenteditable]') && !at.closest('[data-text]')
    if (isField && at instanceof HTMLElement) at.blur()
    return reopen(this, () => {
      this.keepPlace()
      this.holdKeys()
      this.room = this.makeRoom()
    })
  }

  /** Before the screen shows that something was closed: notes where the user is, for the paper is drawn anew (rule U49). */
  leaving(): void {
    const { status } = this.room
    if (status.kind === 'server')
      whenIdle()
        .then(later.stay)
        .then((stay) => (this.stay = this.looks.stays = stay), ignore)
    if (status.kind === 'local' && status.why === 'replaced') {
      this.keepPlace()
      if (this.isTakenAway()) this.holdKeys()
    } else if (this.isNewlyOpened() && this.isTakenAway()) void this.comeAlong()
  }

  /** An item was opened again of which nothing else is closed: the meeting stays, and the item is drawn in it. */
  private async comeAlong(): Promise<void> {
    const { screen, stay, looks } = this
    this.keepPlace()
    this.holdKeys()
    await tick()
    if (screen !== null && looks.stay !== null) stay?.comeBack(screen, looks.stay)
  }

  /** Whether items were opened since this was asked last. */
  private isNewlyOpened(): boolean {
    const { seals, freshlyOpened } = this.room
    const isNew = seals.generation !== this.generation
    this.generation = seals.generation
    return isNew && freshlyOpened.length > 0
  }

  /** Who has not come back from the last time is where they were then. Their line is the one before anything moved. */
  private keepPlace(): void {
    const { screen, looks } = this
    if (screen === null || this.stay === null || (looks.stay !== null && this.left !== screen)) return
    const now = this.stay.noteStay(screen)
    const { line, caret, focus } = looks.stay ?? now
    looks.stay = { ...now, line, ...(now.caret === null && { caret, focus }) }
    this.left = screen
  }

  /** Whether what the user writes in is drawn elsewhere from now on. */
  private isTakenAway(): boolean {
    const caret = this.looks.stay?.caret ?? (this.screen && this.stay?.caretOf(this.screen)) ?? null
    const { freshlyClosed, freshlyOpened } = this.room
    const moved = [...freshlyClosed.map(({ item }) => item), ...freshlyOpened]
    return caret !== null && moved.includes(splitKey(caret.key).owner)
  }

  private holdKeys(): void {
    if (this.looks.held?.isOver !== false) this.looks.held = this.stay?.holdKeys() ?? null
  }

  /** A copy that was given up is kept apart; the meeting goes on with the server's text by itself (rules O24, O26). */
  async heal(): Promise<void> {
    const { status } = this.room
    if (status.kind !== 'local' || !status.saved) return
    if (status.why === 'replaced') return this.part()
    if (status.why === 'diverged' && (await this.reopen()) && !this.onlyReads)
      await this.tellKept('keptDiverged')
    if (status.why === 'refused' && !this.isRefusedAgain() && (await this.reopen()))
      await this.tellKept('keptOne')
  }

  private async tellKept(what: 'keptDiverged' | 'keptOne'): Promise<void> {
    const { STRIP_WORDS } = await import('../../schema/words/strip.ts')
    this.app.announce(STRIP_WORDS[this.app.language].strips[what])
  }

  /** Whoever is refused over and over is asked before the meeting is drawn anew. */
  private isRefusedAgain(): boolean {
    const now = performance.now()
    const isAgain = now - this.refusedAt < REFUSED_PAUSE
    if (!isAgain) this.refusedAt = now
    return isAgain
  }

  /** An item was closed out of the paper: the meeting goes on with what is left, and it is said. */
  private async part(): Promise<void> {
    const { room, screen } = this
    const told = room.freshlyClosed.map(({ item, zone }) => ({ n: screen?.paper.number(item) ?? 0, zone }))
    if (!(await this.reopen())) return
    const { CLOSING_WORDS } = await import('../../schema/words/closing.ts')
    const { gone, moved } = CLOSING_WORDS[this.app.language]
    for (const { n, zone } of told)
      if (n > 0) this.app.toast({ text: fill(zone === null ? gone : moved, { n }) })
  }

  destroy(): void {
    this.looks.held?.release()
    this.renewal.stop()
    void this.room.destroy()
  }

  /** The page has one journal: the device's, when the browser has given it one. */
  private makeRoom(): MeetingRoom {
    const { me, device } = this.app
    if (me === null) throw new RangeError('A meeting needs somebody who is signed in')
    const local = device?.local
    const room = new MeetingRoom({
      meeting: this.id,
      user: selfOf(me, this.forum),
      onlyReads: () => this.onlyReads,
      ...(local && { local }),
    })
    room.doc.on('update', () => this.renewal.touch())
    room.connect()
    return room
  }

  private makeRenewal(): Renewal {
    return new Renewal({
      isTooOld: () => this.room.status.kind === 'local' && this.room.status.why === 'tooOld',
      flush: () => this.room.flush(),
      isSaved: () => this.room.isSaved,
      renew: () => this.renew(),
    })
  }

  /** The page opens again at the same item. */
  private renew(): Promise<boolean> {
    const item = this.screen?.current ?? null
    if (item !== null) history.replaceState(history.state, '', `#${item}`)
    return this.app.shell.renew()
  }

  private makeEditor(editable: boolean, host: EditingHost): PaperEditor {
    const { doc, awareness } = this.room
    return new PaperEditor({
      doc,
      awareness,
      editable,
      plugins: sectionPlugins(host),
      nodeViews: sectionNodeViews(host),
      dress: (element, section) => dressSection(element, section, host),
      heading: (key) => this.screen?.heading(key) ?? '',
    })
  }

  private makeHost(): EditingHost {
    const { app } = this
    return {
      paper: this.room.doc,
      words: () => app.words,
      language: () => app.language,
      people: () => this.screen?.paper.people ?? [],
      cleaner: new Cleaner(),
      today: () => app.today,
      newId: () => app.newId(),
      announce: (text) => app.announce(text),
      chooseOutcome: (item) => {
        if (this.screen !== null) this.screen.deciding = item
      },
      comment: () => this.screen?.margin?.remarks.commenting ?? null,
    }
  }

  private tell({ user, section }: Writing): void {
    const { words } = this.app
    const place = splitKey(section)
    const text = fill(words.meeting.live.typing, {
      name: user.name,
      n: this.screen?.paper.number(place.owner) ?? 0,
      section: words.common.sections[place.section],
    })
    this.app.announce(text)
  }
}

/** Without it nobody is brought back to their line. */
function ignore(): void {}
