import { escapeHtml } from './html-blocks.ts'
import { SITE_STYLE } from './html-site.ts'
import { STYLE } from './html-style.ts'
import { pageBoxes, type PageEdges } from './page-boxes.ts'
import type { Words } from './recognise/report.ts'

/** The public site, to which a page may belong. */
export interface Site {
  /** CSS that says where its fonts are. */
  fonts: string
  /** Address of the list of all minutes. */
  list: string
  /** Said above everything else. */
  note?: string
}

interface Page {
  title: string
  /** What stands above the text, as HTML. */
  above?: string | undefined
  /** As HTML. */
  body: string
  edges?: PageEdges
  site?: Site | undefined
}

/** A page that loads nothing but the fonts of its site. */
export function pageHtml({ title, above = '', body, edges, site }: Page, words: Words): string {
  const styles = [site?.fonts, STYLE, site && SITE_STYLE, edges && pageBoxes(edges)]
  return `<!doctype html>
<html lang="${words.language}"${site ? ' class="site"' : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
${styles.filter(Boolean).join('\n')}
</style>
</head>
<body>
${above}<main id="text">
${body}
</main>
</body>
</html>
`
}

/** A page of the public site that says that there is nothing. */
export function emptyPage(
  { title, text }: { title: string; text: string },
  words: Words,
  site: Site,
): string {
  const body = `<div class="row top"><h1>${escapeHtml(title)}</h1><p class="standing">${escapeHtml(text)}</p></div>`
  return pageHtml({ title, above: bannerHtml('', words, site), body, site }, words)
}

/** The head of the site: its note, what the forum is part of, and the way to all minutes. */
export function bannerHtml(name: string, { site: words }: Words, { list, note }: Site): string {
  const said = note === undefined ? '' : `<p class="note">${escapeHtml(note)}</p>`
  const own = name === '' ? '<span></span>' : `<b>${escapeHtml(name)}</b>`
  return `<header class="banner">${said}<div>${own}<a href="${escapeHtml(list)}">${escapeHtml(words.all)}</a></div></header>\n`
}

/** The way past the head, for the keyboard. */
export const skipHtml = ({ site }: Words): string =>
  `<a class="skip" href="#text">${escapeHtml(site.skip)}</a>\n`
