import { findDates, findTimes } from './dates.ts'
import type { HeaderField } from './fields.ts'
import type { Line } from './lines.ts'
import { People } from './people.ts'
import { remarkOf } from './person.ts'
import type { Report } from './report.ts'
import { readTitle, type Titled } from './titles.ts'

/** What the head of a document says, as printed. */
export interface Head {
  kindPrinted: 'agenda' | 'minutes' | null
  forum: string | null
  subject: string | null
  number: number | null
  /** A label said which name is the forum's. */
  forumLabelled: boolean
  /** Names at the top beside the first: of the forum, or of what it belongs to. */
  names: string[]
  dates: string[]
  times: string[]
  place: string[]
  online: string[]
  nextMeetings: string[]
  people: People
  /** Lines that found no place. */
  left: Line[]
}

/** Names beyond these are lines of text. */
const MOST_NAMES = 20

const PLACE =
  /(lokale\b|mødelokale|rådhus|regionshus|regionsgård|mødecenter|kursuscenter|konferencecenter|\bsal\b|(vej|gade|allé|alle|plads|torv|torvet|boulevard|stræde|vænge)\s+\d|\b\d{4}\s\p{Lu}\p{Ll}+|\bteams\b|\bskype|\bzoom\b|virtuelt|videomøde|onlinemøde|kantine|hospital|sygehus)/iu
const ONLINE = /(https?:\/\/|meet\.|teams\.microsoft|møde-?id|adgangskode|passcode|konference-?id)/i

export const newHead = (report: Report): Head => ({
  kindPrinted: null,
  forum: null,
  subject: null,
  number: null,
  forumLabelled: false,
  names: [],
  dates: [],
  times: [],
  place: [],
  online: [],
  nextMeetings: [],
  people: new People(report),
  left: [],
})

export const isPlace = (text: string) => PLACE.test(text)
export const isOnline = (text: string) => ONLINE.test(text)

/** Takes the value of a labelled line; one that is there already is kept as text. */
export function setFact(head: Head, field: HeaderField, text: string, line: Line, report: Report): void {
  switch (field) {
    case 'kind':
      head.kindPrinted ??= readTitle(text).kind
      return
    case 'forum':
      if (head.forum !== null && head.forum !== text) head.left.push(line)
      head.forum ??= text
      head.forumLabelled = true
      return
    case 'subject':
      return setTitle(head, readTitle(text), text, true, report)
    case 'number':
      head.number ??= Number(/\d+/.exec(text)?.[0] ?? Number.NaN) || null
      return
    case 'date':
    case 'time':
      return setWhen(head, text, line)
    case 'start':
    case 'end':
      head.times.push(text)
      return
    case 'place':
      return setPlace(head, text)
    case 'online':
      head.online.push(text)
      return
    case 'nextMeetings':
      head.nextMeetings.push(text)
      return
    default:
      head.left.push(line)
  }
}

/** Dates and times; "Tid og sted" holds a place too. */
export function setWhen(head: Head, text: string, line: Line): void {
  const dates = findDates(text)
  const rest = withoutWhen(text)
  if (dates.length) head.dates.push(text)
  if (findTimes(dates.reduce((left, date) => left.replace(date.printed, ' '), text)).length || !dates.length)
    head.times.push(text)
  if (rest && PLACE.test(rest)) setPlace(head, rest)
  else if (/\p{L}{4,}/u.test(rest)) head.left.push({ ...line, text: rest, plain: rest })
}

export function setPlace(head: Head, text: string): void {
  if (ONLINE.test(text)) head.online.push(text)
  else head.place.push(text)
}

/** A name beside the first; false when there are too many. */
export function addName(head: Head, name: string): boolean {
  const takes = head.names.length < MOST_NAMES
  if (takes) head.names.push(name)
  return takes
}

/** A title line gives kind, forum, number, date and subject. */
export function setTitle(head: Head, title: Titled, text: string, subject: boolean, report: Report): void {
  head.kindPrinted ??= title.kind
  head.number ??= title.number
  if (title.forum) {
    if (head.forum !== null && !subject) report.noise(text)
    if (head.forum !== null && title.meeting && isNameOfForum(title.forum)) addName(head, title.forum)
    head.forum ??= title.forum
  }
  if (title.dated) head.dates.push(text)
  if (title.timed) head.times.push(text)
  if (title.place) head.place.push(title.place)
  if (head.subject !== null && title.subject && title.subject !== head.subject) report.noise(text)
  if (subject || title.number !== null) head.subject ??= title.subject || text
  else if (!title.forum && title.subject) head.subject ??= title.subject
  else if (!title.forum && !title.subject) report.noise(text)
}

/** Whether a line without label can be the name of a forum. */
export const isForum = (text: string) =>
  text.length < 120 &&
  !/[.!?]$/.test(text) &&
  /(forum|fora|klynge|udvalg|gruppe|råd|nævn|bestyrelse|direktion|kreds|komit[eé]|team|netværk|niveau|samarbejd|ledelse|sekretariat|møde)/i.test(
    text,
  ) &&
  remarkOf(text) === null

const BODY =
  /(forum|fora|klynger?|klyngen|udvalg(et)?|grupper?|gruppen|råd(et)?|nævn(et)?|bestyrelsen?|direktion(en)?|kreds(en)?|komit[eé](en)?|netværk(et)?)$/iu
const CLUSTER = /klynger?$|klyngen$/iu
const COLLABORATION = /(samarbejdet?|fællesskab(et)?)$/iu
const FINITE = /\s(er|var|har|skal|kan|vil|bliver|blev|bedes|holdes|afholdes|deltager|mødes)(\s|$)/i

/** Whether a further line at the top is the name of a forum, or of the collaboration it belongs to. */
export const isNameOfForum = (text: string) =>
  text.length < 80 &&
  /^\p{Lu}/u.test(text) &&
  !/[.!?:;,]/.test(text) &&
  !FINITE.test(text) &&
  text.split(/\s+/).length <= 8 &&
  text.split(/\s+/).some((word) => BODY.test(word) || COLLABORATION.test(word))

/** A body holds meetings rather than the cluster that it is of, and a cluster rather than a collaboration. */
function rankOf(name: string): number {
  const words = name.split(/\s+/).filter((word) => BODY.test(word))
  return words.length === 0 ? 0 : words.every((word) => CLUSTER.test(word)) ? 1 : 2
}

/** Of several names at the top the foremost is the forum; after a dash follows what it is part of. */
export function settleNames(head: Head, report: Report): void {
  const { forum } = head
  if (forum === null) return
  const all = [
    forum,
    ...head.names.filter((name, i, names) => names.indexOf(name) === i && !forum.includes(name)),
  ]
  const highest = Math.max(...all.map(rankOf))
  const name = head.forumLabelled ? forum : (all.find((one) => rankOf(one) === highest) ?? forum)
  const others = all.filter((one) => one !== name)
  if (others.length === 0) return
  head.forum = [name, ...others].join(' – ')
  report.guess('forum', report.words.forumAmong(name, others.join(', ')), 0.6)
}

/** What is left of a line when its dates and times are taken out. */
function withoutWhen(text: string): string {
  let left = text
  for (const date of findDates(text)) left = left.replace(date.printed, ' ')
  for (const time of findTimes(left)) left = left.replace(time.printed, ' ')
  return left
    .replace(/\b(kl\.?|klokken|den|d\.)(?=\s|$|[,.–-])/gi, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,.;:–-]+|[\s,;:–-]+$/g, '')
}
