import * as Y from 'yjs'
import { expect, test, vi } from 'vitest'
import {
  addThread,
  deleteEntry,
  editEntry,
  entry,
  receipt,
  receiptKey,
  reply,
  rule,
  respond,
  threads,
} from '../../schema/margin.ts'
import { marginAbilities, writableRoots } from '../../schema/margin-rights.ts'
import { abilities } from '../../schema/roles.ts'
import { Clerk } from '../../server/margin/clerk.ts'
import { Gate, type Verdict } from '../../server/sync/gate/gate.ts'
import type { Sender } from '../../server/sync/gate/policy.ts'
import { MARGIN } from '../../server/sync/gate/margin-policy.ts'
import { RoomIndex } from '../../server/sync/gate/room-index.ts'
import { ANNA, CARL, EVE, aValue, changeOf, inParent, ownBlock, raw, type Attack } from './attack-table.ts'
import {
  BO,
  HONEST,
  MARGIN_ATTACKS,
  ROOTS,
  SERVER_CLIENT,
  TARGET,
  honestSayings,
  thread,
} from './margin-attacks.ts'
import { randomOf } from './random.ts'

const SENDERS: Record<string, Sender> = {
  anna: { user: 'anna', writes: true, roots: ROOTS.secretary },
  bo: { user: 'bo', writes: true, roots: ROOTS.member },
  carl: { user: 'carl', writes: true, roots: ROOTS.member },
  eve: { user: 'eve', writes: true, roots: ROOTS.member },
  server: { user: 'server', writes: true, roots: ROOTS.server },
}
const CLIENTS: Record<number, string> = {
  [ANNA]: 'anna',
  [BO]: 'bo',
  [CARL]: 'carl',
  [EVE]: 'eve',
  [SERVER_CLIENT]: 'server',
}

/** A margin as the server keeps it: its gate, its rows, and what a peer makes of them. */
class Margin {
  readonly doc = new Y.Doc()
  readonly rows: Uint8Array[] = []
  gate = gateOf([])

  submit(user: string, bytes: Uint8Array, more: Partial<Sender> = {}): Verdict {
    const sender = SENDERS[user]
    if (!sender) throw new Error(user)
    const verdict = this.gate.submit({ ...sender, ...more }, bytes)
    if (verdict.kind === 'row') {
      this.rows.push(verdict.bytes)
      Y.applyUpdate(this.doc, verdict.bytes)
    }
    return verdict
  }

  /** A copy of the room under a client of one's own. */
  copy(client: number): Y.Doc {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc))
    // Afterwards, or Yjs takes another one: somebody else seems to use it.
    doc.clientID = client
    return doc
  }

  /** What somebody changes and sends at once. */
  say(user: string, client: number, change: (doc: Y.Doc) => void): Verdict {
    return this.submit(user, changeOf(this.copy(client), change))
  }

  /** The server starts anew, from the rows or from what is left when they are put together. */
  reload(compacted = false): void {
    this.gate = gateOf(compacted ? [Y.encodeStateAsUpdate(this.doc)] : this.rows)
  }

  static honest(): Margin {
    const margin = new Margin()
    for (const { user, client, say } of HONEST) expect(margin.say(user, client, say).kind).toBe('row')
    return margin
  }
}

function gateOf(
  tail: Uint8Array[],
  owners: (client: number) => string | undefined = (id) => CLIENTS[id],
): Gate {
  const clients = new Map<number, string>()
  for (const update of tail)
    for (const id of Y.parseUpdateMeta(update).to.keys()) {
      const user = owners(id) ?? userOfNumber(id)
      if (user !== undefined) clients.set(id, user)
    }
  return Gate.of({ snapshot: null, tail, clients }, MARGIN)
}

/** In the random runs a client's number says whose it is. */
function userOfNumber(client: number): string | undefined {
  return client >= 1000 && client < 5000
    ? ['anna', 'bo', 'carl', 'eve'][Math.floor(client / 1000) - 1]
    : undefined
}

const SAID = honestSayings(Margin.honest().doc)

