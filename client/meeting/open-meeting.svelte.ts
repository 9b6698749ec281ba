import type { Forum } from '../../schema/api.ts'
import { abilities } from '../../schema/roles.ts'
import { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { App } from '../state/app.svelte.ts'
import { MeetingRoom } from '../sync/meeting-room.svelte.ts'
import { merged } from './paper-changes.ts'
import { selfOf } from './presence.ts'
import { MeetingScreen } from './screen.svelte.ts'

const NOTHING_WAITS: ReadonlyMap<string, number> = merged([], [])

/** One meeting on the screen: its room, and from the moment there is something to show, its editor. */
export class OpenMeeting {
  readonly room: MeetingRoom
  screen = $state.raw<MeetingScreen | null>(null)

  constructor(
    private readonly app: App,
    private readonly id: string,
  ) {
    const { me } = app
    if (me === null) throw new RangeError('A meeting needs somebody who is signed in')
    this.room = new MeetingRoom({ meeting: id, user: selfOf(me, this.forum) })
    this.room.connect()
  }

  get forum(): Forum | null {
    const meeting = this.app.session.meeting(this.id)
    return meeting === null ? null : this.app.session.forum(meeting.forum)
  }

  /** Draws the paper, with or without a caret in it; returns what takes it away. */
  draw(editable: boolean): () => void {
    const { doc, awareness } = this.room
    const editor = new PaperEditor({
      doc,
      awareness,
      editable,
      plugins: () => [],
      nodeViews: () => ({}),
    })
    this.room.watchSteps(editor.undoManager)
    const screen = new MeetingScreen({
      app: this.app,
      meeting: this.id,
      paper: doc,
      editor,
      editable,
      waiting: () => NOTHING_WAITS,
      others: () => [],
      online: () => this.room.status.kind !== 'local',
    })
    this.screen = screen
    return () => {
      this.screen = null
      screen.destroy()
      editor.destroy()
    }
  }

  get editable(): boolean {
    return abilities(this.forum?.role ?? null).writePaper
  }

  destroy(): void {
    void this.room.destroy()
  }
}
