import type { Forum, Meeting, Member, Organisation } from '../../../schema/api.ts'
import { daysBetween, dueDays, type Day } from '../../../schema/deadlines.ts'
import { hearingEnds, isBefore } from '../../../schema/phases.ts'
import { fill, type Words } from '../../../schema/words/index.ts'
import { count, dayOf, sayDay, sayIn, sayTime, sayWeekdayName, sentence, tally } from '../../state/say.ts'

/** "7. møde", "7. møde, Temadag", "Temadag", or what is known of it; a subject that says the number stands alone. */
export function meetingName(words: Words, meeting: Meeting): string {
  const number = meeting.number === null ? null : fill(words.common.meetingNumber, { n: meeting.number })
  if (meeting.subject !== null && meeting.subject !== '')
    return number === null || saysNumber(meeting) ? meeting.subject : `${number}, ${meeting.subject}`
  if (number !== null) return number
  return meeting.date === null ? words.common.meetingNoDate : words.overview.legendMeeting
}

/** "Møde nr. 3" of the third meeting. */
function saysNumber({ subject, number }: Meeting): boolean {
  return /møde|meeting/i.test(subject ?? '') && new RegExp(`(^|\\D)${number}(\\D|$)`).test(subject ?? '')
}

/** "7. møde, på torsdag kl. 9" for the next six days, "7. møde, om 23 dage kl. 9" later. */
export function nextTitle(words: Words, meeting: Meeting, today: Day): string {
  const name = meetingName(words, meeting)
  if (meeting.date === null) return name
  const days = daysBetween(today, meeting.date)
  const near = days > 1 && days < 7
  const day = near
    ? fill(words.forum.on, { weekday: sayWeekdayName(words, meeting.date) })
    : sayIn(words, meeting.date, today)
  const when = meeting.start === null ? day : `${day} ${sayTime(words, meeting.start)}`
  return fill(words.forum.next, { title: name, when })
}

/** "Birkevang Rådhus, otte punkter" */
export function meetingFacts(words: Words, meeting: Meeting): string {
  const items = meeting.items === 0 ? words.overview.noItems : count(words, words.common.items, meeting.items)
  return sentence([meeting.place, items].filter((fact) => fact !== null && fact !== '').join(', '))
}

/** What is due next for a meeting, in words; null when everything lies behind. Years are said unless they are `yearOf`'s. */
export function dueText(
  words: Words,
  meeting: Meeting,
  forum: Forum,
  today: Day,
  yearOf: Day = today,
): string | null {
  if (meeting.date === null) return words.overview.withoutDate
  const due = dueDays(meeting.date, forum.deadlines)
  const { agendaBy, minutesBy, hearingBy } = words.forum
  const say = (text: string, day: Day): string => fill(text, { date: sayDay(words, day, yearOf) })
  if (meeting.phase === 'draft' && due.agenda >= today) return say(agendaBy, due.agenda)
  if (isBefore(meeting.phase, 'hearing') && due.minutes >= today && meeting.date <= today)
    return say(minutesBy, due.minutes)
  const ends = meeting.phase === 'hearing' ? hearingEnds(meeting, forum.deadlines) : null
  return ends === null ? null : say(hearingBy, ends)
}

/**
 * At the right of an earlier or later meeting: its phase, and of a draft what is in it; what minutes that are still being
 * written lack is told to those who `write`.
 */
export function stateText(words: Words, meeting: Meeting, today: Day, write: boolean): string {
  if (meeting.items === 0) return words.forum.notBegun
  const held = meeting.date !== null && meeting.date <= today && isBefore(meeting.phase, 'hearing')
  if (write && held && meeting.withoutMinutes > 0)
    return tally(words.forum.lacksMinutes, meeting.withoutMinutes)
  if (meeting.correction !== undefined) return words.course.correction.now
  if (meeting.phase !== 'draft') return words.course.phases[meeting.phase]
  return tally(words.forum.create.readItems, meeting.items)
}

/** "Seks personer fra fire organisationer. To har ikke åbnet deres link." */
export function membersSummary(words: Words, forum: Forum): string {
  const here = new Set(forum.members.map((member) => member.organisation).filter((id) => id !== null))
  const people = count(words, words.forum.people, forum.members.length)
  const organisations = count(words, words.forum.organisations, here.size)
  const pending = forum.members.filter((member) => member.invited !== null).length
  const summary =
    here.size === 0 ? `${sentence(people)}.` : sentence(fill(words.forum.summary, { people, organisations }))
  return pending === 0 ? summary : `${summary} ${sentence(count(words, words.forum.pending, pending))}`
}

/** Under a member's name: their title, that it is you, or how their invitation stands. */
export interface MemberLine {
  text: string
  /** The link is no longer good. */
  late: boolean
  /** Only a new link brings them in. */
  needsLink: boolean
}

export function memberLine(words: Words, member: Member, me: string | null, now: Date): MemberLine {
  const good = { late: false, needsLink: false }
  if (member.invited !== null) return invitationLine(words, member, member.invited, now)
  if (member.user !== me) return { ...good, text: member.title ?? '' }
  const text = member.title === null ? words.forum.you : fill(words.forum.youToo, { title: member.title })
  return { ...good, text }
}

function invitationLine(words: Words, { linkExpires }: Member, invited: string, now: Date): MemberLine {
  const day = (iso: string): string => sayDay(words, dayOf(new Date(iso)), dayOf(now))
  if (linkExpires !== null && new Date(linkExpires) < now)
    return { text: fill(words.forum.expired, { date: day(linkExpires) }), late: true, needsLink: true }
  const text = fill(words.forum.invited, { date: day(invited) })
  return { text, late: false, needsLink: linkExpires === null }
}

/** The members of each organisation in the forum's order; last those of none, when there are any. */
export function byOrganisation(forum: Forum): { organisation: Organisation | null; members: Member[] }[] {
  const of = (id: string | null): Member[] =>
    forum.members
      .filter((member) => member.organisation === id)
      .sort((a, b) => a.name.localeCompare(b.name, 'da'))
  const groups = forum.organisations.map((organisation) => ({ organisation, members: of(organisation.id) }))
  const rest = of(null)
  return rest.length === 0 ? groups : [...groups, { organisation: null, members: rest }]
}

/** Next meetings first and in order, those without a date after them; earlier ones from the latest. */
export function sortMeetings(meetings: Meeting[], today: Day): { coming: Meeting[]; past: Meeting[] } {
  const key = (meeting: Meeting): string => `${meeting.date ?? '9999'} ${meeting.start ?? ''}`
  const sorted = [...meetings].sort((a, b) => key(a).localeCompare(key(b)))
  return {
    coming: sorted.filter(({ date }) => date === null || date >= today),
    past: sorted.filter(({ date }) => date !== null && date < today).reverse(),
  }
}
