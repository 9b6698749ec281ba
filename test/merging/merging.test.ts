import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { WordKeeper } from '../../client/merging/word-keeper.ts'
import { FROM_TAB } from '../../client/sync/local-room.ts'
import type { Locks } from '../../client/sync/platform.ts'
import { UserStore } from '../../client/sync/store.ts'
import { sectionSchema } from '../../schema/nodes.ts'
import { items } from '../../schema/paper.ts'
import { FakeLocks } from '../sync/world.ts'
import { Hub, SERVER, type Peer } from './peers.ts'
import { ALL, blockAt, CASE, MINUTES, race, seeded, seedPaper } from './races.ts'

const SEEDS = 4
/** How long each block is before anybody writes in it. */
const SENTENCE = 'a2 b2 c2 d2 e2 f2 g2 h2'.length
/** What takes the place away, or takes it to another section. */
const TAKES_AWAY = ['delete the paragraph', 'cut and paste elsewhere']

describe('E22 words stand where they were typed', () => {
  for (const operation of Object.keys(ALL).filter((name) => !TAKES_AWAY.includes(name)))
    test(`E22 ${operation}, while another types in it`, () => {
      for (let seed = 1; seed <= SEEDS; seed++)
        for (const offline of [false, true]) {
          const outcome = race({ operation, salvages: true, offline, writers: 1, random: seeded(seed) })
          // A paste is a change of its own, which comes after the cut: until then the words are on offer.
          const waits = operation === 'cut and paste above' && !offline
          if (!waits) expect(outcome, `seed ${seed}`).toMatchObject({ lost: 0, offered: 0, elsewhere: 0 })
          expect(outcome.lost + outcome.elsewhere, `seed ${seed}`).toBe(0)
        }
    })

  test('E22 two who type in it both keep their words', () => {
    for (const operation of [
      'wrap in a list',
      'join with the one before',
      'make a heading',
      'split at a third',
    ])
      for (let seed = 1; seed <= SEEDS; seed++)
        expect(
          race({ operation, salvages: true, offline: false, writers: 2, random: seeded(seed) }),
          `${operation}, seed ${seed}`,
        ).toMatchObject({ lost: 0, offered: 0, elsewhere: 0, twice: 0 })
  })
})

test('E22 what was written just before the connection was lost is not doubled', async () => {
  // What a join brings to the same end of a line may come between: two wrote at one place.
  const others = [...TAKES_AWAY, 'join with the one after']
  for (const name of Object.keys(ALL).filter((each) => !others.includes(each))) {
    const hub = new Hub()
    const maker = hub.join(false)
    seedPaper(maker, ALL[name]?.list ?? false)
    maker.send()
    const [anna, bo] = [await sit(hub, 'anna'), await sit(hub, 'bo')]
    typeIn(anna.peer, 2, 'Skrevet med net.')
    hub.deliver(false)
    typeIn(anna.peer, 2, 'Skrevet uden.')
    doIt(name, bo.peer, 2)
    hub.deliver(true)
    for (const words of ['Skrevet med net. Skrevet uden.', 'h1', 'h2', 'a3'])
      expect(textOf(bo.peer).split(words), `${name}: ${textOf(bo.peer)}`).toHaveLength(2)
  }
})

test('E26 two windows of which each puts back what the other’s putting back took come to rest', async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const hub = await meeting(seeded(seed))
    const [anna, bo] = [await sit(hub, 'anna'), await sit(hub, 'bo')]
    doIt('make a task', anna.peer, 2)
    breakLine(anna.peer, 2, SENTENCE)
    breakLine(bo.peer, 2, 6)
    typeIn(bo.peer, 2, 'Skrevet af Bo.')
    expect(hub.deliver(false, 20), `seed ${seed}`).toBe(true)
    expect(textOf(anna.peer), `seed ${seed}`).toBe(textOf(bo.peer))
    expect(textOf(bo.peer), `seed ${seed}`).toContain('Skrevet af Bo.')
  }
})

