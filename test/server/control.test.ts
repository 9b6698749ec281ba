import { once } from 'node:events'
import { createConnection } from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import { askServer, listenForCommands } from '../../server/backup/control.ts'
import { temporaryFolder } from './sync-server.ts'

test('H22 who asks a server for something else is told so, and it goes on', async () => {
  const folder = await temporaryFolder()
  const control = await listenForCommands(folder.dir, () => Promise.resolve())
  const asked = createConnection(path.join(folder.dir, 'server.sock'))
  asked.write('no request\n')
  const [said] = (await once(asked, 'data')) as [Buffer]
  expect(JSON.parse(said.toString())).toEqual({ error: expect.stringContaining('JSON') as string })
  expect(await askServer(folder.dir, { copyLedgerTo: 'x' })).toBe(true)
  control.close()
  await folder.remove()
})
