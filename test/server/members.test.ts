import { expect, test } from 'vitest'
import { encodeAck, encodeHead } from '../../schema/protocol.ts'
import { packetOf } from '../../server/sync/frames.ts'
import { Members, type Peer } from '../../server/sync/members.ts'
import { visitorOf } from './sync-server.ts'

interface Listener extends Peer {
  writes: Buffer[]
}

function listener(client: number): Listener {
  const writes: Buffer[] = []
  const nothing = () => undefined
  return {
    visitor: visitorOf('anna'),
    client,
    writes,
    send: nothing,
    sendPackets: (packets) => void writes.push(Buffer.from(packets)),
    close: nothing,
    spend: nothing,
  }
}

const packet = (text: string) => packetOf(Buffer.from(text))

test('W3 after a commit each is told in one write: the others’ rows, then its own ack, then how far that reaches', async () => {
  let onDisk = 0
  const members = new Members(() => onDisk)
  const [anna, bo, reader, newcomer] = [1, 2, 3, 4].map(listener) as [Listener, Listener, Listener, Listener]
  for (const peer of [anna, bo, reader, newcomer]) members.add(peer)
  for (const peer of [anna, bo, reader]) members.markSynced(peer)
  members.settleAfter(anna, 1, 1)
  members.settleAfter(bo, 1, 2)
  members.settleAfter(newcomer, 1, 2)
  await Promise.resolve()
  for (const peer of [anna, bo, reader, newcomer]) peer.writes.length = 0

  onDisk = 2
  members.pass([{ from: anna, packet: packet('a') }])
  members.pass([{ from: bo, packet: packet('b') }])
  await Promise.resolve()
  const [ack, head] = [packetOf(encodeAck(1)), packetOf(encodeHead(2))]
  expect(anna.writes).toEqual([Buffer.concat([packet('b'), ack, head])])
  expect(bo.writes).toEqual([Buffer.concat([packet('a'), ack, head])])
  expect(reader.writes).toEqual([Buffer.concat([packet('a'), packet('b'), head])])
  // Who has not asked for the room's state yet is told of its own messages alone.
  expect(newcomer.writes).toEqual([ack])
})

test('W2 what changes nothing is settled with what was accepted before it, and tells nobody else', async () => {
  const members = new Members(() => 7)
  const [anna, reader] = [1, 2].map(listener) as [Listener, Listener]
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
