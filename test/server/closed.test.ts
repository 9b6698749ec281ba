import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { entry, receipt } from '../../schema/margin.ts'
import { attachments, items, sectionKeys } from '../../schema/paper.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import { CLOSE, marginRoom, paperRoom } from '../../schema/protocol.ts'
import { keepItem } from '../../schema/parting.ts'
import { sectionBlocks } from '../../schema/sections.ts'
import type { Ledger } from '../../server/store/store.ts'
import { encodeExtent, extentOf } from '../../server/sync/extent.ts'
import { addZone, adoptZones, closedItems, forgetUnknownZones } from '../../server/zones/zones.ts'
import { CHAIRS, ClosedWorld, EVERYBODY, ITEM, OTHER, SECRETS, secretsIn } from './closed-meeting.ts'
import { eventually } from './eventually.ts'
import type { TestClient } from './sync-server.ts'

let world: ClosedWorld
let nanna: TestClient

beforeAll(async () => {
  world = await ClosedWorld.start()
})
beforeEach(async () => {
  nanna = await world.begin()
})
afterEach(() => world.leave())
afterAll(() => world.remove())

const ALL = Object.values(SECRETS)
/** In the zone stands what was there; what was deleted is nowhere. */
const GONE: string[] = [
  SECRETS.deleted,
  SECRETS.undone,
  SECRETS.presenterBefore,
  SECRETS.editedRemark,
  SECRETS.report,
]
const KEPT = ALL.filter((word) => !GONE.includes(word))

async function docOf(room: string): Promise<Y.Doc> {
  const doc = new Y.Doc()
  for (const update of await world.server.server.rooms.updates(room)) Y.applyUpdate(doc, update)
  return doc
}

async function rooms(): Promise<{ paper: string; margin: string }> {
  const zone = await world.zone()
  return { paper: paperRoom(zone), margin: marginRoom(zone) }
}

test('Z1 of a closed item the open rooms keep the place, the reason and the public wording, and no byte more', async () => {
  const before = await world.stored(paperRoom(world.meeting))
  expect(secretsIn(before)).toContain(SECRETS.case)
  expect((await world.close('nanna')).status).toBe(204)
  expect(secretsIn(await world.stored(paperRoom(world.meeting)))).toEqual([])
  expect(secretsIn(await world.stored(marginRoom(world.meeting)))).toEqual([])
  expect(secretsIn(await world.database())).toEqual([])
  const paper = await docOf(paperRoom(world.meeting))
  expect(items.maybe(paper, ITEM)).toMatchObject({
    duration: 10,
    presenters: [],
    outcomes: [],
    closed: true,
    closedReason: 'Personsag',
    publicWording: 'En personsag blev drøftet.',
  })
  expect(toMeetingJson(paper).items.map(({ title }) => title)).toEqual(['', 'Budget'])
  expect(attachments.list(paper).map(({ title }) => title)).toEqual(['Regneark'])
  const margin = await docOf(marginRoom(world.meeting))
  expect([...margin.getMap('threads').keys()]).toEqual(['th-3'])
  expect([...margin.getMap('replies').keys()]).toEqual(['re-3'])
})

test('Z1 the item’s own rooms hold all of it, and nothing else of the meeting', async () => {
  await world.close('nanna')
  const { paper: paperName, margin: marginName } = await rooms()
  const found = [...secretsIn(await world.stored(paperName)), ...secretsIn(await world.stored(marginName))]
  expect(KEPT.filter((word) => !found.includes(word))).toEqual([])
  const paper = await docOf(paperName)
  expect(items.list(paper).map(({ id }) => id)).toEqual([ITEM])
  expect(sectionKeys(paper).filter((key) => sectionBlocks(paper, key).length > 0)).toHaveLength(4)
  expect(Buffer.from(await world.stored(paperName)).includes('Budget')).toBe(false)
  const margin = await docOf(marginName)
  expect([...margin.getMap('threads').keys()].sort()).toEqual(['th-1', 'th-2'])
  expect(receipt(margin, 'threads', 'th-1')).not.toBeNull()
})

