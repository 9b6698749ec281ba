import type { Header } from '../../schema/paper.ts'

/** Hands a text to the browser as a file. */
export function download(name: string, type: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  // The browser reads the blob after the click, so it is let go a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

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
