import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  DOCUMENT_WORDS,
  DocumentError,
  explain,
  readDocument,
  writeDocument,
  type DocumentFormat,
} from '../schema/documents/index.ts'
import { readLanguage } from './config.ts'
import { Terminal, TerminalError } from './terminal.ts'

/** `samreferat convert <in> <out>`: a meeting from one file format to another, without server or database. */

const FORMATS: DocumentFormat[] = ['json', 'md', 'txt', 'html']

const language = readLanguage(process.env)
const terminal = new Terminal(language)

function convert([source, target, ...rest]: string[]): void {
  if (source === undefined || target === undefined || rest.length > 0) throw new TerminalError('convertUsage')
  if (path.resolve(source) === path.resolve(target)) throw new TerminalError('sameFile', { file: source })
  const format = formatOf(target)
  const meeting = readDocument(path.basename(source), read(source))
  write(target, writeDocument(meeting, format, { words: DOCUMENT_WORDS[language] }))
  const { items, people } = meeting
  terminal.say('converted', { file: target, items: items.length, people: people.length })
}

function formatOf(file: string): DocumentFormat {
  const ending = path.extname(file).slice(1).toLowerCase()
  const format = FORMATS.find((known) => known === ending)
  if (!format)
    throw new TerminalError('format', { file, formats: FORMATS.map((known) => `.${known}`).join(', ') })
  return format
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new TerminalError('unreadable', { file, why: (error as Error).message })
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new TerminalError('unwritable', { file, why: (error as Error).message })
  }
}

try {
  convert(process.argv.slice(3))
} catch (error) {
  if (error instanceof DocumentError) {
    const { came, expected, safe } = explain(error, DOCUMENT_WORDS[language])
    process.stderr.write(`${came} ${expected} ${safe}\n`)
    process.exitCode = 1
  } else terminal.stopWith(error)
}
