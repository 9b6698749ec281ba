import { grouped } from '../../schema/grouped.ts'
import { receipt, replies, rulings, threads, type Margin, type Thread } from '../../schema/margin.ts'
import { standingOf } from '../../schema/margin-state.ts'
import { isClosedZone, meetingOfZone } from '../../schema/zones.ts'
import type { Database } from '../store/database.ts'
import { AT_ONCE } from '../store/tables.ts'

/** Somebody who is mentioned in a thread that is open. */
export interface Mention {
  /** Id of the remark or reply. */
  entry: string
  user: string
  author: string
  /** The item it is about; null: the meeting. */
  item: string | null
  /** Milliseconds. */
  at: number
}

/** So many of a meeting are kept, the latest. */
const MOST = 2_000

/** Who is mentioned in a margin, the latest last; oneself does not count. */
export function mentionsOf(margin: Margin): Mention[] {
  const ruled = grouped(rulings(margin), ({ thread }) => thread)
  const open = new Map(
    threads(margin)
      .filter(({ id }) => standingOf(ruled.get(id) ?? [], id).state === 'open')
      .map((thread) => [thread.id, thread]),
  )
  const posts = [
    ...[...open.values()].map((post) => ({ post, root: 'threads' as const, thread: post })),
    ...replies(margin).flatMap((post) => {
      const thread = open.get(post.thread)
      return thread ? [{ post, root: 'replies' as const, thread }] : []
    }),
  ]
  return posts
    .flatMap(({ post: { id, author, at: said, mentions }, root, thread }) => {
      const at = receipt(margin, root, id)?.at ?? said
      const users = [...new Set(mentions)].filter((user) => user !== author)
      return users.map((user) => ({ entry: id, user, author, item: itemOf(thread), at }))
    })
    .sort((a, b) => a.at - b.at)
    .slice(-MOST)
}

function itemOf({ target }: Thread): string | null {
  return target.kind === 'text' || target.kind === 'item' ? target.item : null
}

/** Puts what a margin says in the place of what was known of it. */
export async function keepMentions(db: Database, zone: string, mentions: Mention[]): Promise<void> {
  const meeting = meetingOfZone(zone)
  await db.transaction().execute(async (tx) => {
    if (!(await isThere(tx, zone))) return
    await tx.deleteFrom('mention').where('zone', '=', zone).execute()
    const rows = mentions.map((each) => ({ ...each, zone, meeting, at: new Date(each.at).toISOString() }))
    for (let from = 0; from < rows.length; from += AT_ONCE)
      await tx
        .insertInto('mention')
        .values(rows.slice(from, from + AT_ONCE))
        // A remark and a reply may have been given one id.
        .onConflict((conflict) => conflict.doNothing())
        .execute()
  })
}

/** What was read of a margin may come when its meeting is removed, or its item open again. */
async function isThere(db: Database, zone: string): Promise<boolean> {
  const row = isClosedZone(zone)
    ? await db.selectFrom('zone').select('zone').where('zone', '=', zone).executeTakeFirst()
    : await db.selectFrom('meeting').select('id').where('id', '=', zone).executeTakeFirst()
  return row !== undefined
}
