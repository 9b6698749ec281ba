import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'

/**
 * How the command line reaches the server that has a data folder open: a socket in that folder, which is its owner's
 * alone. Whoever connects is told, in a line of JSON, once nothing is written into the ledger's file any more; when they
 * end, whether that was so all the time.
 */
interface Answer {
  error: string | null
}

/** A ledger whose file somebody else copies. */
export interface Held {
  /** From now on everything is written beside the file. @throws Error when it cannot be */
  hold(): Promise<void>
  /** Answers whether it was so all the time. */
  letGo(): Promise<boolean>
}

/** Milliseconds after which nobody is waited for: what is written beside the file takes more and more room. */
const LONGEST = 60 * 60 * 1000
/** The longest address that every system takes. */
const ADDRESS_MAX = 100

/** @throws Error when there cannot be such a socket */
export async function listenForCommands(dataDir: string, ledger: Held, longest = LONGEST): Promise<Server> {
  const address = addressIn(dataDir)
  // Whoever has the ledger open is the only server here, so what lies there was left by a dead one.
  rmSync(address, { force: true })
  const server = createServer({ allowHalfOpen: true }, (socket) => void answer(socket, ledger, longest))
  server.listen(address)
  await once(server, 'listening')
  server.unref()
  return server
}

/**
 * Calls `copy` while the server on a data folder leaves its ledger's file as it is. Answers whether there is a server;
 * without one nothing is called.
 *
 * @throws Error when it could not, or not all the time
 */
export async function whileHeld(dataDir: string, copy: () => Promise<void>): Promise<boolean> {
  const socket = await connect(dataDir)
  if (socket === null) return false
  socket.on('error', () => socket.destroy())
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]()
  try {
    requireGood(await answers.next())
    await copy()
    socket.end()
    requireGood(await answers.next())
  } finally {
    socket.destroy()
  }
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

function requireGood({ done, value }: IteratorResult<string>): void {
  if (done) throw new Error('the server ended before it was done')
  const { error } = JSON.parse(value) as Answer
  if (error !== null) throw new Error(error)
}

async function answer(socket: Socket, ledger: Held, longest: number): Promise<void> {
  // Who asked may be gone before the answer.
  socket.on('error', () => socket.destroy())
  const ended = new Promise<boolean>((over) => {
    for (const event of ['end', 'close']) socket.once(event, () => over(true))
    socket.resume()
    setTimeout(over, longest, false).unref()
  })
  const tell = (error: string | null) => `${JSON.stringify({ error } satisfies Answer)}\n`
  try {
    await ledger.hold()
    socket.write(tell(null))
    const inTime = await ended
    const wasHeld = await ledger.letGo()
    socket.end(tell(wasHeld && inTime ? null : 'the ledger could not wait so long, or was opened anew'))
  } catch (problem) {
    socket.end(tell(problem instanceof Error ? problem.message : String(problem)))
  }
}

/** Absolute or as seen from here, whichever is shorter: the system cuts long ones off. */
function addressIn(dataDir: string): string {
  const file = path.join(dataDir, 'server.sock')
  const near = path.relative(process.cwd(), file)
  const address = near.length < file.length ? near : file
  if (address.length > ADDRESS_MAX) throw new Error(`the path ${file} is too long for a socket`)
  return address
}
