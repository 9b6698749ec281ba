import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { readConfig, type Config } from './config.ts'
import { firstOperatorLink } from './first-operator.ts'
import { openServer } from './open.ts'
import { say, stopWith } from './terminal.ts'
import { demoLinks, fillDemo } from './demo/demo.ts'

/** Starts the server. `demo` as an argument fills in a fictional forum first. */
async function start(config: Config, demo: boolean): Promise<void> {
  const here = import.meta.dirname
  const server = await openServer(config, {
    ledgerWorker: new URL('./ledger-worker.js', import.meta.url),
    papersWorker: new URL('./papers-worker.js', import.meta.url),
    clientDir: path.join(here, '../client'),
  })
  if (demo) await fillDemo(server, Date.now(), randomUUID)
  const { port, host } = config
  await server.http.listen({ port, host })
  const lines = demo ? await demoLinks(server) : await firstOperatorLink(server.accounts)
  lines.forEach(say)
  // Last, so that whoever waits for this line has everything.
  say(`Samreferat: ${config.baseUrl}`)
  const stop = () => void server.close().then(() => process.exit(0), stopWith)
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  await server.projector.catchUp()
}

try {
  await start(readConfig(process.env), process.argv.includes('demo'))
} catch (error) {
  stopWith(error)
}