function expectHarmless({ updates, outcome }: Attack): void {
  for (const reload of ['no', 'rows', 'compacted']) {
    const margin = Margin.honest()
    const carl = margin.copy(CARL)
    const before = changeOf(carl, (doc) => addThread(doc, 'carl-1', thread('carl')))
    expect(margin.submit('carl', before).kind).toBe('row')
    const unsent = changeOf(carl, (doc) => addThread(doc, 'carl-2', thread('carl')))
    if (reload !== 'no') margin.reload(reload === 'compacted')
    const [last = new Uint8Array(), ...first] = updates({ doc: margin.copy(EVE), victim: CARL }).reverse()
    for (const update of first.reverse()) expect(margin.submit('eve', update).kind).toBe('row')
    const [known, rows] = [margin.gate.stateVector(), margin.rows.length]
    const verdict = margin.submit('eve', last)
    // What was deleted is forgotten once the rows are put together, and whatever comes into it is, too.
    if (reload === 'compacted' && verdict.kind === 'row') {
      expect(honestSayings(margin.doc)).toEqual(SAID)
      continue
    }
    expect(verdict).toMatchObject(
      outcome === 'nothing' ? { kind: outcome } : { kind: 'refused', reason: outcome },
    )
    expect([margin.rows.length, margin.gate.stateVector()]).toEqual([rows, known])
    expect(honestSayings(margin.doc)).toEqual(SAID)
    // Nobody honest notices.
    expect(margin.submit('carl', unsent).kind).toBe('row')
    expect(
      margin.say('bo', BO, (doc) => editEntry(doc, 'threads', 'thread-bo', { text: 'Hvem?' }, 9)).kind,
    ).toBe('row')
  }
}

const attacksOn = (rule: string) => MARGIN_ATTACKS.filter((attack) => attack.rule === rule)

test.each(attacksOn('M7'))('M7 $name is refused', expectHarmless)
test.each(attacksOn('M8'))('M8 $name is refused', expectHarmless)
test.each(attacksOn('M9'))('M9 $name is refused', expectHarmless)
test.each(attacksOn('G5'))('G5 $name: the client is another’s', expectHarmless)
test.each(attacksOn('G4'))('G4 $name: something is missing', expectHarmless)
test.each(attacksOn('G3'))('G3 $name: nothing is stored', expectHarmless)

test('M7 who may write which part is one table', () => {
  const none = abilities(null, 'hearing', { membersSeeDrafts: false })
  expect(writableRoots(none)).toEqual([])
  expect(writableRoots({ ...none, readMargin: true, writePaper: true, setPhase: true })).toEqual([])
  expect(writableRoots({ ...none, remark: true })).toEqual(['threads', 'replies'])
  expect(writableRoots({ ...none, respond: true })).toEqual(['responses'])
  expect(writableRoots({ ...none, ownAttendance: true })).toEqual(['attendance'])
  expect(writableRoots({ ...none, rule: true })).toEqual(['rulings'])
  expect(writableRoots('server')).toEqual(['anchors', 'receipts'])
})

test('M7 what could be said in an earlier phase may arrive in a later one', () => {
  const late = (role: 'member' | 'observer' | 'secretary') =>
    writableRoots(marginAbilities(role, 'approved', abilities(role, 'approved', { membersSeeDrafts: false })))
  expect(late('member')).toEqual(['threads', 'replies', 'responses', 'attendance'])
  expect(late('observer')).toEqual([])
  expect(late('secretary')).not.toContain('rulings')
})

test('M9 what is said and worded otherwise after an answer, before it is sent, takes back no answer', () => {
  const margin = Margin.honest()
  const bo = margin.copy(1_001)
  const asked = { round: 'round-1', organisation: 'bo', answer: 'noComments' as const, text: '' }
  const answer = changeOf(bo, (doc) => respond(doc, 'response-2', { author: 'bo', at: 1, ...asked }))
  const known = Y.encodeStateVector(bo)
  addThread(bo, 'thread-2', thread('bo'))
  editEntry(bo, 'threads', 'thread-2', { text: 'Anderledes' }, 2)
  expect(margin.submit('bo', answer).kind).toBe('row')
  expect(margin.submit('bo', Y.encodeStateAsUpdate(bo, known)).kind).toBe('row')
  expect(entry(margin.doc, 'threads', 'thread-2')?.text).toBe('Anderledes')
})

