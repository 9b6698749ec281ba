import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Replica } from '../../server/sync/replica.ts'
import { randomOf } from './random.ts'

const SECTION = 'item-0001/minutes'
const SEED = Number(process.env.SEED ?? 20)

function emptyReplica(): Replica {
  return new Replica({ snapshot: null, covered: 0, tail: [] })
}

/** A document whose changes are rows of the replica. */
function writerOf(replica: Replica): Y.Doc {
  const doc = new Y.Doc()
  doc.on('update', (bytes: Uint8Array) => replica.push(bytes))
  return doc
}

function write(doc: Y.Doc, text: string): void {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(text)])
  doc.getXmlFragment(SECTION).push([paragraph])
}

/** As the papers worker makes it: what was deleted is forgotten. */
function compact(replica: Replica): void {
  const doc = new Y.Doc()
  for (const update of replica.updates) Y.applyUpdate(doc, update)
  replica.adopt(replica.seq, Y.encodeStateAsUpdate(doc))
}

/** What a client has after the answer to its question. */
function answered(replica: Replica, has = new Y.Doc()): Y.Doc {
  for (const update of replica.diff(Y.encodeStateVector(has))) Y.applyUpdate(has, update)
  return has
}

const textOf = (doc: Y.Doc) => doc.getXmlFragment(SECTION).toString()
const bytesOf = (replica: Replica) =>
  Buffer.concat(replica.diff(new Uint8Array([0])).map((each) => Buffer.from(each))).toString('latin1')

test('L15 what was deleted is not in what newcomers get once it is compacted', () => {
  const replica = emptyReplica()
  const doc = writerOf(replica)
  write(doc, 'hemmelighed')
  write(doc, 'tilbage')
  doc.getXmlFragment(SECTION).delete(0, 1)
  expect(bytesOf(replica)).toContain('hemmelighed')
  compact(replica)
  write(doc, 'senere')
  expect(bytesOf(replica)).not.toContain('hemmelighed')
  expect(textOf(answered(replica))).toBe(textOf(doc))
})

test('L15 who has all of a snapshot gets its deletions, and none of its text again', () => {
  const replica = emptyReplica()
  const doc = writerOf(replica)
  for (let i = 0; i < 200; i++) write(doc, `afsnit ${i}`)
  const behind = answered(replica)
  doc.getXmlFragment(SECTION).delete(3, 4)
  compact(replica)
  const answer = replica.diff(Y.encodeStateVector(behind))
  expect(answer.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(50)
  expect(textOf(answered(replica, behind))).toBe(textOf(doc))
})

test(`L15 whoever asks, whenever, has the same as the writer (seed ${SEED})`, () => {
  const random = randomOf(SEED)
  const replica = emptyReplica()
  const doc = writerOf(replica)
  const clients = Array.from({ length: 5 }, () => new Y.Doc())
  for (let i = 0; i < 400; i++) {
    const section = doc.getXmlFragment(SECTION)
    if (random() < 0.3 && section.length > 0) section.delete(Math.floor(random() * section.length), 1)
    else write(doc, `ord ${i}`)
    if (random() < 0.05) compact(replica)
    const client = clients[Math.floor(random() * 5)] ?? new Y.Doc()
    if (random() < 0.3) expect(textOf(answered(replica, client))).toBe(textOf(doc))
  }
  for (const client of [...clients, new Y.Doc()]) expect(textOf(answered(replica, client))).toBe(textOf(doc))
})
