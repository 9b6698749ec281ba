#!/usr/bin/env node
// The command line: builds what is stale, then runs it. Plain JavaScript, for it runs before any build.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { buildClient, buildServer } from './build.mjs'

const ROOT = path.resolve(import.meta.dirname, '..')
const USAGE = `Usage: samreferat <command>

  start                     serve (PORT, HOST, DATA_DIR, BASE_URL, SMTP_URL, MAIL_FROM, TRUST_PROXY from the environment)
  demo                      fill in a fictional forum, print a sign-in link per role, and serve
  link <email> [--forum <id or name>] [--role secretary|chair|member|observer] [--operator]
                            print a one-time sign-in link; makes the account when there is none
  token <email> [--end]     print a bearer token for scripts; with --end all that were printed for them are good no more
  convert <in> <out>        convert a meeting from one file format to another, without server or database
  check                     read both databases and every room, and report what is damaged (stop the server first)
  backup <file>             write all data into one new file, while the server runs or not
  restore <file> [--replace] [--without-closings]
                            put a backup in the data folder; what is there is put aside (stop the server first), and what
                            was closed in it is closed again, unless that cannot be read and --without-closings is said
  build                     build what is stale
  dev                       serve the client with reloading on port 5173, the server on 8080`

const [command = 'start', ...args] = process.argv.slice(2)

switch (command) {
  case 'start':
    await build()
    await runServer(args.filter((arg) => arg === 'demo'))
    break
  case 'demo':
    await build()
    await runServer(['demo'])
    break
  case 'build':
    await build()
    break
  case 'dev':
    await dev()
    break
  case 'link':
  case 'token':
  case 'check':
  case 'backup':
  case 'restore':
    await buildServer(ROOT)
    process.argv = [process.argv[0], process.argv[1], command, ...args]
    await import(distFile('cli.js'))
    break
  case 'convert':
    await buildServer(ROOT)
    await import(distFile('convert.js'))
    break
  default:
    process.stdout.write(`${USAGE}\n`)
    process.exitCode = command === 'help' || command === '--help' ? 0 : 1
}

async function build() {
  const started = Date.now()
  // One after the other: on two cores nothing is won by both at once.
  const built = [await buildServer(ROOT), await buildClient(ROOT)]
  if (built.includes(true)) process.stdout.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}

/** In this process, so that a signal reaches the server and its exit code is ours. */
async function runServer(args) {
  process.argv = [process.argv[0], distFile('main.js'), ...args]
  await import(distFile('main.js'))
}

async function dev() {
  await buildServer(ROOT)
  const { createServer } = await import('vite')
  const env = { ...process.env, BASE_URL: process.env.BASE_URL ?? 'http://localhost:5173' }
  spawn(process.execPath, ['--watch', '--enable-source-maps', distFile('main.js')], { stdio: 'inherit', env })
  process.chdir(ROOT)
  const vite = await createServer({ configFile: path.join(ROOT, 'vite.config.ts') })
  vite.watcher.add([path.join(ROOT, 'server'), path.join(ROOT, 'schema')])
  vite.watcher.on('change', (file) => file.endsWith('.ts') && void buildServer(ROOT))
  await vite.listen()
  vite.printUrls()
}

function distFile(name) {
  return path.join(ROOT, 'dist/server', name)
}
