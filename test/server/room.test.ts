import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Ledger } from '../../server/store/store.ts'
import { TestClient, openLedger, startSync, temporaryFolder, type SyncServer } from './sync-server.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let ledger: Ledger
let server: SyncServer
const clients: TestClient[] = []

beforeEach(async () => {
  folder = await temporaryFolder()
  ledger = await openLedger(folder.dir)
  server = await startSync(ledger)
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await server.close()
  await ledger.close()
  await folder.remove()
})

function client(user: string, options?: ConstructorParameters<typeof TestClient>[2]): TestClient {
  const made = new TestClient(server.url, user, options)
  clients.push(made)
  return made
}

test('W2 two clients write and both are acknowledged', async () => {
  const anna = client('anna')
  const bo = client('bo')
  await vi.waitFor(() => expect(anna.provider.synced && bo.provider.synced).toBe(true))
  anna.write('Godkendt')
  bo.write('Drøftet')
  await vi.waitFor(() => expect([anna.acked, bo.acked]).toEqual([2, 2]))
  await vi.waitFor(() => expect(anna.text).toBe(bo.text))
  expect(anna.text).toContain('Godkendt')
  expect(anna.text).toContain('Drøftet')
  expect(server.warnings).toEqual([])
})
