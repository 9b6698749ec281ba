import * as Y from 'yjs'
import { encodeAck, isCounted } from '../../schema/protocol.ts'
import { ITEM_SECTIONS, items, sectionKey } from '../../schema/paper.ts'
import { sectionBlocks, writeSection } from '../../schema/sections.ts'
import type { Ledger } from '../../server/store/store.ts'
import type { PapersMethods } from '../../server/projections/papers-worker.ts'
import { Gate } from '../../server/sync/gate/gate.ts'
import type { ServerSocket } from './network.ts'
import type { Page } from './page.ts'
import type { Papers } from './papers.ts'

/** Ways in which the program can be broken on purpose, to see that the fuzz notices. */
export const SABOTAGES = [
  'ack-before-commit',
  'relay-before-commit',
  'forget-tail',
  'no-gate-trim',
  'move-by-delete-insert',
  'no-receipts',
  'anchors-stay',
] as const
export type Sabotage = (typeof SABOTAGES)[number]

/** Acknowledges a message when it comes, before anything is known of the disk. */
export function acknowledgeAtOnce(socket: ServerSocket): void {
  let counted = 0
  const { heard } = socket
  socket.heard = (data) => {
    heard(data)
    if (isCounted(data)) socket.send(encodeAck(++counted))
  }
}

/** A ledger that calls a row written when it is on its way. */
export function hasty(own: Ledger): Ledger {
  return replaced(own, 'append', async (...args) => {
    own.append(...args).catch(() => undefined)
  })
}

/** A ledger that after a start knows the snapshot alone. */
export function forgetful(own: Ledger): Ledger {
  return replaced(own, 'load', async (room) => {
    const stored = await own.load(room)
    return { ...stored, seq: stored.covered, tail: [] }
  })
}

function replaced<K extends 'append' | 'load'>(own: Ledger, name: K, method: Ledger[K]): Ledger {
  return new Proxy(own, {
    get(target, key) {
      if (key === name) return method
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** A gate that stores what came instead of what is new in it. Answers how to mend it. */
export function untrimmed(): () => void {
  const gate = Gate.prototype as unknown as { trim(received: Uint8Array): { bytes: Uint8Array } }
  const { trim } = gate
  gate.trim = function (received) {
    return { ...trim.call(this, received), bytes: received }
  }
  return () => (gate.trim = trim)
}

/** Threads that are called found where they stood, whatever stands there now. */
export function unmoved(own: Papers): Papers {
  return new Proxy(own, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target)
      if (key !== 'call' || typeof value !== 'function') return value
      return async (method: keyof PapersMethods, ...args: unknown[]): Promise<unknown> =>
        method === 'anchors' ? null : value.call(target, method, ...args)
    },
  })
}

/** A move as an editor of one long text makes it: the text is taken out of one place and put into another. */
export function moveText({ doc }: Page, item: string, index: number): void {
  const list = items.list(doc)
  let at = list.findIndex(({ id }) => id === item)
  for (const step = at < index ? 1 : -1; at !== index; at += step) {
    const [one, other] = [list[at], list[at + step]]
    if (one && other) swap(doc, one.id, other.id)
  }
}

function swap(doc: Y.Doc, one: string, other: string): void {
  const names = [one, other].map((id) => items.maybe(doc, id)?.printedNumber ?? null)
  for (const section of ITEM_SECTIONS) {
    const keys = [sectionKey(one, section), sectionKey(other, section)]
    const texts = keys.map((key) => sectionBlocks(doc, key))
    keys.forEach((key, i) => {
      const root = doc.getXmlFragment(key)
      root.delete(0, root.length)
      writeSection(doc, key, texts[1 - i] ?? [])
    })
  }
  items.set(doc, one, { printedNumber: names[1] })
  items.set(doc, other, { printedNumber: names[0] })
}