test('Z8 a member without access gets no byte of a closed item: frames, answers, before, at and after', async () => {
  const watching = [paperRoom(world.meeting), marginRoom(world.meeting)].map((room) =>
    world.spy('mads', room),
  )
  for (const spy of watching) await eventually(() => expect(spy.isAnswered).toBe(true))
  for (const spy of watching) spy.frames = []
  await world.close('nanna')
  const { paper, margin } = await rooms()
  for (const name of ['mads', 'bent'])
    for (const room of [paperRoom(world.meeting), marginRoom(world.meeting), paper, margin]) {
      const spy = world.spy(name, room)
      await eventually(() => expect([name, room, spy.isAnswered]).toEqual([name, room, true]))
      expect([name, room, secretsIn(spy.bytes)]).toEqual([name, room, []])
      if (room === paper || room === margin) expect(spy.closedWith).toBe(CLOSE.forbidden.code)
    }
  for (const spy of watching) {
    await eventually(() => expect(spy.closedWith).toBe(CLOSE.replaced.code))
    expect(secretsIn(spy.bytes)).toEqual([])
  }
  const address = `/api/meetings/${world.meeting}`
  for (const name of ['mads', 'bent', 'ida'])
    for (const path of [
      '/api/overview',
      address,
      `${address}/phases`,
      `${address}/findings?to=hearing`,
      `${address}/closed`,
    ]) {
      const { body } = await world.as(name, 'GET', path)
      expect([name, path, secretsIn(Buffer.from(JSON.stringify(body)))]).toEqual([name, path, []])
    }
})

test('Z3 who may read is chosen by role, with exceptions by name, and a change takes effect at once', async () => {
  await world.close('nanna', { roles: ['chair', 'member'], except: [world.users.ida] })
  const { paper } = await rooms()
  const entered = async (name: string): Promise<boolean> => {
    const client = world.enter(name, paper)
    await eventually(() => expect(client.acked > 0 || client.closes.length > 0).toBe(true))
    const { length } = client.closes
    client.destroy()
    return length === 0
  }
  const may: Record<string, boolean> = {}
  for (const name of ['nanna', 'rasmus', 'karen', 'mads', 'ida', 'bent']) may[name] = await entered(name)
  expect(may).toEqual({ nanna: true, rasmus: true, karen: true, mads: true, ida: false, bent: false })
  const mads = await world.entered('mads', paper)
  expect((await world.close('rasmus', CHAIRS)).status).toBe(204)
  await eventually(() => expect(mads.closes.at(-1)).toBe(CLOSE.forbidden.code))
  const told = await world.as('nanna', 'GET', `/api/meetings/${world.meeting}/closed`)
  expect(told.body).toEqual([{ item: ITEM, readers: CHAIRS }])
})

test('Z4 only who may close items and may read this one changes who may, or opens it', async () => {
  for (const name of ['karen', 'mads', 'bent'])
    expect((await world.close(name)).body.error?.id).toBe('forbidden')
  const self = { ...CHAIRS, except: [world.users.nanna] }
  expect((await world.close('nanna', self)).body.error?.id).toBe('closesOutSelf')
  expect((await world.open('nanna')).body.error?.id).toBe('unknownItem')
  await world.close('nanna', { ...CHAIRS, except: [world.users.rasmus] })
  expect((await world.close('rasmus', EVERYBODY)).body.error?.id).toBe('forbidden')
  expect((await world.open('rasmus')).body.error?.id).toBe('forbidden')
  expect((await world.as('rasmus', 'GET', `/api/meetings/${world.meeting}/closed`)).body).toEqual([])
  for (const body of [{ reason: '' }, { readers: { roles: ['operator'], except: [] } }])
    expect((await world.close('nanna', CHAIRS, body)).status).toBe(400)
})

