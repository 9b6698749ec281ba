import { SERVER_WORDS, fill, type Language, type ServerWords } from '../schema/words/index.ts'

type TerminalWords = ServerWords['terminal']

/** A failure that is the user's to mend: one sentence says what was expected and what came. */
export class TerminalError extends Error {
  constructor(
    readonly id: keyof TerminalWords,
    readonly values: Record<string, string | number> = {},
  ) {
    super(fill(SERVER_WORDS.en.terminal[id], values))
  }
}

/** What is said in the terminal, in the language of whoever sits at it. */
export class Terminal {
  private readonly words: TerminalWords

  constructor(language: Language) {
    this.words = SERVER_WORDS[language].terminal
  }

  /** Writes a line by its id. */
  say(id: keyof TerminalWords, values: Record<string, string | number> = {}): void {
    this.write(fill(this.words[id], values))
  }

  /** Writes a line that has no words of its own: a link, an empty line. */
  write(line: string): void {
    process.stdout.write(`${line}\n`)
  }

  /** Says in one sentence why nothing can go on, and ends the process. */
  stopWith(error: unknown): never {
    process.stderr.write(`${this.sentenceOf(error)}\n`)
    process.exit(1)
  }

  private sentenceOf(error: unknown): string {
    if (error instanceof TerminalError) return fill(this.words[error.id], error.values)
    const {
      code,
      port = 0,
      address = '',
      message = '',
    } = error as NodeJS.ErrnoException & {
      port?: number
      address?: string
    }
    if (code === 'EADDRINUSE') return fill(this.words.portInUse, { port, address })
    if (code === 'EACCES' && port > 0) return fill(this.words.portForbidden, { port })
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') return fill(this.words.host, { why: message })
    // parseArgs names the option that it does not know.
    if (code?.startsWith('ERR_PARSE_ARGS')) return message
    return error instanceof Error ? (error.stack ?? message) : String(error)
  }
}
