import type { Target } from '../../schema/margin.ts'
import type { UserStore } from '../sync/store.ts'

/** What is being written: a remark, and replies by thread. */
export interface Writing {
  draft: { target: Target; text: string } | null
  replies: [thread: string, text: string][]
}

/** Keeps what is being written on the device until it is sent or let go (rule M49). */
export class Unfinished {
  private readonly name: string

  constructor(
    private readonly store: UserStore,
    meeting: string,
  ) {
    this.name = `writing:${meeting}`
  }

  async read(): Promise<Writing> {
    const kept = await this.store.kept<Writing>(this.name).catch(() => null)
    return kept ?? { draft: null, replies: [] }
  }

  keep({ draft, replies }: Writing): void {
    const text = draft?.text.trim() ?? ''
    const some = text !== '' || replies.length > 0
    const writing = { draft: text === '' ? null : draft, replies }
    this.store.keep(this.name, some ? writing : null).catch(() => {
      // It is in this window still. A store that takes no text says so when text is sent.
    })
  }
}