test('Z2 opened again, the item is back with everything, and its own rooms are gone', async () => {
  await world.close('nanna')
  const { paper: paperName, margin: marginName } = await rooms()
  const karen = await world.entered('karen', marginName)
  expect((await world.open('rasmus')).status).toBe(204)
  const paper = await docOf(paperRoom(world.meeting))
  const margin = await docOf(marginRoom(world.meeting))
  const text = [
    JSON.stringify(toMeetingJson(paper)),
    ...['threads', 'replies', 'rulings'].map((root) => JSON.stringify(margin.getMap(root))),
  ].join()
  // An import's unknown field of an item is read as it was.
  expect(KEPT.filter((word) => !text.includes(word))).toEqual([])
  expect(items.maybe(paper, ITEM)).toMatchObject({ closed: false, presenters: [SECRETS.presenter] })
  expect(entry(margin, 'threads', 'th-1')).toMatchObject({ author: world.users.mads, text: SECRETS.thread })
  expect(receipt(margin, 'threads', 'th-1')?.late).toBe(false)
  for (const room of [paperName, marginName])
    expect((await world.server.server.ledger.heads()).has(room)).toBe(false)
  await eventually(() => expect(karen.closes.at(-1)).toBe(CLOSE.unknownRoom.code))
  const mads = await world.entered('mads', marginRoom(world.meeting))
  await world.send(mads, () =>
    mads.doc.getMap<Y.Map<unknown>>('threads').get('th-1')?.set('text', 'Igen min.'),
  )
  expect(mads.refusals).toEqual([])
  // And closed once more, in rooms of another name.
  expect((await world.close('nanna')).status).toBe(204)
  expect((await rooms()).paper).not.toBe(paperName)
  expect(secretsIn(await world.stored(paperRoom(world.meeting)))).toEqual([])
  expect(secretsIn(await world.stored(marginRoom(world.meeting)))).toEqual([])
})

const INTO_CLOSED: [string, (doc: Y.Doc) => void][] = [
  ['a new paragraph', (doc) => paragraph(doc, `${ITEM}/minutes`)],
  ['words in a paragraph that is there', (doc) => words(doc, `${ITEM}/case`)],
  ['a title', (doc) => paragraph(doc, `${ITEM}/title`)],
  ['an outcome', (doc) => items.set(doc, ITEM, { outcomes: [{ kind: 'adopted', point: null, to: null }] })],
  ['a presenter', (doc) => items.set(doc, ITEM, { presenters: ['zqafter'] })],
  ['an attachment', (doc) => attachments.add(doc, 'file-0009', { item: ITEM, title: 'zqafter' })],
  ['that it is open', (doc) => items.set(doc, ITEM, { closed: false })],
]

function paragraph(doc: Y.Doc, section: string): void {
  const made = new Y.XmlElement('paragraph')
  made.insert(0, [new Y.XmlText('zqafter')])
  doc.getXmlFragment(section).push([made])
}

function words(doc: Y.Doc, section: string): void {
  const first = doc.getXmlFragment(section).get(0)
  const text = first instanceof Y.XmlElement ? first.get(0) : null
  if (text instanceof Y.XmlText) text.insert(0, 'zqafter ')
}

test.each(INTO_CLOSED)(
  'Z5 %s from an old copy is refused by name and reaches nobody',
  async (_what, change) => {
    const rasmus = await world.entered('rasmus')
    rasmus.provider.disconnect()
    change(rasmus.doc)
    await world.close('nanna')
    const mads = world.spy('mads', paperRoom(world.meeting))
    await eventually(() => expect(mads.isAnswered).toBe(true))
    rasmus.provider.connect()
    await eventually(() => expect(rasmus.refusals).toEqual(['closedItem']))
    const honest = await world.entered('nanna')
    await world.send(honest, () => paragraph(honest.doc, `${OTHER}/minutes`))
    await eventually(() => expect(mads.bytes.includes('zqafter')).toBe(true))
    const stored = (await docOf(paperRoom(world.meeting))).getXmlFragment(`${OTHER}/minutes`).toString()
    expect(stored.match(/zqafter/g)).toHaveLength(1)
    expect(
      Buffer.from(await world.stored(paperRoom(world.meeting)))
        .toString('latin1')
        .match(/zqafter/g),
    ).toHaveLength(1)
  },
)

const INTO_MARGIN: [string, (doc: Y.Doc, author: string) => void][] = [
  ['a new remark', (doc, author) => addRemark(doc, author)],
  ['a changed remark', (doc) => doc.getMap<Y.Map<unknown>>('threads').get('th-1')?.set('text', 'zqafter')],
  ['a reply', (doc, author) => addReply(doc, author)],
]

