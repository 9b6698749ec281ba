import { afterEach, beforeEach, expect, test } from 'vitest'
import type * as decoding from 'lib0/decoding'
import { digestOf } from '../../schema/digest.ts'
import { setHeader } from '../../schema/paper.ts'
import { DIVERGED, MESSAGE, paperRoom, readDigest } from '../../schema/protocol.ts'
import { eventually } from './eventually.ts'
import { startServer, type TestServer } from './harness.ts'
import { openLedger, startSync, temporaryFolder, TestClient } from './sync-server.ts'

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
const MEETING = '6f1c2a3e-0000-4000-8000-0000000000aa'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => void (folder = await temporaryFolder()))
afterEach(() => folder.remove())

/** A client that writes down what it is told of the paper, with how far it had received the ledger then. */
class Listener extends TestClient {
  readonly told: { seq: number; digest: string; head: number }[] = []

  constructor(...args: ConstructorParameters<typeof TestClient>) {
    super(...args)
    this.provider.messageHandlers[MESSAGE.digest] = (_encoder, decoder: decoding.Decoder) =>
      void this.told.push({ ...readDigest(decoder), head: this.head })
  }
}

async function started(): Promise<{ server: TestServer; join(): Listener; cookie: string }> {
  const server = await startServer({ dataDir: folder.dir, quiet: 20 })
  const cookie = await server.signIn('nanna@fjordland.example', { name: 'Nanna Dyrlund', operator: true })
  const join = (): Listener =>
    new Listener(server.wsUrl, 'nanna', { room: paperRoom(MEETING), headers: { cookie } })
  return { server, join, cookie }
}

test('W6 a quiet room tells its members, and whoever comes, what its paper says, also after a restart', async () => {
  const first = await started()
  const { cookie } = first
  const forum = { id: FORUM, name: 'Direktørforum', partOf: null, organisations: [] }
  await first.server.call('POST', '/api/forums', { cookie, body: forum })
  const facts = { subject: null, number: null, date: null, start: null, end: null, place: null }
  await first.server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body: { forum: FORUM, ...facts } })
  const one = first.join()
  await eventually(() => expect(one.acked).toBe(1))
  setHeader(one.doc, { number: 7 })
  one.write('Godkendt')
  const truth = { digest: digestOf(one.doc), seq: 2, head: 2 }
  await eventually(() => expect(one.told.at(-1)).toEqual(truth))
  const two = first.join()
  await eventually(() => expect(two.told).toEqual([truth]))
  for (const client of [one, two]) client.destroy()
  await first.server.close()

  const second = await started()
  const three = second.join()
  await eventually(() => expect(three.told).toEqual([truth]))
  three.write('Drøftet')
  await eventually(() => expect(three.told.at(-1)).toEqual({ digest: digestOf(three.doc), seq: 3, head: 3 }))
  three.destroy()
  await second.server.close()

  // Killed before what was written last was read.
  const third = await started()
  await third.server.server.db.updateTable('meeting').set({ projected: 1, content: null }).execute()
  const four = third.join()
  await eventually(() => expect(four.told).toEqual([{ digest: digestOf(four.doc), seq: 3, head: 3 }]))
  four.destroy()
  await third.server.close()
})

test('W6 a client that ends its connection as diverged is written down', async () => {
  const ledger = await openLedger(folder.dir)
  const server = await startSync(ledger)
  const anna = new TestClient(server.url, 'anna')
  await eventually(() => expect(anna.acked).toBe(1))
  anna.provider.ws?.close(DIVERGED.code, DIVERGED.reason)
  await eventually(() => expect(server.warnings.join()).toContain('a copy differed from the ledger'))
  expect(server.warnings[0]).toContain('"user":"anna"')
  anna.destroy()
  await server.close()
  await ledger.close()
})
