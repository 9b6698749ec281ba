import {
  addThread,
  deleteEntry,
  editEntry,
  entries,
  reply,
  respond,
  rule,
  setAttendance,
  threads,
  replies,
  ANSWERS,
  RULINGS,
  type AuthoredRoot,
  type Target,
  type TextTarget,
} from '../../schema/margin.ts'
import { targetAt } from '../../schema/anchors.ts'
import type { Change } from '../../schema/changes.ts'
import { fragment, items, sectionKeys } from '../../schema/paper.ts'
import { sectionText } from '../../schema/section-text.ts'
import type { Chance } from './acts.ts'
import type { Entries } from './entries.ts'
import { roleOf, ROUND } from './meeting.ts'
import type { Page } from './page.ts'
import { foundIn } from './words.ts'

/** What somebody who speaks needs: chance, words, and whoever takes account of what is said. */
export interface Listener extends Chance {
  readonly entries: Entries
}

/** Something that is said in the margin. */
export interface Saying {
  name: string
  weight: number
  /** Null: by everybody. */
  by: 'secretary' | 'member' | null
  say(page: Page, listener: Listener): void
}

export const SAYINGS: readonly Saying[] = [
  saying('comment on words', 12, null, (page, listener) => {
    const target = wordsOf(page, listener)
    if (target) begin(page, listener, target, null)
  }),
  saying('comment on an item', 2, null, (page, listener) => {
    const item = some(items.list(page.doc), listener)
    begin(page, listener, item ? { kind: 'item', item: item.id } : { kind: 'meeting' }, null)
  }),
  saying('suggest words', 6, null, (page, listener) => {
    const target = wordsOf(page, listener)
    const content = [{ type: 'text', text: 'andre ord' }]
    const change: Change = { kind: 'inline', slice: { content, openStart: 0, openEnd: 0 } }
    if (target) begin(page, listener, target, change)
  }),
  saying('answer a remark', 7, null, (page, listener) => {
    const thread = some(threads(page.remarks.doc), listener)
    if (thread)
      make(page, listener, 'replies', (id, signed) =>
        reply(page.remarks.doc, id, { ...signed, thread: thread.id, text: textOf(listener), mentions: [] }),
      )
  }),
  saying('word it otherwise', 7, null, (page, listener) => {
    const { doc } = page.remarks
    const post = some(ownPosts(page), listener)
    if (!post) return
    const text = textOf(listener)
    page.remarks.write(post.id, () => editEntry(doc, post.root, post.id, { text }, page.clock()))
    listener.entries.edited(doc, post.root, post.id, page.desk)
  }),
  saying('take it back', 2, null, (page, listener) => {
    const { doc } = page.remarks
    const answered = new Set(replies(doc).map(({ thread }) => thread))
    const post = some(
      ownPosts(page).filter(({ id }) => !answered.has(id)),
      listener,
    )
    if (!post) return
    page.remarks.write(post.id, () => deleteEntry(doc, post.root, post.id))
    listener.entries.deleted(post.root, post.id)
  }),
  saying('answer the hearing', 4, 'member', (page, listener) => {
    const answer = some(ANSWERS, listener) ?? 'noComments'
    const asked = { round: ROUND.id, organisation: page.browser.user, answer, text: textOf(listener) }
    make(page, listener, 'responses', (id, signed) => respond(page.remarks.doc, id, { ...signed, ...asked }))
  }),
  saying('say whether one comes', 2, 'member', (page, listener) => {
    const attendance = listener.pick(2) ? 'apology' : 'present'
    const own = { person: page.browser.user, attendance, substitute: null } as const
    make(page, listener, 'attendance', (id, signed) =>
      setAttendance(page.remarks.doc, id, { ...signed, ...own }),
    )
  }),
  saying('rule', 6, 'secretary', (page, listener) => {
    const thread = some(threads(page.remarks.doc), listener)
    const state = some(RULINGS, listener) ?? 'resolved'
    if (thread)
      make(page, listener, 'rulings', (id, signed) =>
        rule(page.remarks.doc, id, { ...signed, thread: thread.id, state, reason: '' }),
      )
  }),
]

function saying(name: string, weight: number, by: Saying['by'], say: Saying['say']): Saying {
  return { name, weight, by, say }
}

/** What somebody may say. */
export function sayingsOf(user: string): readonly Saying[] {
  return SAYINGS.filter(({ by }) => by === null || by === roleOf(user))
}

interface Signed {
  author: string
  at: number
}

function make(
  page: Page,
  listener: Listener,
  root: AuthoredRoot,
  add: (id: string, signed: Signed) => void,
): void {
  const id = `entry-${listener.newId()}`
  page.remarks.write(id, () => add(id, { author: page.browser.user, at: page.clock() }))
  listener.entries.made(page.remarks.doc, root, id, page.desk)
}

function begin(page: Page, listener: Listener, target: Target, change: Change | null): void {
  const kind = change === null ? 'comment' : 'suggestion'
  const text = textOf(listener)
  make(page, listener, 'threads', (id, signed) =>
    addThread(page.remarks.doc, id, { ...signed, kind, target, text, mentions: [], change }),
  )
}

/** Up to four words that stand together. */
function wordsOf(page: Page, listener: Listener): TextTarget | null {
  const key = some(sectionKeys(page.doc), listener)
  if (!key) return null
  const section = sectionText(fragment(page.doc, key))
  const found = foundIn(section.text)
  const first = listener.pick(found.length)
  const last = Math.min(found.length - 1, first + listener.pick(4))
  const [from, to] = [found[first]?.from, found[last]]
  return from === undefined || !to ? null : targetAt(key, section, from, to.from + to.word.length)
}

function ownPosts({ remarks: { doc }, browser: { user } }: Page) {
  return (['threads', 'replies'] as const).flatMap((root) =>
    entries(doc, root).flatMap(({ id, author }) => (author === user ? [{ root, id }] : [])),
  )
}

function textOf(chance: Chance): string {
  return `Bemærkning ${chance.pick(1e6)}`
}

function some<T>(list: readonly T[], chance: Chance): T | undefined {
  return list[chance.pick(list.length)]
}
