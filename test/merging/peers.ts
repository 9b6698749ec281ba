import { EditorState, TextSelection, type Command, type Transaction } from 'prosemirror-state'
import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import { editSection } from '../../client/merging/edit-section.ts'
import { Salvage } from '../../client/merging/salvage.ts'
import type { Loss } from '../../client/merging/losses.ts'
import { items, splitKey, type SectionKey } from '../../schema/paper.ts'
import { sectionNode } from '../../schema/sections.ts'

export const SERVER = Symbol('server')

/** A server that passes on what it is sent, each change once to everybody else, when the test says so. */
export class Hub {
  readonly peers: Peer[] = []
  readonly log: Uint8Array[] = []

  /** @param random decides who comes first where two write at one place: Yjs goes by client IDs. */
  constructor(readonly random: () => number = Math.random) {}

  join(salvages: boolean): Peer {
    const peer = new Peer(this, salvages)
    peer.take(Y.mergeUpdates(this.log), false)
    peer.read = this.log.length
    this.peers.push(peer)
    return peer
  }

  /**
   * Everybody sends and receives until nothing is under way, or so many times. `whole`: as after a time apart, in one
   * update. Answers whether it came to rest.
   */
  deliver(whole: boolean, rounds = Infinity): boolean {
    for (let moved = true; moved; rounds--) {
      if (rounds === 0) return false
      moved = false
      for (const peer of this.peers) moved = peer.send() || moved
      for (const peer of this.peers) moved = peer.receive(whole) || moved
    }
    return true
  }
}

/** A user at an editor. */
export class Peer {
  readonly doc = new Y.Doc()
  readonly lost: Loss[] = []
  readonly salvage: Salvage | null
  /** What lets an update in. */
  through: (bytes: Uint8Array, live: boolean, apply: () => void) => void
  read = 0
  private readonly own = new Set<Uint8Array>()
  private outgoing: Uint8Array[] = []
  private young: ReadonlyMap<number, number> = new Map()

  constructor(
    private readonly hub: Hub,
    salvages: boolean,
  ) {
    this.doc.clientID = Math.floor(hub.random() * 2 ** 32)
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== SERVER) this.outgoing.push(update)
    })
    const salvage = (this.salvage = salvages ? this.makeSalvage() : null)
    this.through = (bytes, _live, apply) => (salvage === null ? apply() : salvage.taking(bytes, apply))
  }

  private makeSalvage(): Salvage {
    return new Salvage(this.doc, {
      isOthers: (origin) => origin === SERVER,
      isOwn: (client) => client === this.doc.clientID,
      youngFrom: (client) => this.young.get(client) ?? 0,
      canWrite: () => true,
      lost: (losses) => this.lost.push(...losses),
      settled: () => undefined,
    })
  }

  /** What was written before is known to everybody. */
  agree(): void {
    this.young = Y.decodeStateVector(Y.encodeStateVector(this.doc))
  }

  send(): boolean {
    const sent = this.outgoing.splice(0)
    sent.forEach((update) => this.own.add(update))
    this.hub.log.push(...sent)
    return sent.length > 0
  }

  receive(whole: boolean): boolean {
    const news = this.hub.log.slice(this.read).filter((update) => !this.own.has(update))
    this.read = this.hub.log.length
    if (news.length === 0) return false
    for (const update of whole ? [Y.mergeUpdates(news)] : news) this.take(update, !whole)
    return true
  }

  take(update: Uint8Array, live: boolean): void {
    this.through(update, live, () => Y.applyUpdate(this.doc, update, SERVER))
  }

  node(key: SectionKey): Node {
    return sectionNode(this.doc, key)
  }

  edit(key: SectionKey, change: (tr: Transaction) => void): void {
    editSection(this.doc, key, change)
  }

  /** Runs a command with the selection over `from` to `to`. Answers whether it did anything. */
  run(key: SectionKey, command: Command, from: number, to = from): boolean {
    const doc = this.node(key)
    const state = EditorState.create({ doc, selection: TextSelection.create(doc, from, to) })
    let made: Transaction | null = null
    command(state, (tr) => (made = tr))
    const tr = made as Transaction | null
    if (tr === null) return false
    this.edit(key, (own) => tr.steps.forEach((step) => own.step(step)))
    return true
  }

  /** The words of every section, block by block. */
  words(): { key: SectionKey; item: string; blocks: string[] }[] {
    return [...this.doc.share.keys()]
      .filter((name): name is SectionKey => name.includes('/'))
      .map((key) => ({ key, item: splitKey(key).owner, blocks: blocksOf(this.node(key)) }))
  }

  remove(item: string): void {
    items.remove(this.doc, item)
  }
}

function blocksOf(node: Node): string[] {
  const blocks: string[] = []
  node.descendants((child) => {
    if (child.isTextblock) blocks.push(child.textContent)
    return !child.isTextblock
  })
  return blocks
}
