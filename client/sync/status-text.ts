import { fill, type Words } from '../../schema/words/index.ts'
import type { SyncStatus } from './status.ts'

/** The sync text of the bar. It says where the text is, never a wish. */
export function statusText({ status: words }: Words['sync'], status: SyncStatus): string {
  switch (status.kind) {
    case 'server':
      return words.server
    case 'unsaved':
      return words.unsaved
    case 'sending':
      return status.waiting === 0 ? words.fetching : counted(words.sending, status.waiting)
    case 'local':
      return localText(words, status)
  }
}

function localText(
  words: Words['sync']['status'],
  { why, waiting }: Extract<SyncStatus, { kind: 'local' }>,
): string {
  if (why === 'forbidden' || why === 'unknownRoom') return words[why]
  if (why === 'refused') return counted(words.refused, Math.max(waiting, 1))
  if (why === 'silent' && waiting === 0) return words.silent
  return waiting === 0 ? words.localOnly : counted(words.local, waiting)
}

function counted(words: { one: string; many: string }, n: number): string {
  return n === 1 ? words.one : fill(words.many, { n })
}
