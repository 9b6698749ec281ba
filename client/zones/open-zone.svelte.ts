import type { Item } from '../../schema/paper.ts'
import { inItsPlace } from '../../schema/paper-json.ts'
import { dressSection } from '../editing/dress.ts'
import type { EditingHost } from '../editing/host.ts'
import { sectionNodeViews } from '../editing/node-views.ts'
import { sectionPlugins } from '../editing/plugins.ts'
import { PaperEditor } from '../editor/paper-editor.svelte.ts'
import { selfOf } from '../meeting/presence.ts'
import { MeetingScreen } from '../meeting/screen.svelte.ts'
import type { Beside } from '../sync/beside.ts'
import { MeetingRoom } from '../sync/meeting-room.svelte.ts'
import { reopen } from '../sync/reopening.ts'
import { itemTexts } from '../sync/rescue.ts'

/** A closed item that the user may read: its own paper, opened beside the meeting's. */
export class OpenZone {
  /** Another one after its copy was replaced. */
  room: MeetingRoom
  /** Null while there is nothing to show. */
  screen = $state.raw<MeetingScreen | null>(null)
  readonly #leave: () => void

  constructor(
    private readonly outer: MeetingScreen,
    private readonly item: string,
    private readonly zone: string,
  ) {
    this.room = $state.raw(this.#makeRoom())
    this.#leave = outer.room.accompany(this.#beside())
  }

  /** Draws the item; returns what takes it away. */
  draw(): () => void {
    const { outer, room } = this
    const { doc, awareness } = room
    const host = this.#makeHost()
    const editor = new PaperEditor({
      doc,
      awareness,
      editable: outer.mayWrite,
      steps: outer.editor.steps,
      plugins: sectionPlugins(host),
      nodeViews: sectionNodeViews(host),
      dress: (element, section) => dressSection(element, section, host),
      heading: (key) => this.screen?.heading(key) ?? '',
    })
    const leaveFind = outer.find.join(editor, doc)
    room.watchSteps(editor.undoManager)
    const { app, meetingId: meeting, mayWrite: editable, find } = outer
    const options = {
      app,
      meeting,
      paper: doc,
      editor,
      host,
      find,
      editable,
      room,
      outer,
      zone: this.zone,
    }
    const screen = new MeetingScreen(options)
    this.screen = screen
    outer.closed.set(this.item, screen)
    return () => {
      this.screen = null
      if (outer.inner === screen) outer.inner = null
      outer.closed.delete(this.item)
      leaveFind()
      for (const part of [screen, editor]) part.destroy()
    }
  }

  /** The item as it is written here, in the place that it has in the meeting. That it is closed is said beside it. */
  merged(open: Item): Item {
    // Read again when it changes.
    void this.screen?.paper.items
    return { ...inItsPlace(this.room.doc, open), closed: false }
  }

  /** Goes on with what the device has, once it is parted or kept apart. */
  async heal(): Promise<void> {
    const { status } = this.room
    if (status.kind !== 'local' || !status.saved) return
    if (status.why !== 'diverged' && status.why !== 'replaced' && status.why !== 'refused') return
    await reopen(this, () => (this.room = this.#makeRoom()))
  }

  destroy(): void {
    this.#leave()
    void this.room.destroy()
  }

  #makeRoom(): MeetingRoom {
    const { app, forum } = this.outer
    if (app.me === null || app.device === null)
      throw new RangeError('A closed item needs a device that keeps it')
    const room = new MeetingRoom({ meeting: this.zone, user: selfOf(app.me, forum), local: app.device.local })
    room.connect()
    return room
  }

  #makeHost(): EditingHost {
    return {
      ...this.outer.host,
      chooseOutcome: (item) => {
        if (this.screen !== null) this.screen.deciding = item
      },
      comment: () => this.screen?.margin?.remarks.commenting ?? null,
    }
  }

  #beside(): Beside {
    const isOpen = (): boolean => this.room.isOpen
    return {
      zone: this.zone,
      get isOpen() {
        return isOpen()
      },
      facts: () => this.room.facts(),
      connect: () => this.room.connect(),
      retry: () => this.room.retry(),
      flush: () => this.room.flush(),
      eraseCopy: () => this.room.eraseCopy(),
      unsent: () =>
        this.room.facts()?.waiting ? [...itemTexts(this.room.doc), ...this.room.unsentBeside()] : [],
    }
  }
}
