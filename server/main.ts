import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Accounts } from './accounts/accounts.ts'
import { listenForCommands } from './backup/control.ts'
import { INVITATION_DAYS } from './accounts/auth.ts'
import { readConfig, readLanguage, type Config } from './config.ts'
import { firstOperatorLink } from './first-operator.ts'
import { openServer } from './open.ts'
import { Terminal } from './terminal.ts'
import { demoLinks, fillDemo } from './demo/demo.ts'

const terminal = new Terminal(readLanguage(process.env))

/** Starts the server. `demo` as an argument fills in a fictional forum first. */
async function start(config: Config, demo: boolean): Promise<void> {
  const here = import.meta.dirname
  const server = await openServer(config, {
    ledgerWorker: new URL('./ledger-worker.js', import.meta.url),
    peopleWorker: new URL('./people-worker.js', import.meta.url),
    papersWorker: new URL('./papers-worker.js', import.meta.url),
    clientDir: path.join(here, '../client'),
  })
  if (demo) await fillDemo(server, Date.now(), randomUUID)
  const control = await listenForCommands(config.dataDir, server.held).catch((error: unknown) => {
    server.http.log.warn({ error: String(error) }, 'no backup can be made while the server runs')
    return null
  })
  const { port, host } = config
  await server.http.listen({ port, host })
  if (demo) await sayDemo(server.accounts)
  else await sayFirstOperator(server.accounts)
  // Last, so that whoever waits for this line has everything.
  terminal.say('listens', { url: config.baseUrl })
  const stop = () => {
    control?.close()
    void server.close().then(
      () => process.exit(0),
      (error: unknown) => terminal.stopWith(error),
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  await server.projector.catchUp()
}

async function sayDemo(accounts: Accounts): Promise<void> {
  terminal.write('')
  terminal.say('demo')
  terminal.write('')
  for (const { role, name, link } of await demoLinks(accounts))
    terminal.write(`  ${role.padEnd(9)}  ${name.padEnd(17)}  ${link}`)
  terminal.write('')
}

async function sayFirstOperator(accounts: Accounts): Promise<void> {
  const link = await firstOperatorLink(accounts)
  if (link === null) return
  terminal.write('')
  const sentence = (await accounts.hasForums()) ? 'noOperator' : 'newServer'
  terminal.say(sentence, { days: INVITATION_DAYS })
  terminal.write(`\n  ${link}\n`)
  terminal.say('newLink')
  terminal.write('')
}

try {
  await start(readConfig(process.env), process.argv.includes('demo'))
} catch (error) {
  terminal.stopWith(error)
}
