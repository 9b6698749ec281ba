import { findDates, findTimes, type PrintedDate, type PrintedTime } from './dates.ts'
import type { HeaderField } from './fields.ts'
import type { Line } from './lines.ts'
import { LOOKED_AT } from './next-meetings.ts'
import { People } from './people.ts'
import { remarkOf } from './person.ts'
import { quote, type Report } from './report.ts'
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
  /** The first date printed. */
  date: PrintedDate | null
  start: string | null
  end: string | null
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
  date: null,
  start: null,
  end: null,
  place: [],
  online: [],
  nextMeetings: [],
  people: new People(report),
  left: [],
})

export const isPlace = (text: string) => PLACE.test(text)
export const isOnline = (text: string) => ONLINE.test(text)

/** Takes the value of a labelled line; a second value that says something else stays as text. */
export function setFact(head: Head, field: HeaderField, text: string, line: Line, report: Report): void {
  if (!takesFact(head, field, text, line, report)) head.left.push(line)
}

function takesFact(head: Head, field: HeaderField, text: string, line: Line, report: Report): boolean {
  switch (field) {
    case 'kind': {
      const { kind } = readTitle(text)
      head.kindPrinted ??= kind
      return kind !== null && kind === head.kindPrinted
    }
    case 'forum':
      head.forum ??= text
      head.forumLabelled = true
      return head.forum === text
    case 'subject':
      setTitle(head, readTitle(text), text, true, report)
      return true
    case 'number': {
      const number = Number(/\d{1,4}/.exec(text)?.[0] ?? 0) || null
      head.number ??= number
      return number !== null && number === head.number
    }
    case 'date':
    case 'time':
      setWhen(head, text, line, report)
      return true
    case 'start':
    case 'end':
      return setClock(head, field, text)
    case 'place':
      setPlace(head, text)
      return true
    case 'online':
      head.online.push(text)
      return true
    case 'nextMeetings':
      if (findDates(text.slice(0, LOOKED_AT)).length === 0) return false
      head.nextMeetings.push(text)
      return text.length <= LOOKED_AT
    default:
      return false
  }
}

function setClock(head: Head, which: 'start' | 'end', text: string): boolean {
  const time = findTimes(text)[0]?.start ?? null
  head[which] ??= time
  return time !== null && time === head[which]
}

/** Dates and times; "Tid og sted" holds a place too. What finds no use stays as text. */
export function setWhen(head: Head, text: string, line: Line, report: Report): void {
  const dates = findDates(text)
  const undated = withoutPrinted(text, dates)
  const times = findTimes(undated)
  const isUsed = takeDate(head, dates[0] ?? null) && takeTimes(head, times, report)
  if (!isUsed || dates.length + times.length === 0) return void head.left.push(line)
  const others = dates.slice(1).filter((date) => !takeDate(head, date))
  if (others.length > 0) return leaveDates(head, others, line, report)
  const rest = withoutJoints(withoutPrinted(undated, times))
  if (rest && PLACE.test(rest)) setPlace(head, rest)
  else if (/\p{L}{4,}/u.test(rest)) head.left.push({ ...line, text: rest, plain: rest })
}

/** Dates on the meeting's own line that are not the meeting's. */
function leaveDates(head: Head, others: PrintedDate[], line: Line, report: Report): void {
  const text = others.map(({ printed }) => printed).join(', ')
  report.guess('date', report.words.otherDate(quote(line.printed)), 0.5)
  head.left.push({ ...line, text, plain: text })
}

/** The first date is the meeting's; printed again it may say more. False when it is another. */
export function takeDate(head: Head, date: PrintedDate | null): boolean {
  const known = head.date
  if (!date || !known) {
    head.date ??= date
    return true
  }
  if (date.day !== known.day || date.month !== known.month) return false
  if (date.year !== null && known.year !== null && date.year !== known.year) return false
  head.date = { ...known, year: known.year ?? date.year, weekday: known.weekday ?? date.weekday }
  return true
}

/** A span says start and end; a second time that stands alone and is later is guessed to be the end. */
export function takeTimes(head: Head, times: PrintedTime[], report: Report): boolean {
  for (const time of times) {
    const known = { start: head.start, end: head.end }
    if (time.end !== null && known.end === null && (known.start ?? time.start) === time.start) {
      head.start = time.start
      head.end = time.end
    } else if (known.start === null) head.start = time.start
    else if (time.end === null && known.end === null && time.start > known.start) {
      head.end = time.start
      report.guess('end', report.words.endGuessed(time.printed), 0.6)
    } else if (time.start !== known.start && time.start !== known.end) return false
  }
  return true
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
  const others = title.dates.filter((date) => !takeDate(head, date))
  if (others.length > 0 || !takeTimes(head, title.times, report))
    report.guess('date', report.words.otherDate(quote(text)), 0.5)
  if (title.place) {
    head.place.push(title.place)
    report.guess('place', report.words.placeGuessed(title.place), 0.7)
  }
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

/** "Direktørforum, Sundhedsklynge Øst": the names of bodies that stand on one line; else the line. */
function namesIn(forum: string): string[] {
  const parts = forum.split(/,\s+/)
  return parts.every(isNameOfForum) ? parts : [forum]
}

/** Of several names at the top the foremost is the forum; after a dash follows what it is part of. */
export function settleNames(head: Head, report: Report): void {
  const { forum } = head
  if (forum === null) return
  const own = namesIn(forum)
  const all = [
    ...own,
    ...head.names.filter((name, i, names) => names.indexOf(name) === i && !forum.includes(name)),
  ]
  const highest = Math.max(...all.map(rankOf))
  const [first = forum] = own
  const name = head.forumLabelled ? first : (all.find((one) => rankOf(one) === highest) ?? first)
  const others = all.filter((one) => one !== name)
  if (others.length === 0) return
  head.forum = [name, ...others].join(' – ')
  report.guess('forum', report.words.forumAmong(name, others.join(', ')), 0.6)
}

const withoutPrinted = (text: string, found: { printed: string }[]) =>
  found.reduce((left, one) => left.replace(one.printed, ' '), text)

/** What is left of a line when the words around its dates and times are taken out too. */
const withoutJoints = (text: string) =>
  text
    .replace(/\b(kl\.?|klokken|den|d\.)(?=\s|$|[,.–-])/gi, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,.;:–-]+|[\s,;:–-]+$/g, '')
