import { expect, test } from 'vitest'
import { encodeAck, encodeHead } from '../../schema/protocol.ts'
import { packetOf } from '../../server/sync/frames.ts'
import { Members, type Peer } from '../../server/sync/members.ts'
import { visitorOf } from './sync-server.ts'
import { TestClock } from './test-clock.ts'

interface Listener extends Peer {
  writes: Buffer[]
}

function listener(client: number, user = 'anna'): Listener {
  const writes: Buffer[] = []
  const nothing = () => undefined
  return {
    visitor: visitorOf(user),
    client,
    writes,
    send: nothing,
    sendPackets: (packets) => void writes.push(Buffer.from(packets)),
    close: nothing,
    spend: nothing,
  }
}

type Four = [Listener, Listener, Listener, Listener]

const packet = (text: string) => packetOf(Buffer.from(text))

test('W3 after a commit each who may write is told in one write: the others’ rows, then its own ack, then how far that reaches', async () => {
  let onDisk = 0
  const members = new Members(() => onDisk)
  const [anna, bo, carl, newcomer] = [1, 2, 3, 4].map((each) => listener(each)) as Four
  for (const peer of [anna, bo, carl, newcomer]) members.add(peer)
  for (const peer of [anna, bo, carl]) members.markSynced(peer)
  members.settleAfter(anna, 1, 1)
  members.settleAfter(bo, 1, 2)
  members.settleAfter(newcomer, 1, 2)
  await Promise.resolve()
  for (const peer of [anna, bo, carl, newcomer]) peer.writes.length = 0

  onDisk = 2
  members.pass([{ from: anna, packet: packet('a') }])
  members.pass([{ from: bo, packet: packet('b') }])
  await Promise.resolve()
  const [ack, head] = [packetOf(encodeAck(1)), packetOf(encodeHead(2))]
  expect(anna.writes).toEqual([Buffer.concat([packet('b'), ack, head])])
  expect(bo.writes).toEqual([Buffer.concat([packet('a'), ack, head])])
  expect(carl.writes).toEqual([Buffer.concat([packet('a'), packet('b'), head])])
  // Who has not asked for the room's state yet is told of its own messages alone.
  expect(newcomer.writes).toEqual([ack])
})

test('W2 what changes nothing is settled with what was accepted before it, and tells nobody else', async () => {
  const members = new Members(() => 7)
  const anna = listener(1)
  const reader = listener(2, 'rie')
  for (const peer of [anna, reader]) {
    members.add(peer)
    members.markSynced(peer)
  }
  members.settleAfter(anna, 1, 7)
  await Promise.resolve()
  for (const peer of [anna, reader]) peer.writes.length = 0
  members.settleAfter(anna, 2, 7)
  await Promise.resolve()
  expect(anna.writes).toEqual([packetOf(encodeAck(2))])
  expect(reader.writes).toEqual([])
})

test('W3 who may only read is shown at once what was accepted, and told now and then how far that is on disk', async () => {
  const clock = new TestClock()
  let onDisk = 0
  const members = new Members(() => onDisk, clock)
  const [anna, rie, newcomer] = [listener(1), listener(2, 'rie'), listener(3, 'rie')]
  for (const peer of [anna, rie, newcomer]) members.add(peer)
  for (const peer of [anna, rie]) members.markSynced(peer)
  members.tellReaders()
  rie.writes.length = 0

  const news = ['a', 'b'].map((text) => ({ from: anna, packet: packet(text) }))
  members.show(news)
  expect(rie.writes.splice(0)).toEqual([Buffer.concat([packet('a'), packet('b')])])
  expect([anna.writes, newcomer.writes]).toEqual([[], []])

  for (onDisk of [1, 2]) members.pass([])
  await Promise.resolve()
  clock.pass(199)
  expect(rie.writes).toEqual([])
  clock.pass(1)
  expect(rie.writes).toEqual([packetOf(encodeHead(2))])
  expect(newcomer.writes).toEqual([])
})

test('W3 while text comes, how far it is on disk comes with it, in the same write, and by itself when no more comes', async () => {
  const clock = new TestClock()
  let onDisk = 0
  const members = new Members(() => onDisk, clock)
  const [anna, rie] = [listener(1), listener(2, 'rie')]
  for (const peer of [anna, rie]) {
    members.add(peer)
    members.markSynced(peer)
  }
  members.tellReaders()
  rie.writes.length = 0
  for (let key = 1; key <= 20; key++) {
    members.show([{ from: anna, packet: packet(`${key}`) }])
    onDisk = key
    members.pass([])
    await Promise.resolve()
    clock.pass(30)
  }
  expect(rie.writes.length).toBe(20)
  const withHeads = rie.writes
    .map(String)
    .flatMap((write, i) => (write === String(packet(`${i + 1}`)) ? [] : [i + 1]))
  expect(withHeads).toEqual([8, 15])
  expect(rie.writes[7]).toEqual(Buffer.concat([packetOf(encodeHead(7)), packet('8')]))
  rie.writes.length = 0
  clock.pass(400)
  expect(rie.writes).toEqual([packetOf(encodeHead(20))])
})
