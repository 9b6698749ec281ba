import type { ScreenWords } from '../../schema/words/index.ts'
import type { SyncStatus } from '../sync/status.ts'

/** Why a meeting is not on the screen: a heading, and what can be said of it (rule R13). */
export function missingWords(status: SyncStatus, words: ScreenWords): { title: string; text: string } {
  const { missing, missingWhy, missingTooOld, missingUnknown, missingSignIn, unreadable, unreadableWhy } =
    words.meeting
  if (status.kind !== 'local') return { title: missing, text: missingWhy }
  switch (status.why) {
    case 'forbidden':
      return { title: unreadable, text: unreadableWhy }
    case 'removed':
      return { title: unreadable, text: words.sync.strips.removedNone }
    case 'tooOld':
      return { title: missing, text: missingTooOld }
    case 'unknownRoom':
      return { title: missing, text: missingUnknown }
    case 'signIn':
      return { title: missing, text: missingSignIn }
    default:
      return { title: missing, text: missingWhy }
  }
}
