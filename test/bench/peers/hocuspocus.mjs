// Hocuspocus as its documentation sets it up: the SQLite extension, every other setting its own default.
import path from 'node:path'
import { Server } from '@hocuspocus/server'
import { SQLite } from '@hocuspocus/extension-sqlite'

const { PORT, DATA_DIR } = process.env
const database = path.join(DATA_DIR, 'hocuspocus.db')
const server = new Server({
  port: Number(PORT),
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({ database })],
})
await server.listen()
process.stdout.write('listening\n')
