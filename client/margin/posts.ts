import {
  addThread,
  deleteEntry,
  editEntry,
  reply,
  type Fields,
  type Reply,
  type Thread,
} from '../../schema/margin.ts'
import { mentionsIn, type Mentionable } from '../mentions/mentions.ts'
import type { Suggestion } from '../suggesting/suggestions.ts'
import type { MarginRoom } from '../sync/margin-room.svelte.ts'
import type { Post, Talk } from './talks.ts'

export interface PostParts {
  /** Another one after a refusal. */
  room(): MarginRoom
  me: string
  /** Milliseconds since 1970. */
  now(): number
  newId(): string
  /** Who may be mentioned. */
  people(): readonly Mentionable[]
}

/** The user's own posts: each is an entry of its own in the margin. */
export class Posts {
  constructor(private readonly parts: PostParts) {}

  /** Whose an entry is, and when it is made. */
  signed(): { author: string; at: number } {
    return { author: this.parts.me, at: this.parts.now() }
  }

  /** Begins a thread; its id. `later`: by how many ms its time is after now. */
  begin(
    { text: typed, ...about }: Omit<Fields<Thread>, 'mentions'>,
    later = 0,
    id = this.parts.newId(),
  ): string {
    const text = typed.trim()
    return this.addThread({ ...about, text, mentions: this.mentions(text) }, later, id)
  }

  /**
   * Sends suggestions; the ids of their threads. Their times keep the order in which they are to be applied.
   *
   * @param ids those they are to have; others get one of their own
   */
  suggest(list: readonly Suggestion[], reason: string, ids: readonly string[] = []): string[] {
    return list.map((suggestion, i) =>
      this.begin({ kind: 'suggestion', text: reason, ...suggestion }, i, ids[i]),
    )
  }

  answer(thread: string, text: string): void {
    this.addReply({ thread, text, mentions: this.mentions(text) })
  }

  edit(post: Post, typed: string): void {
    const text = typed.trim()
    if (text === '' || text === post.text) return
    const { doc } = this.parts.room()
    const made = { text, mentions: this.mentions(text) }
    this.parts.room().write(post.id, () => editEntry(doc, post.root, post.id, made, this.parts.now()))
  }

  delete({ id, root }: Post): void {
    const { doc } = this.parts.room()
    this.parts.room().write(id, () => deleteEntry(doc, root, id))
  }

  /** Under an id of its own: what was deleted stays so. */
  bringBack({ id, thread: begun }: Talk, { root, text, mentions }: Post): void {
    if (root === 'replies') return this.addReply({ thread: id, text, mentions })
    if (begun === null) return
    const { kind, target, change } = begun
    this.addThread({ kind, target, text, mentions: begun.mentions, change })
  }

  private addThread(fields: Fields<Thread>, later = 0, id = this.parts.newId()): string {
    const { author, at } = this.signed()
    const { doc } = this.parts.room()
    this.parts.room().write(id, () => addThread(doc, id, { author, at: at + later, ...fields }))
    return id
  }

  private addReply(fields: Fields<Reply>): void {
    const id = this.parts.newId()
    const { doc } = this.parts.room()
    this.parts.room().write(id, () => reply(doc, id, { ...this.signed(), ...fields }))
  }

  private mentions(text: string): string[] {
    return mentionsIn(text, this.parts.people())
  }
}
