import type { Header } from '../../schema/paper.ts'

/** "2026-03-12-direktorforum.md": a name that sorts and that every system takes. */
export function fileName(
  { date, forum }: Pick<Header, 'date' | 'forum'>,
  extension: string,
  suffix = '',
): string {
  const words = [date ?? '', plain(forum ?? ''), plain(suffix)].filter((part) => part !== '')
  return `${words.join('-') || 'samreferat'}.${extension}`
}

function plain(text: string): string {
  return text
    .toLocaleLowerCase('da')
    .replace(/æ/g, 'ae')
    .replace(/ø/g, 'oe')
    .replace(/å/g, 'aa')
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
