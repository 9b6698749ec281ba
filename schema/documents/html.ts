import type { AnnexJson, ItemJson, MeetingJson, NextMeeting, Outcome, PersonJson } from '../meeting.ts'
import { dayText } from './days.ts'
import { outcomeWords } from './outcome-words.ts'
import { blocksHtml, escapeHtml, notesHtml, type HtmlContext } from './html-blocks.ts'
import { contentsHtml } from './html-contents.ts'
import { capital, fact, list } from './html-facts.ts'
import { bannerHtml, pageHtml, skipHtml, type Site } from './html-page.ts'
import { peopleFacts } from './html-people.ts'
import type { PageEdges } from './page-boxes.ts'
import { tookNoPart } from '../absences.ts'
import { splitForum } from '../forum-name.ts'
import { textOf } from '../nodes.ts'
import { weekdayName } from './recognise/dates.ts'
import type { Words } from './recognise/report.ts'

interface Context extends HtmlContext {
  people: PersonJson[]
}

export interface HtmlOptions {
  /**
   * `public`: a closed item prints its reason and its public wording, never its text; the address of the online meeting
   * and the tasks are left out, and the secretariat is named as such. `members` (the default) prints the whole meeting.
   */
  audience?: 'public' | 'members'
  /** Of minutes that are approved; without it they are a draft. */
  approval?: Approval
  /** The public site on which the page stands; without it, it is a file by itself. */
  site?: Site
}

/** What approved minutes say of themselves. Days are ISO days. */
export interface Approval {
  approved: string
  /** Null: not yet. */
  published: string | null
  /** What was put right after they were published, and when they came out again. */
  corrections: { day: string; what: string }[]
}

/** Writes a meeting as one accessible HTML page, without scripts or anything from elsewhere, that prints on A4. */
export function toHtml(meeting: MeetingJson, words: Words, options: HtmlOptions = {}): string {
  const isPublic = options.audience === 'public'
  const numbers = new Map(meeting.items.map((item, i) => [item.id, i + 1]))
  const context: Context = {
    words,
    notes: [],
    itemNumber: (id) => numbers.get(id),
    people: meeting.people,
    withoutTasks: isPublic,
  }
  const { approval = null, site } = options
  const { partOf } = splitForum(meeting.forum ?? '')
  const titles = meeting.items.map((item) => ({ ...item, title: titleFor(item, isPublic, context) }))
  const body = [
    headerHtml(meeting, words, options),
    site ? contentsHtml(titles, words) : '',
    ...meeting.items.map((item, i) => itemHtml(item, i + 1, context, isPublic)),
    annexesHtml(meeting.annexes, context),
    notesHtml(context),
  ]
  const page = {
    title: titleOf(meeting, words, approval),
    body: body.filter(Boolean).join('\n'),
    edges: edgesOf(meeting, words, approval),
  }
  const above = site && skipHtml(words) + bannerHtml(partOf ?? '', words, site)
  return pageHtml({ ...page, above, site }, words)
}

function kindOf(meeting: MeetingJson, words: Words, approval: Approval | null): string {
  if (approval !== null) return words.alsoKinds.minutes
  return meeting.kind ? words.kinds[meeting.kind] : words.untitled
}