test('E27 a word typed before one’s own copy is whole when the copy gives way', async () => {
  const hub = await meeting()
  const [anna, bo] = [await sit(hub, 'anna'), await sit(hub, 'bo')]
  doIt('join with the one before', anna.peer, 2)
  anna.peer.send()
  anna.keeper.settled()
  doIt('make a task', bo.peer, 2)
  bo.peer.edit(CASE, (tr) => tr.insertText('aftale ', blockAt(bo.peer.node(CASE), 2).start))
  hub.deliver(false)
  expect(textOf(anna.peer)).toBe(textOf(bo.peer))
  expect(textOf(bo.peer).split('|')).toContain('aftale ')
  expect(textOf(bo.peer).match(/a2/g)).toHaveLength(1)
})

test('E23 words whose place is gone or in another section are offered, and nowhere else', () => {
  for (const operation of TAKES_AWAY)
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { words, ...outcome } = race({
        operation,
        salvages: true,
        offline: true,
        writers: 1,
        random: seeded(seed),
      })
      expect(outcome).toEqual({ lost: 0, offered: words, misplaced: 0, elsewhere: 0, twice: 0 })
    }
})

interface Desk {
  disk: IDBFactory
  locks: Locks
}

/** A user at an editor, with a device of their own. */
async function sit(
  hub: Hub,
  user: string,
  desk: Desk = newDesk(),
): Promise<{ peer: Peer; keeper: WordKeeper }> {
  const peer = hub.join(false)
  const keeper = new WordKeeper(
    peer.doc,
    new Awareness(peer.doc),
    'paper:m',
    new UserStore(desk.disk, user, Date.now),
    {
      isServer: (origin) => origin === SERVER,
      isCurrent: () => true,
      canWrite: () => true,
      newId: () => crypto.randomUUID(),
      now: Date.now,
      locks: desk.locks,
      changed: () => undefined,
    },
  )
  peer.through = (bytes, live, apply) => keeper.taking(bytes, live, apply)
  peer.doc.on('update', (_update, origin) => origin !== SERVER && keeper.wrote())
  await keeper.open(null)
  return { peer, keeper }
}

const newDesk = (): Desk => ({ disk: new IDBFactory(), locks: new FakeLocks() })

async function meeting(random?: () => number): Promise<Hub> {
  const hub = new Hub(random)
  const maker = hub.join(false)
  seedPaper(maker, false)
  maker.send()
  return hub
}

function typeIn(peer: Peer, index: number, words: string): void {
  const block = blockAt(peer.node(CASE), index)
  peer.edit(CASE, (tr) => tr.insertText(` ${words}`, block.start + block.length))
}

function breakLine(peer: Peer, index: number, at: number): void {
  const { start } = blockAt(peer.node(CASE), index)
  peer.edit(CASE, (tr) => tr.insert(start + at, sectionSchema.node('hard_break')))
}

const doIt = (name: string, peer: Peer, index: number): void => ALL[name]?.run(peer, index)
const textOf = (peer: Peer, key = CASE): string =>
  peer.node(key).textBetween(0, peer.node(key).content.size, '|')

