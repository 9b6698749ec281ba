import { pageBoxes } from '../../schema/documents/page-boxes.ts'
import { splitForum } from '../../schema/forum-name.ts'
import type { Header } from '../../schema/paper.ts'
import type { ScreenWords } from '../../schema/words/index.ts'
import { sayFullDay } from '../state/say.ts'

/** The head and foot of printed pages (rule U42). `standing` says how far the meeting has come. */
export function pageRules(
  { forum, date }: Pick<Header, 'forum' | 'date'>,
  words: ScreenWords,
  standing: string,
): string {
  const { page, of } = words.meeting.print
  const head = [splitForum(forum ?? '').name, date === null ? '' : sayFullDay(words, date)]
  return pageBoxes({ head: head.filter((part) => part !== '').join(', '), standing, page, of })
}
