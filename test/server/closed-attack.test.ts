import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import {
  addThread,
  deleteEntry,
  entry,
  receipt,
  receiptKey,
  reply,
  type New,
  type Thread,
} from '../../schema/margin.ts'
import { items } from '../../schema/paper.ts'
import { marginRoom } from '../../schema/protocol.ts'
import { closeItem, openItem } from '../../server/zones/parting.ts'
import { ClosedWorld, ITEM, OTHER, SECRETS, secretsIn } from './closed-meeting.ts'
import { eventually } from './eventually.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const SECRET = 'zqsecret'
const CLOSING = { item: ITEM, reason: 'Personsag', publicWording: null, client: 7 }

const remark = (item: string, changes: Partial<New<Thread>> = {}): New<Thread> => ({
  author: 'mads',
  at: 1,
  kind: 'comment',
  mentions: [],
  change: null,
  target: { kind: 'item', item },
  text: 'En bemærkning.',
  ...changes,
})

function paperWithItems(): Y.Doc {
  const paper = new Y.Doc()
  for (const item of [ITEM, OTHER]) items.add(paper, item, {})
  return paper
}

function parted(paper: Y.Doc, margin: Y.Doc) {
  const found = closeItem([Y.encodeStateAsUpdate(paper)], [Y.encodeStateAsUpdate(margin)], CLOSING)
  if (found === null) throw new Error('not parted')
  return found
}

const holds = (doc: Y.Doc, word: string) => Buffer.from(Y.encodeStateAsUpdate(doc)).includes(word)

describe('what was said on a remark that is deleted', () => {
  test('Z1 the words that a deleted remark stood on go too, before the server has noticed that it is deleted', () => {
    const margin = new Y.Doc()
    addThread(margin, 'th-1', remark(ITEM))
    margin.getMap('anchors').set('th-1', { kind: 'text', item: ITEM, section: 'case', quote: SECRET })
    deleteEntry(margin, 'threads', 'th-1')
    const found = parted(paperWithItems(), margin)
    expect(holds(found.margin, SECRET)).toBe(false)
  })

  test('Z12 replies to a deleted remark go along and come back: nobody knows any more of which item it was', () => {
    const margin = new Y.Doc()
    const paper = paperWithItems()
    addThread(margin, 'th-1', remark(ITEM))
    addThread(margin, 'th-2', remark(OTHER))
    reply(margin, 're-1', { author: 'nanna', at: 2, thread: 'th-1', text: SECRET, mentions: [] })
    reply(margin, 're-2', { author: 'nanna', at: 2, thread: 'th-2', text: 'Ja.', mentions: [] })
    deleteEntry(margin, 'threads', 'th-1')
    const found = parted(paper, margin)
    expect(holds(found.margin, SECRET)).toBe(false)
    expect([...found.margin.getMap('replies').keys()]).toEqual(['re-2'])
    expect(found.threads).toEqual(['th-1'])
    const opened = reopened(found)
    expect(entry(opened.margin, 'replies', 're-1')).toMatchObject({ text: SECRET })
  })
})

function reopened({ paper, margin, closedPaper, closedMargin }: ReturnType<typeof parted>) {
  const [open, said, closed, saidThere] = [paper, margin, closedPaper, closedMargin].map((doc) => [
    Y.encodeStateAsUpdate(doc),
  ])
  if (!open || !said || !closed || !saidThere) throw new Error('four rooms')
  const found = openItem({ paper: open, margin: said, closedPaper: closed, closedMargin: saidThere }, ITEM, 9)
  if (found === null) throw new Error('not opened')
  return found
}

test('M8 what somebody says in a closed item under the id of another’s remark does not take its place when it is opened', () => {
  const found = parted(paperWithItems(), new Y.Doc())
  addThread(found.margin, 'th-5', remark(OTHER, { author: 'karen', text: 'Karens.' }))
  found.margin.getMap('receipts').set(receiptKey('threads', 'th-5'), { seq: 4, at: 4, late: false })
  addThread(found.closedMargin, 'th-5', remark(ITEM, { text: 'Mads var her.' }))
  found.closedMargin.getMap('receipts').set(receiptKey('threads', 'th-5'), { seq: 1, at: 1, late: true })
  const { margin } = reopened(found)
  expect(entry(margin, 'threads', 'th-5')).toMatchObject({ author: 'karen', text: 'Karens.' })
  expect(receipt(margin, 'threads', 'th-5')).toMatchObject({ seq: 4, late: false })
})