describe('U46 words on offer', () => {
  test('U46 both are told, one click brings the words back, and the other is asked no more', async () => {
    const hub = await meeting()
    const [anna, bo] = [await sit(hub, 'anna'), await sit(hub, 'bo')]
    typeIn(anna.peer, 2, 'Skrevet af Anna.')
    doIt('delete the paragraph', bo.peer, 2)
    hub.deliver(false)
    expect(anna.keeper.offers).toMatchObject([{ side: 'mine', losses: [{ text: ' Skrevet af Anna.' }] }])
    expect(bo.keeper.offers).toMatchObject([{ side: 'theirs', losses: [{ text: ' Skrevet af Anna.' }] }])
    expect(textOf(anna.peer)).not.toContain('Skrevet')
    await bo.keeper.answer(bo.keeper.offers[0]?.id ?? '', true)
    hub.deliver(false)
    for (const { peer, keeper } of [anna, bo]) {
      expect(textOf(peer)).toMatch(/h1\|Skrevet af Anna\.\|a3/)
      expect(keeper.offers).toEqual([])
    }
  })

  test('U46 what the writer brings back is offered to the deleter no more', async () => {
    const hub = await meeting()
    const [anna, bo] = [await sit(hub, 'anna'), await sit(hub, 'bo')]
    typeIn(anna.peer, 0, 'Skrevet af Anna.')
    doIt('delete the paragraph', bo.peer, 0)
    hub.deliver(false)
    await anna.keeper.answer(anna.keeper.offers[0]?.id ?? '', true)
    hub.deliver(false)
    expect(textOf(bo.peer)).toMatch(/^Skrevet af Anna\.\|a1/)
    expect(bo.keeper.offers).toEqual([])
  })

  test('U46 what was cut and is pasted again takes its words along', async () => {
    const hub = await meeting()
    const [anna, bo] = [await sit(hub, 'anna'), await sit(hub, 'bo')]
    typeIn(anna.peer, 2, 'Skrevet af Anna.')
    doIt('cut and paste above', bo.peer, 2)
    hub.deliver(false)
    expect(textOf(bo.peer)).toMatch(/^a2 b2 c2 d2 e2 f2 g2 h2 Skrevet af Anna\.\|/)
    expect([...anna.keeper.offers, ...bo.keeper.offers]).toEqual([])
  })

  test('U46 who splits, joins or wraps is not asked: the words are put back by their writer', async () => {
    for (const name of [
      'wrap in a list',
      'join with the one before',
      'split in the middle',
      'make a heading',
    ]) {
      const hub = await meeting()
      const [anna, bo] = [await sit(hub, 'anna'), await sit(hub, 'bo')]
      typeIn(anna.peer, 2, 'Skrevet af Anna.')
      doIt(name, bo.peer, 2)
      hub.deliver(false)
      expect(textOf(bo.peer), name).toContain('h2 Skrevet af Anna.')
      expect([...anna.keeper.offers, ...bo.keeper.offers], name).toEqual([])
    }
  })

  test('U46 nor who goes on writing in the copy', async () => {
    for (const name of ['wrap in a list', 'make a heading', 'make a task']) {
      const hub = await meeting()
      const [anna, bo] = [await sit(hub, 'anna'), await sit(hub, 'bo')]
      typeIn(anna.peer, 2, 'Kort.')
      doIt(name, bo.peer, 2)
      bo.peer.edit(CASE, (tr) => tr.insertText('nyt ', blockAt(tr.doc, 2).start + 6))
      hub.deliver(false)
      expect(textOf(bo.peer), name).toContain('b2 nyt c2')
      expect(textOf(bo.peer), name).toContain('h2 Kort.')
      expect([...anna.keeper.offers, ...bo.keeper.offers], name).toEqual([])
      doIt('delete the paragraph', bo.peer, 2)
      typeIn(anna.peer, 2, 'Mere.')
      hub.deliver(false)
      expect(
        bo.keeper.offers.map(({ side }) => side),
        name,
      ).toEqual(['theirs'])
    }
  })

  test('U46 an offer outlives the page, and letting go ends it', async () => {
    const hub = await meeting()
    const desk = newDesk()
    const [anna, bo] = [await sit(hub, 'anna', desk), await sit(hub, 'bo')]
    typeIn(anna.peer, 2, 'Skrevet af Anna.')
    doIt('delete the paragraph', bo.peer, 2)
    hub.deliver(true)
    await anna.keeper.flush()
    anna.keeper.destroy()
    const again = await sit(hub, 'anna', desk)
    expect(again.keeper.offers).toHaveLength(1)
    await again.keeper.answer(again.keeper.offers[0]?.id ?? '', false)
    await again.keeper.flush()
    expect((await sit(hub, 'anna', desk)).keeper.offers).toEqual([])
    expect(textOf(again.peer)).not.toContain('Skrevet')
  })

  test('U46 an offer answered in one window is not carried out in another', async () => {
    const hub = await meeting()
    const desk = newDesk()
    const [anna, bo] = [await sit(hub, 'anna', desk), await sit(hub, 'bo')]
    typeIn(anna.peer, 2, 'Skrevet af Anna.')
    doIt('delete the paragraph', bo.peer, 2)
    hub.deliver(false)
    await anna.keeper.flush()
    const second = await sit(hub, 'anna', desk)
    const id = anna.keeper.offers[0]?.id ?? ''
    await anna.keeper.answer(id, true)
    await anna.keeper.flush()
    await second.keeper.answer(id, true)
    hub.deliver(false)
    expect(textOf(second.peer).split('Skrevet af Anna')).toHaveLength(2)
  })

  test('U46 an item removed during a time apart comes back with what was written in it', async () => {
    const hub = await meeting()
    const [anna, bo] = [await sit(hub, 'anna'), await sit(hub, 'bo')]
    items.set(bo.peer.doc, 'item-aaaa', { duration: 10 })
    hub.deliver(false)
    typeIn(anna.peer, 2, 'Skrevet af Anna.')
    bo.peer.remove('item-aaaa')
    hub.deliver(true)
    const [offer] = anna.keeper.offers
    expect(offer).toMatchObject({ side: 'mine', removed: { id: 'item-aaaa' } })
    await anna.keeper.answer(offer?.id ?? '', true)
    hub.deliver(false)
    expect(items.list(bo.peer.doc)).toMatchObject([{ id: 'item-aaaa', duration: 10 }, { id: 'item-bbbb' }])
    expect(textOf(bo.peer)).toContain('Skrevet af Anna.')
    expect(anna.keeper.offers).toEqual([])
  })
})

