import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import { Whereabouts } from '../../client/margin/anchoring.ts'
import { targetAt } from '../../schema/anchors.ts'
import { isTelling } from '../../schema/find-place.ts'
import {
  addThread,
  anchor,
  receipt,
  receiptKey,
  rule,
  rulings,
  threads,
  type TextTarget,
  type Thread,
} from '../../schema/margin.ts'
import { standingOf } from '../../schema/margin-state.ts'
import { nodeText } from '../../schema/node-text.ts'
import type { Block } from '../../schema/nodes.ts'
import { fragment, items, type SectionKey } from '../../schema/paper.ts'
import { applyProposal } from '../../schema/proposals/apply.ts'
import type { Outcome, Proposal } from '../../schema/proposals/proposal.ts'
import { sectionText } from '../../schema/section-text.ts'
import { writeSection } from '../../schema/sections.ts'
import { Anchoring } from '../../server/margin/anchoring.ts'
import { Clerk } from '../../server/margin/clerk.ts'
import { Hub, type Peer } from '../merging/peers.ts'

const ITEM = 'item-aaaa'
export const KEY: SectionKey = `${ITEM}/minutes`
const ZONE = 'meeting-aaaa'

/** A proposal as its author sends it. */
export interface Sent {
  target: TextTarget
  change: Proposal['change']
}

/** What was made of an acceptance: `flagged` is shown to the secretary with both texts, and nothing is done. */
export type Accepted = Outcome | { kind: 'flagged' } | { kind: 'refused' }

/** A paper and its margin, with the server between two secretaries and a member. */
export class Meeting {
  readonly hub: Hub
  readonly server: Peer
  readonly secretary: Peer
  readonly margin = new Y.Doc()
  private readonly anchoring = new Anchoring(() => 0)
  private readonly clerk = new Clerk(7, null)
  private seq = 0

  constructor(random: () => number, blocks: Block[]) {
    this.hub = new Hub(random)
    this.server = this.hub.join(false)
    this.secretary = this.hub.join(false)
    items.add(this.server.doc, ITEM, {})
    writeSection(this.server.doc, KEY, blocks)
    this.hub.deliver(true)
  }

  /** As the server does it after a pause. */
  follow(): void {
    const update = this.anchoring.follow(ZONE, this.server.doc, this.margin, 8)
    if (update) Y.applyUpdate(this.margin, update)
  }

  /** What the member's proposals are about, said by the paper as it was when they copied the section. */
  sentOf(before: Node, proposals: readonly Proposal[]): Sent[] {
    const text = sectionText(fragment(this.server.doc, KEY))
    const { offsets } = nodeText(before)
    return proposals.map((proposal) => {
      const { from, to } = offsets(proposal)
      return { target: targetAt(KEY, text, from, to), change: proposal.change }
    })
  }

  receiveThreads(sent: readonly Sent[]): void {
    this.seq++
    sent.forEach(({ target, change }, i) => {
      const id = `thread-${String(i).padStart(3, '0')}`
      addThread(this.margin, id, {
        author: 'member',
        at: i,
        kind: 'suggestion',
        target,
        text: '',
        mentions: [],
        change: JSON.parse(JSON.stringify(change)) as Proposal['change'],
      })
      this.acknowledge('threads', id)
    })
  }

  threads(): Thread[] {
    return threads(this.margin)
  }

  /** Two secretaries accept at once, without knowing of each other. Answers what each of them then made of it. */
  acceptTwice(thread: Thread): Accepted[] {
    const made = ['one', 'other'].map((author) => {
      const own = new Y.Doc()
      Y.applyUpdate(own, Y.encodeStateAsUpdate(this.margin))
      const id = `${author}-${thread.id}`
      rule(own, id, { author, at: 0, thread: thread.id, state: 'accepted', reason: '' })
      return { id, update: Y.encodeStateAsUpdate(own) }
    })
    for (const { id, update } of made) {
      Y.applyUpdate(this.margin, update)
      this.seq++
      this.acknowledge('rulings', id)
    }
    return made.map(({ id }) => {
      const all = rulings(this.margin)
      const { ruling } = standingOf(all, thread.id)
      if (receipt(this.margin, 'rulings', id) === null || ruling?.id !== id) return { kind: 'refused' }
      return this.apply(thread)
    })
  }

  private acknowledge(root: 'threads' | 'rulings', id: string): void {
    const arrived = { made: [receiptKey(root, id)], changed: [] }
    const clock = Y.getState(this.margin.store, this.clerk.client)
    const update = this.clerk.receipts(arrived, this.seq, this.seq, clock)
    if (update) Y.applyUpdate(this.margin, update)
  }

  private apply(thread: Thread): Accepted {
    const outcome = this.attempt(thread)
    if (outcome.kind === 'applied')
      this.secretary.edit(KEY, (tr) => outcome.tr.steps.forEach((step) => tr.step(step)))
    return outcome
  }

  /** What would be made of a proposal now. */
  attempt(thread: Thread): Accepted {
    const { target, change } = thread
    const known = anchor(this.margin, thread.id)
    if (target.kind !== 'text' || change === null || known?.state === 'gone') return { kind: 'flagged' }
    const stretch = new Whereabouts(this.secretary.doc).of(thread.id, known ?? target)
    if (stretch === null) return { kind: 'flagged' }
    const doc = this.secretary.node(KEY)
    const { text, range } = nodeText(doc)
    if (known?.state === 'uncertain' && !isTelling(text, stretch, target)) return { kind: 'flagged' }
    return applyProposal(doc, range(stretch.from, stretch.to), target.quote, change)
  }
}