function addRemark(doc: Y.Doc, author: string): void {
  const entry = { author, at: 1, kind: 'comment', target: { kind: 'item', item: ITEM }, text: 'zqafter' }
  doc.getMap('threads').set('th-9', new Y.Map(Object.entries(entry)))
}

function addReply(doc: Y.Doc, author: string): void {
  const entry = { author, at: 1, thread: 'th-1', text: 'zqafter' }
  doc.getMap('replies').set('re-9', new Y.Map(Object.entries(entry)))
}

test.each(INTO_MARGIN)(
  'Z5 %s on a closed item, written without a network, is refused by name',
  async (_what, change) => {
    const mads = await world.entered('mads', marginRoom(world.meeting))
    mads.provider.disconnect()
    mads.doc.transact(() => change(mads.doc, world.users.mads ?? ''))
    await world.close('nanna')
    mads.provider.connect()
    await eventually(() => expect(mads.refusals).toEqual(['closedItem']))
    expect(Buffer.from(await world.stored(marginRoom(world.meeting))).includes('zqafter')).toBe(false)
  },
)

test('Z5 what is written elsewhere without a network is taken, moves and minutes of the closed item too', async () => {
  const rasmus = await world.entered('rasmus')
  rasmus.provider.disconnect()
  rasmus.doc.transact(() => {
    paragraph(rasmus.doc, `${OTHER}/case`)
    items.move(rasmus.doc, ITEM, 1)
    items.set(rasmus.doc, ITEM, { duration: 45 })
  })
  await world.close('nanna')
  rasmus.provider.connect()
  await eventually(async () =>
    expect(items.list(await docOf(paperRoom(world.meeting)))).toMatchObject([
      { id: OTHER },
      { id: ITEM, duration: 45, closed: true },
    ]),
  )
  expect(rasmus.refusals).toEqual([])
  expect(nanna.refusals).toEqual([])
})

test('Z7 what was written on the open copy fits in where the item is now', async () => {
  const rasmus = await world.entered('rasmus')
  rasmus.provider.disconnect()
  words(rasmus.doc, `${ITEM}/case`)
  await world.close('nanna')
  const { paper } = await rooms()
  const carried = new Y.Doc()
  Y.applyUpdate(carried, Y.encodeStateAsUpdate(rasmus.doc))
  keepItem(carried, ITEM)
  const client = await world.entered('rasmus', paper, carried)
  expect(client.refusals).toEqual([])
  const text = (await docOf(paper)).getXmlFragment(`${ITEM}/case`).toString()
  expect(text).toContain(`zqafter ${SECRETS.case}`)
  expect(text.match(/zqcase/g)).toHaveLength(1)
})

