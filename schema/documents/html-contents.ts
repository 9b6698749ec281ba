import { dayText } from './days.ts'
import { escapeHtml } from './html-blocks.ts'
import { pageHtml, type Site } from './html-page.ts'
import type { Words } from './recognise/report.ts'

/** The way to each item, by the order in which they stand. */
export function contentsHtml(items: { number: string | null; title: string }[], { site }: Words): string {
  const lines = items.map(
    ({ number, title }, i) =>
      `<li><a href="#item-${i + 1}"><span>${escapeHtml(number ?? '')}</span> <span>${escapeHtml(title)}</span></a></li>`,
  )
  return `<nav class="contents" aria-labelledby="contents"><div><h2 id="contents">${escapeHtml(site.contents)}</h2>
<ol role="list">${lines.join('\n')}</ol></div></nav>`
}

/** Published minutes in the list of all of them. */
export interface Published {
  id: string
  /** The forum's id. */
  forum: string
  name: string
  partOf: string | null
  date: string | null
  number: number | null
  subject: string | null
}

/** Published minutes under their forums, as they come; `page` counts from 1. */
export function listPage(
  published: Published[],
  { page, isLast }: { page: number; isLast: boolean },
  words: Words,
  site: Site,
): string {
  const { list, none, pages, newer, older } = words.site
  const forums = new Map<string, Published[]>()
  for (const each of published) forums.set(each.forum, [...(forums.get(each.forum) ?? []), each])
  const address = (to: number) => escapeHtml(to === 1 ? site.list : `${site.list}?side=${to}`)
  const ways = [
    page > 1 ? `<a rel="prev" href="${address(page - 1)}">${escapeHtml(newer)}</a>` : '',
    isLast ? '' : `<a rel="next" href="${address(page + 1)}">${escapeHtml(older)}</a>`,
  ].join('')
  const body = [
    `<h1>${escapeHtml(list)}</h1>`,
    published.length === 0 ? `<p class="standing">${escapeHtml(none)}</p>` : '',
    ...[...forums.values()].map((own, i) => forumHtml(own, `forum-${i + 1}`, words, site)),
    ways && `<nav class="pages" aria-label="${escapeHtml(pages)}">${ways}</nav>`,
  ]
  return pageHtml({ title: list, body: body.filter(Boolean).join('\n'), site }, words)
}

function forumHtml(own: Published[], id: string, words: Words, site: Site): string {
  const { name = '', partOf = null } = own[0] ?? {}
  const under = partOf === null ? '' : ` <small>${escapeHtml(partOf)}</small>`
  return `<section class="list" aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(name)}${under}</h2>
<ul role="list">${own.map((each) => lineHtml(each, words, site)).join('\n')}</ul></section>`
}

function lineHtml({ id, date, number, subject }: Published, words: Words, site: Site): string {
  const name = date === null ? words.site.undated : dayText(date, words)
  const more = [number === null ? '' : words.meetingNumber(number), subject ?? ''].filter(Boolean)
  const told = more.length === 0 ? '' : ` <small>${escapeHtml(more.join(' · '))}</small>`
  return `<li><a href="${escapeHtml(`${site.list}/${encodeURIComponent(id)}`)}">${escapeHtml(name)}</a>${told}</li>`
}
