import { encodeUtf8 } from 'lib0/string'
import * as Y from 'yjs'
import { ENTRIES_MAX, ROOTS_MAX, STRUCTS_MAX, TEXT_BYTES_MAX } from './bounds.ts'
import type { MeetingJson } from './meeting.ts'
import { ROOTS } from './paper.ts'
import { MAX_MESSAGE } from './protocol.ts'

/** What a message holds besides the update, and room for what is written until the first one goes. */
const SPARE = 64 * 1024

/** A paper that is more than one message to the server may be (rule G14). */
export class TooLarge extends RangeError {}

/**
 * Looks whether a room takes as many entries and sections as a meeting has, before they are made: that takes minutes.
 *
 * @throws TooLarge
 */
export function checkCounts({ people, items, annexes }: MeetingJson): void {
  const written = items.flatMap(({ title, case: text, recommendation, minutes }) =>
    [title, text, recommendation, minutes].filter(({ length }) => length > 0),
  )
  const attached = items.reduce((count, { attachments }) => count + attachments.length, 0)
  const entries = people.length + items.length + annexes.length + attached
  if (entries > ENTRIES_MAX) throw new TooLarge(`${entries} entries`)
  const sections = written.length + annexes.length
  if (sections > ROOTS_MAX - ROOTS.length) throw new TooLarge(`${sections} sections`)
}

/**
 * Looks whether a room takes a whole paper as its first update.
 *
 * @throws TooLarge
 */
export function checkSize(paper: Y.Doc, update: Uint8Array): void {
  if (update.length > MAX_MESSAGE - SPARE) throw new TooLarge(`${update.length} bytes`)
  const structs = [...paper.store.clients.values()].flat()
  if (structs.length > STRUCTS_MAX) throw new TooLarge(`${structs.length} structs`)
  for (const struct of structs)
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) checkText(struct.content.str)
}

function checkText(text: string): void {
  if (text.length * 3 <= TEXT_BYTES_MAX) return
  const { length } = encodeUtf8(text)
  if (length > TEXT_BYTES_MAX) throw new TooLarge(`a text of ${length} bytes`)
}
