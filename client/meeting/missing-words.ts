import type { MissingWords } from '../../schema/words/missing.ts'
import type { SyncStatus } from '../sync/status.ts'

/** Why a meeting is not on the screen: a heading, and what can be said of it (rule R13). */
export function missingWords(status: SyncStatus, words: MissingWords): { title: string; text: string } {
  const { title } = words
  if (status.kind !== 'local') return { title, text: words.unreachable }
  switch (status.why) {
    case 'forbidden':
      return { title: words.forbiddenTitle, text: words.forbidden }
    case 'removed':
      return { title: words.forbiddenTitle, text: words.removed }
    case 'tooOld':
    case 'signIn':
      return { title, text: words[status.why] }
    case 'unknownRoom':
      return { title, text: words.unknown }
    default:
      return { title, text: words.unreachable }
  }
}