test('M8 own entries are made, changed, deleted and made again, from several devices', () => {
  const margin = Margin.honest()
  const phone = 1_001
  const verdicts = [
    margin.say('bo', phone, (doc) => editEntry(doc, 'threads', 'thread-bo', { text: 'Hvem mon?' }, 5)),
    margin.say('bo', phone, (doc) => deleteEntry(doc, 'threads', 'thread-bo')),
    margin.say('bo', BO, (doc) => addThread(doc, 'thread-bo', thread('bo'))),
    margin.say('bo', phone, (doc) => editEntry(doc, 'threads', 'thread-bo', { text: 'Igen' }, 6)),
  ]
  expect(verdicts.map(({ kind }) => kind)).toEqual(['row', 'row', 'row', 'row'])
  expect(threads(margin.doc)).toMatchObject([{ id: 'thread-bo', text: 'Igen', author: 'bo' }])
})

test('M8 what peers deleted by themselves comes back from anybody, and says nothing new', () => {
  const margin = Margin.honest()
  const [desk, phone] = [margin.copy(BO), margin.copy(1_002)]
  const edit = (text: string) => (doc: Y.Doc) => editEntry(doc, 'threads', 'thread-bo', { text }, 5)
  // Two devices of one user change the same field at once: one of the two is deleted, and no row says so.
  expect(margin.submit('bo', changeOf(desk, edit('fra pulten'))).kind).toBe('row')
  expect(margin.submit('bo', changeOf(phone, edit('fra telefonen'))).kind).toBe('row')
  for (const reload of [false, true]) {
    if (reload) margin.reload()
    const text = entry(margin.doc, 'threads', 'thread-bo')?.text
    expect(margin.submit('eve', Y.encodeStateAsUpdate(margin.copy(EVE)))).toEqual({ kind: 'nothing' })
    const said = margin.say('eve', EVE + 100 + Number(reload), (doc) =>
      addThread(doc, `eve-${reload}`, thread('eve')),
    )
    expect(said.kind).toBe('row')
    expect(entry(margin.doc, 'threads', 'thread-bo')?.text).toBe(text)
  }
})

test('M8 who deletes an entry without its fields leaves nothing for others to be refused for', () => {
  const margin = Margin.honest()
  const eve = margin.copy(EVE)
  margin.submit(
    'eve',
    changeOf(eve, (doc) => addThread(doc, 'own', thread('eve'))),
  )
  const item = eve.getMap('threads')._map.get('own')
  const bare = new Uint8Array([0, 1, EVE, 1, item?.id.clock ?? 0, 1])
  expect(margin.submit('eve', bare).kind).toBe('row')
  expect(margin.submit('carl', Y.encodeStateAsUpdate(margin.copy(CARL)))).toEqual({ kind: 'nothing' })
})

test('G2 deleting a value that takes up very many clocks is one look', () => {
  const margin = Margin.honest()
  margin.say('eve', EVE, (doc) => addThread(doc, 'own', thread('eve')))
  const eve = margin.copy(EVE)
  const [own, clock] = [eve.getMap('threads')._map.get('own'), Y.getState(eve.store, EVE)]
  if (!own) throw new Error('it was not taken')
  const values = raw(8, 100_001, new Uint8Array(100_000).fill(126), aValue('sidst').subarray(2))
  expect(margin.submit('eve', ownBlock([inParent(own.id, 'text', values)], EVE, clock)).kind).toBe('row')
  const looks = vi.spyOn(RoomIndex.prototype, 'place')
  const verdict = margin.submit('eve', raw(0, 1, EVE, 1, clock, 100_000))
  expect([verdict.kind, looks.mock.calls.length < 10]).toEqual(['row', true])
  looks.mockRestore()
})

test('M9 how many entries one user makes is bounded, and fills nobody else’s share', () => {
  const margin = Margin.honest()
  const many = (doc: Y.Doc, from: number, to: number) => {
    for (let i = from; i < to; i++)
      reply(doc, `r-${i}`, { author: 'eve', at: 1, thread: 'thread-bo', text: 'x', mentions: [] })
  }
  const eve = margin.copy(EVE)
  expect(
    margin.submit(
      'eve',
      changeOf(eve, (doc) => many(doc, 0, 10_000)),
    ).kind,
  ).toBe('row')
  expect(
    margin.submit(
      'eve',
      changeOf(eve, (doc) => many(doc, 10_000, 10_001)),
    ),
  ).toMatchObject({ reason: 'tooLarge' })
  margin.reload()
  expect(margin.say('eve', EVE, (doc) => many(doc, 10_001, 10_002))).toMatchObject({ reason: 'tooLarge' })
  expect(margin.say('bo', BO, (doc) => addThread(doc, 'more', thread('bo'))).kind).toBe('row')
})