describe('O31 whose words', () => {
  test('O31 a page opened again looks after the words of the one before it', async () => {
    const hub = await meeting()
    const desk = newDesk()
    const [anna, bo] = [await sit(hub, 'anna', desk), await sit(hub, 'bo')]
    hub.deliver(false)
    typeIn(anna.peer, 2, 'Skrevet uden net.')
    const unsent = Y.encodeStateAsUpdate(anna.peer.doc)
    await vi.waitFor(async () =>
      expect(await new UserStore(desk.disk, 'anna', Date.now).kept('clients:paper:m')).toEqual([
        anna.peer.doc.clientID,
      ]),
    )
    anna.keeper.destroy()
    hub.peers.splice(hub.peers.indexOf(anna.peer), 1)
    doIt('wrap in a list', bo.peer, 2)
    bo.peer.send()
    const late = await sit(new Hub(), 'anna', desk)
    await vi.waitFor(() => expect(late.keeper.isOwn(anna.peer.doc.clientID)).toBe(true))
    // The device has what the first page wrote, before the server is heard of.
    Y.applyUpdate(late.peer.doc, unsent)
    late.peer.take(Y.mergeUpdates(hub.log), false)
    expect(textOf(late.peer)).toContain('h2 Skrevet uden net.')
  })

  test('O31 a window that stays looks after the words of the one that is closed, whichever was first', async () => {
    for (const closes of [0, 1]) {
      const hub = await meeting()
      const desk = newDesk()
      const windows = [await sit(hub, 'anna', desk), await sit(hub, 'anna', desk)] as const
      const [gone, stays] = closes === 0 ? windows : [windows[1], windows[0]]
      const bo = await sit(hub, 'bo')
      typeIn(bo.peer, 2, 'Skrevet af Bo.')
      gone.peer.take(Y.encodeStateAsUpdate(bo.peer.doc), false)
      typeIn(gone.peer, 2, 'Skrevet i det vindue, der lukkes.')
      Y.applyUpdate(stays.peer.doc, Y.encodeStateAsUpdate(gone.peer.doc), FROM_TAB)
      const { clientID } = gone.peer.doc
      const store = new UserStore(desk.disk, 'anna', Date.now)
      await vi.waitFor(async () => expect(await store.kept('clients:paper:m')).toContain(clientID))
      expect(stays.keeper.isOwn(clientID), 'it is open still').toBe(false)
      gone.keeper.destroy()
      await vi.waitFor(() => expect(stays.keeper.isOwn(clientID)).toBe(true))
      expect(stays.keeper.isOwn(bo.peer.doc.clientID), 'a colleague’s').toBe(false)
    }
  })

  test('O31 of two windows one puts words back', async () => {
    const hub = await meeting()
    const desk = newDesk()
    const [one, two, bo] = [await sit(hub, 'anna', desk), await sit(hub, 'anna', desk), await sit(hub, 'bo')]
    typeIn(one.peer, 2, 'Fra det ene vindue.')
    typeIn(two.peer, 2, 'Fra det andet.')
    doIt('wrap in a list', bo.peer, 2)
    hub.deliver(false)
    for (const words of ['Fra det ene vindue.', 'Fra det andet.'])
      expect(textOf(bo.peer).split(words)).toHaveLength(2)
    expect(textOf(bo.peer, MINUTES)).toBe(MINUTES)
  })
})