describe('against a server', () => {
  let world: ClosedWorld

  beforeAll(async () => {
    world = await ClosedWorld.start()
  })
  beforeEach(async () => {
    await world.begin()
  })
  afterEach(() => world.leave())
  afterAll(() => world.remove())

  test('M61 Z8 a mention in an item that was closed is told no more, and again when it is opened', async () => {
    const { mads = '', ida = '' } = world.users
    const margin = await world.entered('mads', marginRoom(world.meeting))
    await world.send(margin, () => {
      addThread(margin.doc, 'th-7', remark(ITEM, { author: mads, mentions: [ida] }))
      addThread(margin.doc, 'th-8', remark(OTHER, { author: mads, mentions: [ida] }))
    })
    const told = async (): Promise<string[]> => {
      const { body } = await world.as('ida', 'GET', '/api/overview')
      return (body.mentions as { id: string; meeting: string }[])
        .filter(({ meeting }) => meeting === world.meeting)
        .map(({ id }) => id)
        .sort()
    }
    await eventually(async () => expect(await told()).toEqual(['th-7', 'th-8']))
    world.leave()
    await world.close('nanna')
    expect(await told()).toEqual(['th-8'])
    await world.open('nanna')
    await eventually(async () => expect(await told()).toEqual(['th-7', 'th-8']))
  })

  test('Z8 what is missing in a meeting, closed items included, is told to whoever may make the step', async () => {
    await world.close('nanna')
    const address = `/api/meetings/${world.meeting}/findings?to=hearing`
    for (const name of ['mads', 'bent', 'karen'])
      expect([name, (await world.as(name, 'GET', address)).body.error?.id]).toEqual([name, 'forbidden'])
    expect((await world.as('rasmus', 'GET', address)).status).toBe(200)
  })

  test('Q7 what is closed while the approval is drawn up is in no record', async () => {
    const { db, hearings } = world.server.server
    const { meeting } = world
    await db.updateTable('meeting').set({ phase: 'hearing' }).where('id', '=', meeting).execute()
    const address = `/api/meetings/${meeting}`
    const found = (await world.as('rasmus', 'GET', `${address}/findings?to=approved`)).body
    const known = (found as unknown as { key: string }[]).map(({ key }) => key)
    const draw = hearings.draw.bind(hearings)
    const spy = vi.spyOn(hearings, 'draw').mockImplementation(async (...of) => {
      const record = await draw(...of)
      expect(secretsIn(Buffer.from(JSON.stringify(record)))).toContain(SECRETS.thread)
      expect((await world.close('nanna')).status).toBe(204)
      return record
    })
    const approve = () => world.as('rasmus', 'POST', `${address}/phase`, { to: 'approved', known })
    expect((await approve()).body.error?.id).toBe('phaseMoved')
    spy.mockRestore()
    expect(await db.selectFrom('hearingRecord').selectAll().execute()).toEqual([])
    expect((await approve()).status).toBe(200)
    const { status, body } = await world.as('mads', 'GET', `${address}/hearing/record`)
    expect([status, secretsIn(Buffer.from(JSON.stringify(body)))]).toEqual([200, []])
  })

  test('Q7 what is asked for while an item is being closed is read as it is afterwards', async () => {
    const { rooms } = world.server.server
    const room = marginRoom(world.meeting)
    const closing = rooms.remake([room], () => world.server.server.ledger.remake([], [room]))
    expect(await rooms.updates(room)).toEqual([])
    await closing
  })

  test('Z3 Q3 no answer is given in a closed item’s own room, where it would be counted as of another row', async () => {
    await world.close('nanna')
    const karen = await world.entered('karen', marginRoom(await world.zone()))
    const { karen: author } = world.users
    karen.doc.getMap('responses').set(
      'ans-1',
      new Y.Map(
        Object.entries({
          author,
          at: 1,
          round: 'round-1',
          organisation: author,
          answer: 'noComments',
          text: '',
        }),
      ),
    )
    await eventually(() => expect(karen.refusals).toEqual(['forbidden']))
  })
})