test('M9 what somebody brings after a restore is counted as theirs, whoever is said to have written it', () => {
  const margin = Margin.honest()
  const restores = { restores: new Set<string>() }
  const holder = margin.copy(4242)
  const bring = (from: number, to: number) =>
    changeOf(holder, (doc) => {
      for (let i = from; i < to; i++)
        reply(doc, `r-${i}`, { author: 'dan', at: 1, thread: 'thread-bo', text: 'x', mentions: [] })
    })
  expect(margin.submit('eve', bring(0, 10_000), restores).kind).toBe('row')
  expect(margin.submit('eve', bring(10_000, 10_001), restores)).toMatchObject({ reason: 'tooLarge' })
})

test('G13 the server has no share', () => {
  const margin = Margin.honest()
  const anchor = { ...TARGET, quote: '€'.repeat(10_000), state: 'found' }
  const rows = [5_000, 5_001].map((client) =>
    changeOf(margin.copy(client), (doc) => {
      for (let i = 0; i < 600; i++) doc.getMap('anchors').set(`${client}-${i}`, anchor)
    }),
  )
  expect(rows.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(32 * 1024 * 1024)
  expect(rows.map((row) => margin.submit('server', row, { isServer: true }).kind)).toEqual(['row', 'row'])
})

test('G6 of a margin a reader is shown what is on disk, and what others said is refused from them too', () => {
  const margin = Margin.honest()
  const said = changeOf(margin.copy(BO), (doc) => addThread(doc, 'th-new', thread('bo')))
  expect(margin.submit('carl', said, { writes: false })).toMatchObject({ reason: 'forbidden' })
  expect(margin.submit('bo', said)).toMatchObject({ kind: 'row' })
})

test('L17 after a restore what others said comes back with their names, and nobody’s deletions do', () => {
  const lost = Margin.honest()
  const holder = lost.copy(EVE)
  const margin = new Margin()
  margin.gate = gateOf([], () => undefined)
  const restores = { restores: new Set<string>() }
  expect(margin.submit('eve', Y.encodeStateAsUpdate(holder), restores).kind).toBe('row')
  expect(honestSayings(margin.doc)).toEqual(honestSayings(lost.doc))
  // Afterwards it is again its author's alone, though nobody knows its client.
  const rename = (doc: Y.Doc) => editEntry(doc, 'threads', 'thread-bo', { text: 'Nej' }, 9)
  expect(margin.say('eve', EVE, rename)).toMatchObject({ reason: 'foreignEntry' })
  expect(
    margin.submit(
      'eve',
      changeOf(margin.copy(EVE), (doc) => deleteEntry(doc, 'threads', 'thread-bo')),
      restores,
    ),
  ).toEqual({ kind: 'nothing' })
  expect(margin.say('bo', 1_003, rename).kind).toBe('row')
})

test('L17 M8 nor may anybody delete what others said along with what they brought in under the same client', () => {
  const margin = new Margin()
  margin.gate = gateOf([], () => undefined)
  const restores = { restores: new Set<string>() }
  expect(margin.submit('eve', Y.encodeStateAsUpdate(Margin.honest().copy(EVE)), restores).kind).toBe('row')
  const brought = changeOf(margin.copy(BO), (doc) => addThread(doc, 'mine', thread('eve')))
  expect(margin.submit('eve', brought, restores).kind).toBe('row')
  const both = changeOf(margin.copy(EVE), (doc) => {
    for (const id of ['mine', 'thread-bo']) deleteEntry(doc, 'threads', id)
  })
  expect(margin.submit('eve', both, restores).kind).toBe('row')
  expect([entry(margin.doc, 'threads', 'mine'), entry(margin.doc, 'threads', 'thread-bo')]).toMatchObject([
    null,
    { author: 'bo' },
  ])
})

test('L17 M8 after a restore nobody says anything in the name of whoever has been there since', () => {
  const margin = new Margin()
  margin.gate = gateOf([], () => undefined)
  const nobody = { restores: new Set<string>() }
  const back = { restores: new Set(['bo']) }
  const lost = Margin.honest()
  const brings = (change: (doc: Y.Doc) => void) => changeOf(margin.copy(1_777), change)
  const inNameOf = (author: string) => (doc: Y.Doc) => addThread(doc, `of-${author}`, thread(author))
  expect(margin.submit('eve', brings(inNameOf('bo')), back)).toMatchObject({ reason: 'foreignEntry' })
  expect(margin.submit('eve', Y.encodeStateAsUpdate(lost.doc), back)).toMatchObject({
    reason: 'foreignEntry',
  })
  // Bo brings what is Bo's, and what others have lost.
  expect(margin.submit('bo', Y.encodeStateAsUpdate(lost.doc), back).kind).toBe('row')
  expect(honestSayings(margin.doc)).toEqual(SAID)
  const rename = (doc: Y.Doc) => editEntry(doc, 'threads', 'thread-bo', { text: 'Nej' }, 9)
  expect(margin.submit('eve', brings(rename), back)).toMatchObject({ reason: 'foreignEntry' })
  const replace = (doc: Y.Doc) => addThread(doc, 'thread-bo', thread('ida'))
  for (const who of [nobody, back])
    expect(margin.submit('eve', brings(replace), who)).toMatchObject({ reason: 'foreignEntry' })
  const rules = (doc: Y.Doc) =>
    rule(doc, 'ruling-eve', { author: 'eve', at: 1, thread: 'thread-bo', state: 'declined', reason: '' })
  expect(margin.submit('eve', brings(rules), nobody)).toMatchObject({ reason: 'forbidden' })
  expect(honestSayings(margin.doc)).toEqual(SAID)
})

test('M68 after a restore nobody brings a receipt for what is their own, or in the place of another', () => {
  const margin = new Margin()
  margin.gate = gateOf([], () => undefined)
  const clerk = new Clerk(88, null)
  const restores = { restores: new Set<string>() }
  const brings = (user: string, client: number, change: (doc: Y.Doc) => void) => {
    const verdict = margin.submit(user, changeOf(margin.copy(client), change), restores)
    const clock = Y.getState(margin.doc.store, 88)
    const told = verdict.kind === 'row' && verdict.arrived && clerk.receipts(verdict.arrived, 9, 9000, clock)
    if (told) expect(margin.submit('server', told).kind).toBe('row')
    return verdict
  }
  const answers = (author: string, id: string) => (doc: Y.Doc) =>
    respond(doc, id, { author, at: 1, round: 'round-1', organisation: 'org', answer: 'noComments', text: '' })
  const claims = (id: string, at: number) => (doc: Y.Doc) =>
    doc.getMap('receipts').set(receiptKey('responses', id), { seq: 1, at, late: false })
  const both = (author: string, id: string) => (doc: Y.Doc) => {
    answers(author, id)(doc)
    claims(id, 1)(doc)
  }
  const isTold = (id: string) => receipt(margin.doc, 'responses', id)?.at
  // Who brings what others have lost brings when it came; of one's own only the server says that.
  expect(brings('eve', 1_700, both('carl', 'of-carl')).kind).toBe('row')
  expect(brings('eve', 1_701, both('eve', 'of-eve')).kind).toBe('row')
  expect([isTold('of-carl'), isTold('of-eve')]).toEqual([1, 9000])
  const refused = (user: string, client: number, change: (doc: Y.Doc) => void) =>
    expect(brings(user, client, change)).toMatchObject({ kind: 'refused', reason: 'forbidden' })
  refused('eve', 1_702, claims('of-eve', 2))
  refused('eve', 1_703, claims('of-carl', 2))
  refused('eve', 1_704, claims('to-come', 2))
  const twice = [1_708, 1_709].map((client) => changeOf(margin.copy(client), claims('twice', 2)))
  const beside = changeOf(margin.copy(1_705), answers('eve', 'twice'))
  expect(margin.submit('eve', Y.mergeUpdates([beside, ...twice]), restores)).toMatchObject({
    reason: 'forbidden',
  })
  // Nor does what came in another's name become one's own.
  const taken = (doc: Y.Doc) =>
    (doc.getMap('responses').get('of-carl') as Y.Map<unknown>).set('author', 'eve')
  refused('eve', 1_706, taken)
  expect(brings('eve', 1_707, answers('eve', 'of-carl')).kind).toBe('refused')
  expect([isTold('of-carl'), isTold('of-eve')]).toEqual([1, 9000])
  expect(entry(margin.doc, 'responses', 'of-carl')?.author).toBe('carl')
})

test('M70 after a restore the server hears of which threads somebody says where they have come to', () => {
  const margin = Margin.honest()
  const place = changeOf(margin.copy(1_777), (doc) =>
    doc.getMap('anchors').set('thread-bo', { ...TARGET, quote: 'andre ord', state: 'found' }),
  )
  expect(margin.submit('eve', place)).toMatchObject({ reason: 'forbidden' })
  const verdict = margin.submit('eve', place, { restores: new Set<string>() })
  if (verdict.kind !== 'row' || !verdict.arrived) throw new Error(verdict.kind)
  const clerk = new Clerk(88, null)
  expect(clerk.receipts(verdict.arrived, 9, 9000, 0)).toBeNull()
  expect([...clerk.doubted]).toEqual(['thread-bo'])
  // And puts it back, whoever's client it was; nobody else does.
  const back = changeOf(margin.copy(88), (doc) =>
    doc.getMap('anchors').set('thread-bo', { ...TARGET, state: 'found' }),
  )
  expect(margin.submit('anna', back)).toMatchObject({ kind: 'refused' })
  expect(margin.submit('server', back, { isServer: true }).kind).toBe('row')
  expect(margin.doc.getMap('anchors').get('thread-bo')).toMatchObject({ quote: TARGET.quote })
})

test('G9 honest people are never refused, whatever they do at once, offline, and from old copies', () => {
  const seed = Number(process.env.SEED ?? 20261127)
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const margin = new Margin()
  const devices = ['anna', 'bo', 'carl', 'eve'].flatMap((user, u) =>
    [0, 1].map((n) => ({
      user,
      doc: margin.copy((u + 1) * 1000 + n),
      sent: Y.encodeStateVector(new Y.Doc()),
    })),
  )
  let made = 0
  for (let step = 0; step < 600; step++) {
    const device = pick(devices)
    const { user, doc } = device
    const own = threads(doc).filter(({ author }) => author === user)
    const act = random()
    if (act < 0.4 || own.length === 0) addThread(doc, `t-${made++}`, thread(user))
    else if (act < 0.75) editEntry(doc, 'threads', pick(own).id, { text: `ord ${step}` }, step)
    else deleteEntry(doc, 'threads', pick(own).id)
    if (random() < 0.4) {
      // As on the wire: one hears what is new, and sends what the other lacks.
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(margin.doc, Y.encodeStateVector(doc)))
      const verdict = margin.submit(user, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(margin.doc)))
      expect(verdict.kind, `seed ${seed}, step ${step}: ${JSON.stringify(verdict)}`).not.toBe('refused')
    }
    if (random() < 0.02) margin.reload(random() < 0.3)
  }
  for (const { user, doc } of devices) {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(margin.doc, Y.encodeStateVector(doc)))
    expect(margin.submit(user, Y.encodeStateAsUpdate(doc)).kind, `seed ${seed}`).not.toBe('refused')
  }
  for (const { doc } of devices) {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(margin.doc, Y.encodeStateVector(doc)))
    expect(threads(doc), `seed ${seed}`).toEqual(threads(margin.doc))
  }
  expect(margin.rows.length).toBeGreaterThan(150)
})

test('M9 a key of a receipt names a root and an id', () => {
  const receipt = { seq: 1, at: 1, late: false }
  const set = (key: string) =>
    Margin.honest().say('server', SERVER_CLIENT, (doc) => doc.getMap('receipts').set(key, receipt))
  expect(set(receiptKey('replies', 'reply-anna')).kind).toBe('row')
  expect(set('config.reply-anna')).toMatchObject({ reason: 'forbidden' })
  expect(set('replies.a/b')).toMatchObject({ reason: 'forbidden' })
})
