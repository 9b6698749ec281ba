import * as Y from 'yjs'
import { addThread, editEntry, reply, type New, type Thread } from '../../schema/margin.ts'
import { writableRoots } from '../../schema/margin-rights.ts'
import { abilities } from '../../schema/roles.ts'
import { Gate } from '../../server/sync/gate/gate.ts'
import type { Sender } from '../../server/sync/gate/policy.ts'
import { MARGIN } from '../../server/sync/gate/margin-policy.ts'

/** What it costs to judge an update of a margin that holds many entries. */

const ENTRIES = Number(process.env.ENTRIES ?? 5_000)
const USERS = 25
const UPDATES = 2_000

const roots = writableRoots(abilities('member', 'sent', { membersSeeDrafts: false }))
const sender = (i: number): Sender => ({ user: `user-${i % USERS}`, writes: true, roots })

const remark = (author: string): New<Thread> => ({
  author,
  at: 1_000,
  kind: 'comment',
  target: {
    kind: 'text',
    item: 'item-0001',
    section: 'minutes',
    from: 'AAECAw==',
    to: 'AAECBA==',
    quote: 'godkendt uden bemærkninger',
    prefix: 'Indstillingen blev af udvalget ',
    suffix: ', og sagen er dermed afsluttet. ',
  },
  text: 'Skal det ikke hedde, at udvalget tog orienteringen til efterretning?',
  mentions: [],
  change: null,
})

/** Everybody's copy of one margin; what one of them says is judged and passed on. */
const docs = Array.from({ length: USERS }, () => new Y.Doc())
const gate = Gate.of({ snapshot: null, tail: [], clients: new Map() }, MARGIN)
const rows: Uint8Array[] = []

function say(i: number, change: (doc: Y.Doc) => void): number {
  const doc = docs[i % USERS]
  if (!doc) throw new RangeError(`no user ${i}`)
  let update = new Uint8Array()
  doc.once('update', (bytes: Uint8Array) => (update = new Uint8Array(bytes)))
  doc.transact(() => change(doc))
  const start = performance.now()
  const verdict = gate.submit(sender(i), update)
  const took = performance.now() - start
  if (verdict.kind !== 'row') throw new Error(JSON.stringify(verdict))
  rows.push(verdict.bytes)
  return took
}

const makers: ((i: number) => (doc: Y.Doc) => void)[] = [
  (i) => (doc) => addThread(doc, `thread-${i}`, remark(`user-${i % USERS}`)),
  (i) => (doc) =>
    reply(doc, `reply-${i}`, {
      author: `user-${i % USERS}`,
      at: 1_000,
      thread: `thread-${i - 1}`,
      text: 'Ja, det er rigtigt.',
      mentions: [],
    }),
]

function middle(times: number[], part = 0.5): string {
  const sorted = [...times].sort((a, b) => a - b)
  return (sorted[Math.floor(sorted.length * part)] ?? NaN).toFixed(4)
}

for (let i = 0; i < ENTRIES; i++) say(i, (makers[i % 2] ?? makers[0])?.(i) ?? (() => undefined))
const made = Array.from({ length: UPDATES }, (_, n) => {
  const i = ENTRIES + n
  return say(i, (makers[i % 2] ?? makers[0])?.(i) ?? (() => undefined))
})
const edited = Array.from({ length: UPDATES }, (_, n) => {
  const i = n * 2
  return say(i, (doc) => editEntry(doc, 'threads', `thread-${i}`, { text: `Rettet ${n}` }, 2_000))
})
const stored = Y.mergeUpdates(rows)
const start = performance.now()
const clients = new Map(docs.map(({ clientID }, i) => [clientID, `user-${i}`]))
Gate.of({ snapshot: stored, tail: [], clients }, MARGIN)
const loaded = performance.now() - start

const line = (what: string, times: number[]) =>
  process.stdout.write(`${what}: median ${middle(times)} ms, p99 ${middle(times, 0.99)} ms an update\n`)
process.stdout.write(`a margin of ${ENTRIES} entries\n`)
line('a new entry', made)
line('an entry edited', edited)
process.stdout.write(`read anew: ${loaded.toFixed(0)} ms\n`)
