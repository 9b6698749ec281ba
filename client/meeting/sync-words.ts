import { fill, type ScreenWords } from '../../schema/words/index.ts'
import type { SyncStatus } from '../sync/status.ts'

export interface SyncSentence {
  text: string
  /** `ok`: on the server; `busy`: on its way; `local`: only here; `bad`: at risk or shut out. */
  tone: 'ok' | 'busy' | 'local' | 'bad'
}

/** The sync text in the bar: where the text is now (rule U33). */
export function syncSentence(status: SyncStatus, words: ScreenWords): SyncSentence {
  const text = words.sync.text
  switch (status.kind) {
    case 'server':
      return { text: text.server, tone: 'ok' }
    case 'sending':
      return { text: counted(status.waiting, text.fetching, text.sendingOne, text.sending), tone: 'busy' }
    case 'unsaved':
      return { text: text.unsaved, tone: 'bad' }
    case 'local':
      return localSentence(status, words)
  }
}

function localSentence(
  { why, waiting, saved }: SyncStatus & { kind: 'local' },
  words: ScreenWords,
): SyncSentence {
  const text = words.sync.text
  if (why === 'forbidden') return { text: text.forbidden, tone: 'bad' }
  if (why === 'removed') return { text: text.removed, tone: 'bad' }
  if (!saved) return { text: text.saving, tone: 'local' }
  if (why === 'silent') return { text: text.silent, tone: 'local' }
  if (why === 'cannotSave') return { text: text.cannotSave, tone: 'local' }
  if (why === 'refused')
    return { text: counted(waiting, text.localOnly, text.refusedOne, text.refused), tone: 'local' }
  return { text: counted(waiting, text.localOnly, text.localOne, text.local), tone: 'local' }
}

/** A phrase for none, one or many. */
export function counted(n: number, none: string, one: string, many: string): string {
  if (n === 0) return none
  return n === 1 ? one : fill(many, { n })
}