function titleOf(meeting: MeetingJson, words: Words, approval: Approval | null): string {
  return [
    `${kindOf(meeting, words, approval)}: ${nameOf(meeting, words)}`,
    numberText(meeting, words),
    meeting.date ? dateText(meeting.date, words) : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** What every printed page says of itself. */
function edgesOf(meeting: MeetingJson, words: Words, approval: Approval | null): PageEdges {
  const head = [nameOf(meeting, words), meeting.date ? dateText(meeting.date, words) : '']
  const standing =
    approval === null ? kindOf(meeting, words, null) : words.approved(dayText(approval.approved, words))
  const { page, of } = words
  return { head: head.filter(Boolean).join(', '), standing, page, of, indent: '8mm' }
}

const nameOf = (meeting: MeetingJson, words: Words) => meeting.forum ?? meeting.subject ?? words.untitled

/** "Direktørforum den 12. marts 2026", without what the forum is part of. */
function heldName(meeting: MeetingJson, words: Words): string {
  const { name } = splitForum(nameOf(meeting, words))
  return meeting.date === null ? name : words.site.held(name, dayText(meeting.date, words))
}

/** "7. møde"; empty where it is not known, or the subject says it. */
function numberText({ number, subject }: MeetingJson, words: Words): string {
  if (number === null) return ''
  const text = words.meetingNumber(number)
  return subject?.toLocaleLowerCase('da').includes(text.toLocaleLowerCase('da')) ? '' : text
}

/** Since when they are approved and published, and what was put right since. */
function approvalHtml(approval: Approval | null, words: Words): string {
  if (approval === null) return ''
  const { approved, published, corrections } = approval
  const day = (text: string) => dayText(text, words)
  const lines = [
    [words.approved(day(approved)), ...(published === null ? [] : [words.published(day(published))])]
      .map((text) => `${text}.`)
      .join(' '),
    ...corrections.map((each) => words.corrected(day(each.day), each.what)),
  ]
  return lines.map((line) => `<p class="standing">${escapeHtml(line)}</p>`).join('')
}

function headerHtml(meeting: MeetingJson, words: Words, options: HtmlOptions): string {
  const { audience, approval = null, site } = options
  const isPublic = audience === 'public'
  const title = site ? heldName(meeting, words) : nameOf(meeting, words)
  const subject =
    meeting.subject && meeting.subject !== meeting.forum && meeting.forum
      ? `<p class="subject">${escapeHtml(meeting.subject)}</p>`
      : ''
  const { header } = words
  const kind = [kindOf(meeting, words, approval), numberText(meeting, words)].filter(Boolean).join(', ')
  const facts = [
    fact(words.when, escapeHtml(whenText(meeting, words))),
    fact(header.place, escapeHtml(meeting.place ?? '')),
    isPublic ? '' : fact(header.online, escapeHtml(meeting.online ?? '')),
    ...peopleFacts(meeting, words, isPublic),
    nextFact(meeting.nextMeetings, words),
  ]
  return `<header>
<div class="row top"><p class="kind">${escapeHtml(kind)}</p><h1>${escapeHtml(title)}</h1>${subject}${approvalHtml(approval, words)}</div>
<dl class="facts">${facts.filter(Boolean).join('\n')}</dl>
</header>`
}

/** "torsdag den 12. marts 2026". Something that is no date is printed as it is. */
function dateText(date: string, words: Words): string {
  const [year, month, day] = date.split('-').map(Number)
  if (!year || !month || !day || month > 12) return date
  const weekday = weekdayName(words, year, month, day)
  return words.dayOf(weekday, day, words.months[month - 1] ?? '', year)
}

function whenText({ date, start, end }: Pick<NextMeeting, 'date' | 'start' | 'end'>, words: Words): string {
  const clock = start && end ? words.clockSpan(start, end) : start ? words.clock(start) : ''
  return capital([date ? dateText(date, words) : '', clock].filter(Boolean).join(' '))
}

function nextFact(meetings: NextMeeting[], words: Words): string {
  const label = meetings.length === 1 ? words.nextMeeting : words.header.nextMeetings
  return fact(label, list(meetings.map((next) => escapeHtml(nextText(next, words)))))
}

const nextText = (next: NextMeeting, words: Words) =>
  [whenText(next, words), next.place ?? ''].filter(Boolean).join(', ')

function itemHtml(item: ItemJson, number: number, context: Context, isPublic: boolean): string {
  const heading = item.number === null ? '' : `<span class="no">${escapeHtml(item.number)}</span> `
  const inside = isHidden(item, isPublic) ? closedHtml(item, context) : openHtml(item, context)
  return `<article id="item-${number}" aria-labelledby="item-${number}-title">
<div class="row"><h2 id="item-${number}-title">${heading}${escapeHtml(titleFor(item, isPublic, context))}</h2>${metaHtml(item, context, isPublic)}</div>
${inside}
</article>`
}

/** The title of a closed item may itself tell too much: its public wording says what may be said. */
const titleFor = (item: ItemJson, isPublic: boolean, context: HtmlContext) =>
  isHidden(item, isPublic) ? context.words.item.closed : item.title

/** Whether of a closed item only its place is for the reader, or known to whoever writes this (rule Z9). */
function isHidden({ closed, title, ...texts }: ItemJson, isPublic: boolean): boolean {
  const isKnown =
    title !== '' || [texts.case, texts.recommendation, texts.minutes].some((text) => text.length > 0)
  return closed && (isPublic || !isKnown)
}

function closedHtml(item: ItemJson, { words }: HtmlContext): string {
  const lines = (item.publicWording?.trim() || words.closedFallback).split(/\n+/)
  return sectionHtml('', '', lines.map((line) => `<p>${escapeHtml(line)}</p>`).join(''))
}

function openHtml(item: ItemJson, context: Context): string {
  const { sections } = context.words
  const kinds = outcomeWords(item, context.words)
  const outcomes = item.outcomes
    .map((outcome) => `<p class="outcome">${escapeHtml(outcomeText(outcome, kinds, context.words))}</p>`)
    .join('')
  const attachments = list(
    item.attachments.map(({ title }, i) =>
      escapeHtml(item.number === null ? title : `${item.number}.${i + 1} ${title}`),
    ),
  )
  return [
    sectionHtml('case', sections.case, blocksHtml(item.case, context)),
    sectionHtml('recommendation', sections.recommendation, blocksHtml(item.recommendation, context)),
    sectionHtml(
      'minutes',
      sections.minutes,
      minutesHtml(item, outcomes + blocksHtml(item.minutes, context), context),
    ),
    sectionHtml('attachments', sections.attachments, attachments),
  ]
    .filter(Boolean)
    .join('\n')
}

/** With who took no part in it, where there are minutes. */
function minutesHtml(item: ItemJson, html: string, { people, words, itemNumber }: Context): string {
  const hasMinutes = textOf(item.minutes).trim() !== ''
  const names = tookNoPart(people, { ...item, hasMinutes }, (id) => (itemNumber(id) ?? 0) - 1).map(
    ({ person: { name }, why }) => (why === 'recused' ? words.recused(name) : name),
  )
  const last = names.pop()
  if (html === '' || last === undefined) return html
  const all = names.length > 0 ? words.and(names.join(', '), last) : last
  return `<p class="part">${escapeHtml(words.tookNoPart(all))}</p>${html}`
}

function sectionHtml(name: string, label: string, html: string): string {
  if (!html) return ''
  const heading = label ? `<h3>${escapeHtml(label)}</h3>` : '<span></span>'
  return `<section class="row sec${name ? ` ${name}` : ''}">${heading}<div class="text">${html}</div></section>`
}

function outcomeText({ kind, point, to }: Outcome, kinds: Words['outcomes'], words: Words): string {
  const text = kinds[kind] + (to === null ? '' : ` ${words.outcomeTo(dayText(to, words))}`)
  return point === null ? text : words.ofPoint(point, text.charAt(0).toLowerCase() + text.slice(1))
}

function metaHtml(item: ItemJson, { words }: HtmlContext, isPublic: boolean): string {
  if (isHidden(item, isPublic)) {
    const reason = item.closedReason?.trim() ?? ''
    return reason === '' ? '' : `<p class="meta">${escapeHtml(words.closedBecause(reason))}</p>`
  }
  const facts = [
    item.presenters.join(', '),
    item.duration === null ? '' : `${item.duration} ${words.item.minutesUnit}`,
    item.kind ? words.itemKinds[item.kind] : '',
    item.closed ? words.item.closed : '',
  ].filter(Boolean)
  return facts.length ? `<p class="meta">${escapeHtml(facts.join(' · '))}</p>` : ''
}

function annexesHtml(annexes: AnnexJson[], context: HtmlContext): string {
  const parts = annexes.map(
    (annex, i) =>
      `<article id="annex-${i + 1}"><h2>${escapeHtml(annex.title)}</h2><div class="text">${blocksHtml(annex.blocks, context)}</div></article>`,
  )
  return parts.length
    ? `<section class="annexes" aria-label="${escapeHtml(context.words.annexes)}">${parts.join('\n')}</section>`
    : ''
}
