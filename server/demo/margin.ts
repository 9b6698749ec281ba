import * as Y from 'yjs'
import { targetAt } from '../../schema/anchors.ts'
import {
  addThread,
  receiptKey,
  reply,
  respond,
  rule,
  type AuthoredRoot,
  type Margin,
} from '../../schema/margin.ts'
import { fragment, sectionKey, type Paper } from '../../schema/paper.ts'
import { marginRoom } from '../../schema/protocol.ts'
import { sectionText } from '../../schema/section-text.ts'
import { Clerk } from '../margin/clerk.ts'
import type { Row } from '../store/store.ts'
import { SERVER } from '../sync/room.ts'
import type { DemoAnswer, DemoRemark } from './remarks.ts'

const MINUTE = 60_000

export interface DemoMargin {
  meeting: string
  paper: Paper
  /** Ids by name. */
  users: ReadonlyMap<string, string>
  /** When the first word is said, ms since 1970; the others follow by the minute, up to `until`. */
  from: number
  until: number
  newId: () => string
}

/** What people say beside a demo meeting, as the rows in which it would have come. */
export class MarginRows {
  readonly rows: Row[] = []
  readonly margin: Margin = new Y.Doc()
  private readonly clients = new Map<string, number>()
  private readonly clerk = new Clerk(newClient(), null)
  private at: number

  constructor(private readonly parts: DemoMargin) {
    this.at = parts.from
  }

  remark({ by, about, text, instead, replies = [], ruling }: DemoRemark): void {
    const target = this.target(about)
    const slice = { content: [{ type: 'text', text: instead ?? '' }], openStart: 0, openEnd: 0 }
    const made =
      instead === undefined
        ? { kind: 'comment' as const, change: null }
        : { kind: 'suggestion' as const, change: { kind: 'inline' as const, slice } }
    const thread = this.say(by, 'threads', (id, signed) =>
      addThread(this.margin, id, { ...signed, ...made, target, text, mentions: [] }),
    )
    for (const each of replies)
      this.say(each.by, 'replies', (id, signed) =>
        reply(this.margin, id, { ...signed, thread, text: each.text, mentions: [] }),
      )
    if (ruling)
      this.say(ruling.by, 'rulings', (id, signed) =>
        rule(this.margin, id, { ...signed, thread, state: ruling.state, reason: ruling.reason }),
      )
  }

  answer({ by, answer, text }: DemoAnswer, round: string, organisation: string): void {
    this.say(by, 'responses', (id, signed) =>
      respond(this.margin, id, { ...signed, round, organisation, answer, text }),
    )
  }

  private target([item, section, words]: DemoRemark['about']) {
    const key = sectionKey(item, section)
    const text = sectionText(fragment(this.parts.paper, key))
    const from = text.text.indexOf(words)
    if (from < 0) throw new RangeError(words)
    return targetAt(key, text, from, from + words.length)
  }

  private say(
    by: string,
    root: AuthoredRoot,
    write: (id: string, signed: { author: string; at: number }) => void,
  ): string {
    const id = this.parts.newId()
    const author = this.parts.users.get(by) ?? ''
    this.at = Math.min(this.at + MINUTE, this.parts.until)
    const client = (this.margin.clientID = this.clientOf(by))
    const seq = this.row(author, client, () => write(id, { author, at: this.at }))
    const clock = Y.getState(this.margin.store, this.clerk.client)
    const receipts = this.clerk.receipts({ made: [receiptKey(root, id)], changed: [] }, seq, this.at, clock)
    if (receipts) this.row(SERVER, this.clerk.client, () => Y.applyUpdate(this.margin, receipts))
    return id
  }

  /** Number of the row in which what this writes comes. */
  private row(author: string, client: number, write: () => void): number {
    const isFirst = !this.rows.some((row) => row.client === client)
    const seq = this.rows.length + 1
    this.margin.once('update', (bytes: Uint8Array) =>
      this.rows.push({
        room: marginRoom(this.parts.meeting),
        seq,
        author,
        client,
        at: this.at,
        bytes,
        claims: isFirst ? [client] : [],
      }),
    )
    this.margin.transact(write)
    return seq
  }

  private clientOf(name: string): number {
    const client = this.clients.get(name) ?? newClient()
    this.clients.set(name, client)
    return client
  }
}

function newClient(): number {
  return new Y.Doc().clientID
}
