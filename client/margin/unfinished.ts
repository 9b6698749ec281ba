import type { UserStore } from '../sync/store.ts'
import { isEmpty, type Draft } from './drafts.svelte.ts'

/** What is being written: a remark, and replies by thread. */
export interface Writing {
  draft: Draft | null
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
    const remark = draft === null || isEmpty(draft) ? null : draft
    const some = remark !== null || replies.length > 0
    this.store.keep(this.name, some ? { draft: remark, replies } : null).catch(() => {
      // It is in this window still. A store that takes no text says so when text is sent.
    })
  }
}
