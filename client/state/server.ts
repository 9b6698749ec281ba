import type { ApiError } from '../../schema/api.ts'

/** Why a request did not do what it was to do. */
export type FailureKind =
  /** No answer: the network or the server is away. */
  | 'unreachable'
  /** The session is missing or over. */
  | 'signedOut'
  /** The server said no; `message` is in the words of the reader. */
  | 'refused'

export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    /** The server's stable id of the refusal. */
    readonly id: string | null = null,
    readonly status = 0,
  ) {
    super(message)
  }
}

/** Sends a request under `/api` and reads the answer as JSON; `T` is the shape the API promises for this path. */
export type Ask = <T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<T>

export type Fetcher = (path: string, init: RequestInit) => Promise<Response>

/** An `Ask` over a fetcher. Sentences for failures without words come from `say`, in the language of the moment. */
export function asker(fetcher: Fetcher, language: () => string, say: (status: number) => string): Ask {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await send(fetcher, `/api${path}`, method, language(), body).catch(() => {
      throw new Failure('unreachable', say(0))
    })
    if (!response.ok) throw await failureOf(response, say)
    return (response.status === 204 ? undefined : await response.json()) as T
  }
}

function send(
  fetcher: Fetcher,
  url: string,
  method: string,
  language: string,
  body: unknown,
): Promise<Response> {
  const headers: Record<string, string> = { 'accept-language': language }
  if (body === undefined) return fetcher(url, { method, headers })
  headers['content-type'] = 'application/json'
  return fetcher(url, { method, headers, body: JSON.stringify(body) })
}

/** A gateway that stands before a stopped server answers 502 to 504: for the user that is no answer. */
async function failureOf(response: Response, say: (status: number) => string): Promise<Failure> {
  const { status } = response
  if (status >= 502 && status <= 504) return new Failure('unreachable', say(0), null, status)
  const error = await errorOf(response)
  const kind = status === 401 ? 'signedOut' : 'refused'
  return new Failure(kind, error?.message ?? say(status), error?.id ?? null, status)
}

async function errorOf(response: Response): Promise<ApiError['error'] | null> {
  const body: unknown = await response.json().catch(() => null)
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body as ApiError
  return typeof error?.message === 'string' ? error : null
}
