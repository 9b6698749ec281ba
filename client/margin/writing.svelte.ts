import { SvelteMap } from 'svelte/reactivity'
import type { Target } from '../../schema/margin.ts'
import { writingName } from '../sync/kept-names.ts'
import { Unfinished, type UnfinishedParts } from '../sync/unfinished.ts'

/** A remark that is being written. */
export interface NewRemark {
  target: Target
  /** Of a suggestion: why. */
  text: string
  /** The words that are to take the place of the target's; null: it is a comment. */
  wording: string | null
}

/** What is kept of one window. */
interface KeptWriting {
  draft: NewRemark | null
  replies: [thread: string, text: string][]
}

/** What is being written and has not been sent: one remark, and replies. It is kept on the device (rule M49). */
export class Writing {
  remark = $state.raw<NewRemark | null>(null)
  /** By thread; other texts that are being written beside the paper have names of their own. */
  readonly replies = new SvelteMap<string, string>()
  private readonly unfinished: Unfinished<KeptWriting>

  constructor({ meeting, ...parts }: UnfinishedParts & { meeting: string }) {
    this.unfinished = new Unfinished(writingName(meeting), parts, () => this.kept(), latest)
  }

  /**
   * Puts back what was being written when a window was left.
   *
   * @param came to be told when something has come
   */
  restore(came: () => void): Promise<void> {
    return this.unfinished.restore((writings) => {
      const left = writings.map((writing) => this.take(writing))
      came()
      return left.filter(({ draft, replies }) => draft !== null || replies.length > 0)
    })
  }

  /** Goes on with what another window has left; answers what there is no place for. */
  private take({ draft, replies }: KeptWriting): KeptWriting {
    const left: KeptWriting = {
      draft: this.remark === null ? null : draft,
      replies: replies.filter(([thread]) => this.replies.has(thread)),
    }
    this.remark ??= draft
    for (const [thread, text] of replies) if (!this.replies.has(thread)) this.replies.set(thread, text)
    return left
  }

  /** Begins a remark; what was written of another one goes along. */
  begin(target: Target, wording: string | null): void {
    this.remark = { target, text: this.remark?.text ?? '', wording }
    this.keep()
  }

  /** Makes a suggestion of the remark, or a comment when it is null. */
  reword(wording: string | null): void {
    if (this.remark !== null) this.remark = { ...this.remark, wording }
    this.keep()
  }

  write(text: string): void {
    if (this.remark !== null) this.remark = { ...this.remark, text }
    this.keep()
  }

  writeReply(thread: string, text: string): void {
    if (text.trim() === '') this.replies.delete(thread)
    else this.replies.set(thread, text)
    this.keep()
  }

  /** Keeps another text, such as a changed post or a reason; null: it is sent, or let go. */
  writeOther(name: string, text: string | null): void {
    if (text === null) this.replies.delete(name)
    else this.replies.set(name, text)
    this.keep()
  }

  /** The remark is sent, or not wanted any more. */
  end(): void {
    this.remark = null
    this.keep()
  }

  /** An empty remark is none. */
  endIfEmpty(): void {
    if (this.remark !== null && isEmpty(this.remark)) this.end()
  }

  /** What has been written. */
  texts(): string[] {
    const { wording = null, text = '' } = this.remark ?? {}
    return [wording ?? '', text, ...this.replies.values()].filter((each) => each.trim() !== '')
  }

  erase(): void {
    this.replies.clear()
    this.end()
    this.unfinished.erase()
  }

  destroy(): void {
    this.unfinished.close()
  }

  private kept(): KeptWriting[] {
    const draft = this.remark === null || isEmpty(this.remark) ? null : this.remark
    return draft === null && this.replies.size === 0 ? [] : [{ draft, replies: [...this.replies] }]
  }

  private keep(): void {
    this.unfinished.keep()
  }
}

/** Whether nothing has been written yet. */
export function isEmpty({ target, text, wording }: NewRemark): boolean {
  return text.trim() === '' && (wording === null || (target.kind === 'text' && wording === target.quote))
}

/** What was written goes on where it was kept; what is gone is sent, or not wanted any more. */
function latest(kept: KeptWriting, [own]: KeptWriting[]): KeptWriting | null {
  if (own === undefined) return null
  const replies = new Map(own.replies)
  const { draft } = own
  return {
    draft: kept.draft && draft && { ...draft, target: kept.draft.target },
    replies: kept.replies.flatMap(([thread]) => {
      const text = replies.get(thread)
      return text === undefined ? [] : [[thread, text] as [string, string]]
    }),
  }
}
