import { documents as danish } from '../words/da/documents.ts'

export type DocumentErrorId = 'empty' | 'binary' | 'tooLarge' | 'noAgenda' | 'json'

/** What is known about a refused source; sizes in bytes, `path` and `wanted` for JSON. */
export interface DocumentErrorFacts {
  name?: string | undefined
  size?: number
  limit?: number
  path?: string
  wanted?: string
  got?: string
}

/** A source that cannot be read. Nothing has been changed when it is thrown. */
export class DocumentError extends Error {
  readonly id: DocumentErrorId
  readonly facts: DocumentErrorFacts

  constructor(id: DocumentErrorId, facts: DocumentErrorFacts = {}) {
    const told = explain({ id, facts }, danish)
    super(`${told.came} ${told.expected}`)
    this.name = 'DocumentError'
    this.id = id
    this.facts = facts
  }
}

export interface Explanation {
  expected: string
  came: string
  /** What is safe now. */
  safe: string
}

/** Says a refusal in a reader's own language. */
export function explain(error: Pick<DocumentError, 'id' | 'facts'>, words: typeof danish): Explanation {
  const { errors } = words
  const { name = errors.source, size = 0, limit = 0, path = '', wanted = '', got = '' } = error.facts
  const told = (expected: string, came: string): Explanation => ({ expected, came, safe: errors.safe })
  switch (error.id) {
    case 'tooLarge':
      return told(errors.tooLarge.expected(megabytes(limit)), errors.tooLarge.came(name, megabytes(size)))
    case 'json':
      return told(errors.json.expected(wanted), errors.json.came(path || errors.wholeFile, got))
    default:
      return told(errors[error.id].expected, errors[error.id].came(name))
  }
}

const megabytes = (bytes: number) => `${Math.round(bytes / 100_000) / 10} MB`
