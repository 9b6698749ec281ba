import type { Header } from '../../schema/paper.ts'
import type { ScreenWords } from '../../schema/words/index.ts'
import { sayFullDay } from '../state/say.ts'
import { splitForum } from './forum-name.ts'

/**
 * The head and foot of printed pages as margin boxes; browsers that know none leave them out (rule U42). `standing` says
 * how far the meeting has come.
 */
export function pageRules(
  { forum, date }: Pick<Header, 'forum' | 'date'>,
  words: ScreenWords,
  standing: string,
): string {
  const { page, of } = words.meeting.print
  const head = [splitForum(forum ?? '').name, date === null ? '' : sayFullDay(words, date)]
  const font = "font: 8.5pt 'IBM Plex Sans', sans-serif; color: #5f656a;"
  const box = (place: string, content: string): string => `@${place} { content: ${content}; ${font} }`
  return `@page {
    ${box('top-left', cssText(head.filter((part) => part !== '').join(', ')))}
    ${box('bottom-left', cssText(standing))}
    ${box('bottom-right', `${cssText(`${page} `)} counter(page) ${cssText(` ${of} `)} counter(pages)`)}
  }`
}

/** A text as a CSS string. */
function cssText(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,:()–-]/gu, (sign) => `\\${(sign.codePointAt(0) ?? 32).toString(16)} `)}"`
}
