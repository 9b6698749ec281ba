import { ownAttendance, type OwnAttendance } from '../../schema/margin.ts'
import type { Abilities } from '../../schema/roles.ts'
import type { MarginRoom } from '../sync/margin-room.svelte.ts'
import { isDeletable, readTalks, type Post, type Talk } from './talks.ts'

export interface SaidParts {
  /** Another one after a refusal. */
  room(): MarginRoom
  /** The user. */
  me: string
  may(): Abilities
}

/** What is said in a margin, as this user has it. */
export class Said {
  readonly talks: readonly Talk[] = $derived.by(() => readTalks(this.margin))
  /** What people say of their own coming, in the order of arrival. */
  readonly attendance: readonly OwnAttendance[] = $derived.by(() => ownAttendance(this.margin))

  constructor(private readonly parts: SaidParts) {}

  talk(id: string): Talk | undefined {
    return this.talks.find((talk) => talk.id === id)
  }

  /** Whether it is the user who is mentioned. */
  mentionsMe({ mentions }: Post): boolean {
    return mentions.includes(this.parts.me)
  }

  isMine(post: Post): boolean {
    return post.author === this.parts.me
  }

  /** Whether an entry is on this device alone, and will be for a while. */
  isWaiting({ id }: { id: string }): boolean {
    const { status, waiting } = this.parts.room()
    return (status.kind === 'local' || status.kind === 'unsaved') && waiting.has(id)
  }

  canDelete(talk: Talk, post: Post): boolean {
    return this.parts.may().remark && this.isMine(post) && isDeletable(talk, post)
  }

  private get margin(): MarginRoom['doc'] {
    const room = this.parts.room()
    room.follow()
    return room.doc
  }
}
