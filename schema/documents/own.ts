import type { MeetingJson } from '../meeting.ts'
import type { Block } from '../nodes.ts'

/** Comments that tell our own Markdown from any other, and its parts from each other. */
export const COMMENTS = {
  own: '<!-- samreferat/1 -->',
  items: '<!-- items -->',
  annexes: '<!-- annexes -->',
  text: '<!-- text -->',
} as const

/** What our own Markdown holds beside what is printed. */
export interface OwnData {
  /** Register ids of people, by position. */
  persons?: (string | null)[]
  extra?: Record<string, unknown>
}

const KNOWN = new Set(
  'format kind forum subject number date start end place online people items annexes nextMeetings report'.split(
    ' ',
  ),
)

export function dataOf(meeting: MeetingJson): OwnData | null {
  const extra = Object.fromEntries(Object.entries(meeting).filter(([key]) => !KNOWN.has(key)))
  const data: OwnData = {
    ...(meeting.people.some((one) => one.person !== null)
      ? { persons: meeting.people.map((one) => one.person) }
      : {}),
    ...(Object.keys(extra).length ? { extra } : {}),
  }
  return Object.keys(data).length ? data : null
}

/** The address of a reference: `#punkt-3`, or `#moede/<meeting>/<item>` for what is not in this document. */
export function referenceAddress(reference: Block, numbers: Map<string, number>): string {
  const item = typeof reference.attrs?.item === 'string' ? reference.attrs.item : ''
  const meeting = typeof reference.attrs?.meeting === 'string' ? reference.attrs.meeting : ''
  const number = meeting ? undefined : numbers.get(item)
  return number === undefined
    ? `#moede/${encodeURIComponent(meeting)}/${encodeURIComponent(item)}`
    : `#punkt-${number}`
}

/** Reads such an address back; null when it is an ordinary link. */
export function referenceFrom(
  href: string,
  text: string,
  idOf: (number: number) => string | null,
): Block | null {
  const own = /^#punkt-(\d{1,6})$/.exec(href)
  if (own) return { type: 'reference', attrs: { item: idOf(Number(own[1])), meeting: null, text } }
  const other = /^#moede\/([^/]{0,500})\/([^/]{0,500})$/.exec(href)
  if (!other) return null
  return { type: 'reference', attrs: { item: decoded(other[2]), meeting: decoded(other[1]), text } }
}

function decoded(part: string | undefined): string | null {
  try {
    return part ? decodeURIComponent(part) : null
  } catch {
    // A hand-edited address that is no encoding is its own text.
    return part ?? null
  }
}
