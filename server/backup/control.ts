import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'

/**
 * How the command line reaches the server that has a data folder open: a socket in that folder, which is its owner's
 * alone. One request, one answer, each a line of JSON.
 */
export interface Request {
  /** The new file to write the ledger into. */
  copyLedgerTo: string
}
type Answer = { error: string | null }

/** The longest address that every system takes. */
const ADDRESS_MAX = 100

/** @throws Error when there cannot be such a socket */
export async function listenForCommands(
  dataDir: string,
  copyLedger: (file: string) => Promise<void>,
): Promise<Server> {
  const address = addressIn(dataDir)
  // Whoever has the ledger open is the only server here, so what lies there was left by a dead one.
  rmSync(address, { force: true })
  const server = createServer((socket) => void answer(socket, copyLedger))
  server.listen(address)
  await once(server, 'listening')
  server.unref()
  return server
}

/** Asks the server on a data folder. Answers whether there is one. @throws Error when it could not do it */
export async function askServer(dataDir: string, request: Request): Promise<boolean> {
  const socket = await connect(dataDir)
  if (socket === null) return false
  socket.write(`${JSON.stringify(request)}\n`)
  const line = await firstLine(socket)
  socket.destroy()
  if (line === null) throw new Error('the server ended before it was done')
  const { error } = JSON.parse(line) as Answer
  if (error !== null) throw new Error(error)
  return true
}

/** Null when nobody listens. */
async function connect(dataDir: string): Promise<Socket | null> {
  try {
    const socket = createConnection(addressIn(dataDir))
    await once(socket, 'connect')
    return socket
  } catch {
    return null
  }
}

async function answer(socket: Socket, copyLedger: (file: string) => Promise<void>): Promise<void> {
  // Who asked may be gone before the answer.
  socket.on('error', () => socket.destroy())
  const line = await firstLine(socket)
  if (line === null) return
  const error = await copy(line, copyLedger).then(
    () => null,
    (problem: unknown) => (problem instanceof Error ? problem.message : String(problem)),
  )
  socket.end(`${JSON.stringify({ error } satisfies Answer)}\n`)
}

/** @throws Error also when the line is no request */
async function copy(line: string, copyLedger: (file: string) => Promise<void>): Promise<void> {
  await copyLedger((JSON.parse(line) as Request).copyLedgerTo)
}

async function firstLine(socket: Socket): Promise<string | null> {
  for await (const line of createInterface({ input: socket })) return line
  return null
}

/** Absolute or as seen from here, whichever is shorter: the system cuts long ones off. */
function addressIn(dataDir: string): string {
  const file = path.join(dataDir, 'server.sock')
  const near = path.relative(process.cwd(), file)
  const address = near.length < file.length ? near : file
  if (address.length > ADDRESS_MAX) throw new Error(`the path ${file} is too long for a socket`)
  return address
}