describe('Z2 in one step', () => {
  test('Z2 a ledger that does not take it leaves everything as it was', async () => {
    const fails = new Set<string>()
    const failing = await ClosedWorld.start({ ledger: (own) => refusing(own, fails) })
    try {
      await failing.begin()
      fails.add('remake')
      expect((await failing.close('nanna')).status).toBe(500)
      fails.clear()
      const { db, ledger } = failing.server.server
      expect(await db.selectFrom('zone').selectAll().execute()).toEqual([])
      expect([...(await ledger.heads()).keys()].filter((room) => room.includes('.'))).toEqual([])
      expect(secretsIn(await failing.stored(paperRoom(failing.meeting)))).toContain(SECRETS.case)
      const nanna = await failing.entered('nanna')
      await failing.send(nanna, () => paragraph(nanna.doc, `${ITEM}/case`))
      expect(nanna.refusals).toEqual([])
      expect((await failing.close('nanna')).status).toBe(204)
    } finally {
      failing.leave()
      await failing.remove()
    }
  })

  test('Z16 an item is opened in the phase in which that was asked, and the phase waits for it', async () => {
    let beside = async (): Promise<void> => undefined
    const world = await ClosedWorld.start({ ledger: (own) => remaking(own, () => beside()) })
    try {
      await world.begin()
      expect((await world.close('nanna')).status).toBe(204)
      const { db, rooms } = world.server.server
      const goTo = (phase: 'live' | 'approved') =>
        db.updateTable('meeting').set({ phase }).where('id', '=', world.meeting).execute()
      // Somebody approves after it was looked who may open it.
      const remake = rooms.remake.bind(rooms)
      vi.spyOn(rooms, 'remake').mockImplementationOnce(async (names, work) => {
        await goTo('approved')
        return remake(names, work)
      })
      expect((await world.open('nanna')).body.error?.id).toBe('phaseMoved')
      expect(await closedItems(db, world.meeting)).toHaveLength(1)
      await goTo('live')
      // And while it is opened.
      const said: unknown[] = []
      beside = async () => {
        const step = { to: 'sent', reason: 'En fejl.' }
        said.push(
          (await world.as('rasmus', 'POST', `/api/meetings/${world.meeting}/phase`, step)).body.error?.id,
        )
      }
      expect((await world.open('nanna')).status).toBe(204)
      expect(said).toEqual(['phaseMoved'])
    } finally {
      world.leave()
      await world.remove()
    }
  })

  test('Z2 a server that ended before the ledger had it starts without, and with when it had', async () => {
    await world.close('nanna')
    const { db, ledger } = world.server.server
    const zone = await world.zone()
    await addZone(db, {
      zone: `${world.meeting}.never1`,
      meeting: world.meeting,
      item: OTHER,
      readers: { roles: [], except: [] },
    })
    expect(await forgetUnknownZones(db, new Set((await ledger.heads()).keys()))).toBe(1)
    expect(await closedItems(db, world.meeting)).toMatchObject([{ zone, item: ITEM }])
  })

  test('Z2 an item that was closed during a backup is closed after it, and its secretaries’', async () => {
    await world.close('nanna', EVERYBODY)
    const { db, ledger } = world.server.server
    const zone = await world.zone()
    // The people were copied first.
    await db.deleteFrom('zone').where('zone', '=', zone).execute()
    const rooms = [...(await ledger.heads()).keys()]
    expect(await adoptZones(db, ledger, rooms)).toEqual([zone])
    expect(await adoptZones(db, ledger, rooms)).toEqual([])
    const readers = { roles: [], except: [] }
    expect(await closedItems(db, world.meeting)).toEqual([{ zone, item: ITEM, readers }])
    expect((await world.open('rasmus')).status).toBe(204)
  })

  test('Z2 remade twice is remade once, and a room that has gone on is not remade', async () => {
    const { ledger } = world.server.server
    const room = 'paper:6f1c2a3e-0000-4000-8000-00000000aaaa'
    const doc = new Y.Doc()
    doc.getMap('meeting').set('subject', 'Nyt')
    const state = Y.encodeStateAsUpdate(doc)
    const seals = { generation: 1, earlier: [0], sealed: [{ item: ITEM, zone: 'z', threads: [] }] }
    const made = {
      room,
      after: 0,
      state,
      extent: encodeExtent(extentOf(state)),
      author: 'nanna',
      client: 1,
      at: 5,
    }
    const remade = { ...made, clients: new Map([[1, 'server']]), seals }
    await ledger.remake([remade], [])
    await ledger.remake([remade], [])
    expect(await ledger.load(room)).toMatchObject({ seq: 1, covered: 1, tail: [], seals })
    const late = { ...remade, after: 0, seals: { ...seals, generation: 2 } }
    await expect(ledger.remake([late], [])).rejects.toThrow('has gone on')
    await ledger.remake([], [room])
    expect(await ledger.load(room)).toMatchObject({ seq: 0, snapshot: null })
  })
})

/** A ledger that does something else first when rooms are remade. */
function remaking(own: Ledger, first: () => Promise<void>): Ledger {
  return new Proxy(own, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target)
      if (key === 'remake')
        return async (...args: Parameters<Ledger['remake']>) => first().then(() => target.remake(...args))
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function refusing(own: Ledger, fails: ReadonlySet<string>): Ledger {
  return new Proxy(own, {
    get(target, key) {
      if (fails.has(String(key))) return () => Promise.reject(new Error('the disk does not answer'))
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
