import type { ScreenWords } from '../../schema/words/index.ts'
import { sayClock } from '../state/say.ts'

/** "14.06", with seconds "14.05.12"; in English "14:06". */
export function clockOf(moment: Date, words: ScreenWords, seconds = false): string {
  const parts = [moment.getMinutes(), moment.getSeconds()].map((n) => String(n).padStart(2, '0'))
  const clock = sayClock(words, `${String(moment.getHours())}:${parts[0] ?? ''}`)
  // What stands between hour and minute stands before the seconds too.
  return seconds ? `${clock}${clock.replace(/\d/g, '')}${parts[1] ?? ''}` : clock
}
