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
import { CLOSE, marginRoom, paperRoom } from '../../schema/protocol.ts'
import type { Readers } from '../../schema/zones.ts'
import { closeItem, openItem } from '../../server/zones/parting.ts'
import { ClosedWorld, FORUM, ITEM, OTHER, SECRETS, secretsIn, Spy } from './closed-meeting.ts'
import { eventually } from './eventually.ts'
import { spendLink } from './harness.ts'

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

  /** The posts of the meeting in which somebody is told to be mentioned. */
  async function told(name: string): Promise<string[]> {
    const { body } = await world.as(name, 'GET', '/api/overview')
    const mentions = body.mentions as { id: string; meeting: string; zone?: string; item: string }[]
    return mentions
      .filter(({ meeting }) => meeting === world.meeting)
      .map(({ id, zone, item }) => `${id} ${item}${zone === undefined ? '' : ' closed'}`)
      .sort()
  }

  test('M61 Z8 a mention in a closed item is told to those who may read it, and to no others', async () => {
    const { mads = '', ida = '', karen = '' } = world.users
    const margin = await world.entered('mads', marginRoom(world.meeting))
    await world.send(margin, () => {
      addThread(margin.doc, 'th-7', remark(ITEM, { author: mads, mentions: [ida, karen] }))
      addThread(margin.doc, 'th-8', remark(OTHER, { author: mads, mentions: [ida, karen] }))
    })
    const open = [`th-7 ${ITEM}`, `th-8 ${OTHER}`]
    for (const name of ['ida', 'karen']) await eventually(async () => expect(await told(name)).toEqual(open))
    world.leave()
    await world.close('nanna')
    expect(await told('ida')).toEqual([`th-8 ${OTHER}`])
    expect(await told('karen')).toEqual([`th-7 ${ITEM} closed`, `th-8 ${OTHER}`])
    const closed = await world.entered('nanna', marginRoom(await world.zone()))
    await world.send(closed, () =>
      addThread(closed.doc, 'th-9', remark(OTHER, { author: world.users.nanna, mentions: [ida, karen] })),
    )
    // Of the item whose margin it is, whatever it says.
    await eventually(async () => expect(await told('karen')).toContain(`th-9 ${ITEM} closed`))
    expect(await told('ida')).toEqual([`th-8 ${OTHER}`])
    await world.close('nanna', { roles: ['member'], except: [] })
    expect(await told('karen')).toEqual([`th-8 ${OTHER}`])
    expect(await told('ida')).toEqual([`th-7 ${ITEM} closed`, `th-8 ${OTHER}`, `th-9 ${ITEM} closed`])
    world.leave()
    await world.open('nanna')
    for (const name of ['ida', 'karen'])
      await eventually(async () => expect(await told(name)).toEqual([...open, `th-9 ${OTHER}`]))
  })

  test('M61 a reply that has the id of a remark ends nobody’s mentions', async () => {
    const { mads = '', ida = '' } = world.users
    const margin = await world.entered('mads', marginRoom(world.meeting))
    await world.send(margin, () => {
      addThread(margin.doc, 'th-7', remark(OTHER, { author: mads, mentions: [ida] }))
      const said = { author: mads, at: 2, thread: 'th-7', text: 'Igen.', mentions: [ida] }
      reply(margin.doc, 'th-7', said)
    })
    await eventually(async () => expect(await told('ida')).toEqual([`th-7 ${OTHER}`]))
  })

  test('Z15 a secretary who may not read a closed item lets nobody else into it', async () => {
    const { rasmus = '', karen = '', mads = '' } = world.users
    const except = async (): Promise<string[]> => {
      const { body } = await world.as('nanna', 'GET', `/api/meetings/${world.meeting}/closed`)
      const [closed] = body as unknown as { readers: { except: string[] } }[]
      return closed?.readers.except ?? []
    }
    const invite = async (by: string, email: string, role: string): Promise<string> => {
      const body = { email, name: email, title: null, organisation: null, role }
      const made = await world.as(by, 'POST', `/api/forums/${FORUM}/members`, body)
      return (made.body.member as { user: string }).user
    }
    await world.close('nanna', { roles: ['chair', 'guest'], except: [rasmus] })
    const friend = await invite('rasmus', `ven-${world.meeting}@fjordland.example`, 'secretary')
    expect(await except()).toEqual([rasmus, friend])
    // Who could not read it by the role either is not named, and whom a reader lets in is let in.
    await invite('rasmus', `menig-${world.meeting}@fjordland.example`, 'member')
    await invite('nanna', `ny-${world.meeting}@fjordland.example`, 'secretary')
    expect(await except()).toEqual([rasmus, friend])
    const raise = (role: string) =>
      world.as('rasmus', 'PATCH', `/api/forums/${FORUM}/members/${mads}`, { role })
    expect((await raise('chair')).status).toBe(200)
    expect(await except()).toEqual([rasmus, friend, mads])
    await raise('member')
    const guest = { email: `gaest-${world.meeting}@fjordland.example`, name: 'Gæst', organisation: null }
    const invited = await world.as('rasmus', 'POST', `/api/meetings/${world.meeting}/guests`, {
      ...guest,
      item: ITEM,
    })
    const { user } = invited.body.guest as { user: string }
    expect(await except()).toEqual([rasmus, friend, mads, user])
    const link = (by: string) => world.as(by, 'POST', `/api/forums/${FORUM}/members/${karen}/link`)
    expect((await link('rasmus')).body.error?.id).toBe('linkNotYours')
    expect((await link('nanna')).status).toBe(200)
  })

  test('Z15 of two who are let in at the same moment each is kept out', async () => {
    const { rasmus = '' } = world.users
    const zoned = { roles: ['guest' as const], except: [rasmus] }
    await world.close('nanna', zoned)
    const invite = async (name: string): Promise<string> => {
      const body = {
        email: `${name}-${world.meeting}@fjordland.example`,
        name,
        organisation: null,
        item: null,
      }
      const made = await world.as('rasmus', 'POST', `/api/meetings/${world.meeting}/guests`, body)
      return (made.body.guest as { user: string }).user
    }
    const friends = await Promise.all(['en', 'to', 'tre', 'fire'].map(invite))
    const { body } = await world.as('nanna', 'GET', `/api/meetings/${world.meeting}/closed`)
    const [closed] = body as unknown as { readers: Readers }[]
    expect(new Set(closed?.readers.except)).toEqual(new Set([rasmus, ...friends]))
    // Whoever had the readers open before does not let them in unknowingly; whoever knows of them may.
    const blind = await world.close('nanna', { ...zoned, roles: ['chair', 'guest'] }, { before: zoned })
    expect(blind.body.error?.id).toBe('readersMoved')
    expect((await world.close('nanna', zoned, { before: null })).body.error?.id).toBe('itemMoved')
    for (let times = 1; times <= 2; times++)
      expect((await world.close('nanna', zoned, { before: closed?.readers })).status).toBe(204)
  })

  test('H10 a session from a link that was shown ends when an item is closed to whoever saw the link', async () => {
    const { rasmus = '' } = world.users
    let made = 0
    const session = async (by: string): Promise<() => Promise<number>> => {
      const email = `ven-${made++}-${world.meeting}@fjordland.example`
      const body = { email, name: email, title: null, organisation: null, role: 'member' }
      const invited = await world.as(by, 'POST', `/api/forums/${FORUM}/members`, body)
      const cookie = await spendLink(world.server.url, String(invited.body.link))
      return async () => (await world.server.call('GET', '/api/me', { cookie })).status
    }
    const statuses = async () => [await ofNanna(), await ofRasmus()]
    const [ofNanna, ofRasmus] = [await session('nanna'), await session('rasmus')]
    await world.close('nanna', { roles: ['member'], except: [] })
    expect(await statuses()).toEqual([200, 200])
    await world.close('nanna', { roles: ['member'], except: [rasmus] })
    expect(await statuses()).toEqual([200, 401])
    await world.open('nanna')
    const again = await session('rasmus')
    await world.close('nanna', { roles: ['member'], except: [rasmus] })
    expect(await again()).toBe(401)
  })

  test('R7 the door tells a stranger the same of a meeting that is there and of one that is not', async () => {
    await world.close('nanna')
    const zone = await world.zone()
    const user = await world.server.server.accounts.create('olga@andetsteds.example', 'olga')
    const headers = { authorization: `Bearer ${await world.server.server.accounts.token(user)}` }
    const nowhere = '6f1c2a3e-0000-4000-8000-00000000ffff'
    for (const each of [world.meeting, zone, nowhere, `${nowhere}.abcd1234`])
      for (const room of [paperRoom(each), marginRoom(each)]) {
        const spy = new Spy(`${world.server.wsUrl}/${room}`, headers)
        await eventually(() => expect([room, spy.closedWith]).toEqual([room, CLOSE.unknownRoom.code]))
        expect(spy.frames).toEqual([])
      }
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

  test('Q7 what is approved while an item is about to be closed stays as it was approved, with its record', async () => {
    const { db } = world.server.server
    const { meeting } = world
    await db.updateTable('meeting').set({ phase: 'hearing' }).where('id', '=', meeting).execute()
    const held = new Promise<void>((closing) => {
      const { rooms } = world.server.server
      const remake = rooms.remake.bind(rooms)
      vi.spyOn(rooms, 'remake').mockImplementationOnce(async (names, work) => {
        await db.updateTable('meeting').set({ phase: 'approved' }).where('id', '=', meeting).execute()
        await db.insertInto('hearingRecord').values({ meeting, at: '', record: '{}' }).execute()
        closing()
        return remake(names, work)
      })
    })
    expect((await world.close('nanna')).body.error?.id).toBe('phaseMoved')
    await held
    expect(await db.selectFrom('zone').select('zone').where('meeting', '=', meeting).execute()).toEqual([])
    const kept = db.selectFrom('hearingRecord').select('record').where('meeting', '=', meeting)
    expect(await kept.execute()).toEqual([{ record: '{}' }])
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
