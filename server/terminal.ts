import { ConfigError } from './config.ts'
import { DataDirError } from './open.ts'

/** A command that was called wrongly; the message says how it is called. */
export class UsageError extends Error {}

/** Writes a line for whoever started the command. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Says in one sentence why nothing can go on, and ends the process. */
export function stopWith(error: unknown): never {
  process.stderr.write(`${sentenceOf(error)}\n`)
  process.exit(1)
}

function sentenceOf(error: unknown): string {
  if ([ConfigError, DataDirError, UsageError].some((known) => error instanceof known)) return messageOf(error)
  const { code, port, address } = error as { code?: string; port?: number; address?: string }
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${address} is in use. Stop what uses it, or set PORT to another.`
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be opened. Set PORT to one above 1023.`
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return `HOST does not name an address of this computer: ${(error as Error).message}.`
  // parseArgs names the option that it does not know.
  if (code?.startsWith('ERR_PARSE_ARGS')) return messageOf(error)
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function messageOf(error: unknown): string {
  return (error as Error).message
}
