import type { Forum, Meeting } from '../../../schema/api.ts'
import { dueDays, type Day } from '../../../schema/deadlines.ts'
import { splitForum } from '../../../schema/forum-name.ts'
import { isLeftOut, type MeetingJson } from '../../../schema/meeting.ts'
import { fill, type Words } from '../../../schema/words/index.ts'
import { meetingName } from '../forum/forum-words.ts'
import { count, sayDay, sayFullDay, sayTime, sentence, tally } from '../../state/say.ts'

/**
 * "Torsdag den 11. juni 2026. Dagsorden udsendes senest 28. maj.": how a date is read, and what it means. What is due in
 * another year says so.
 */
export function dateMeaning(words: Words, day: Day | null, forum: Forum | null, today: Day): string {
  const { create } = words.forum
  if (day === null) return create.noDate
  const read = { day: sentence(sayFullDay(words, day)) }
  if (forum === null) return fill(create.heldGone, read)
  const due = dueDays(day, forum.deadlines)
  const say = (date: Day): string => sayDay(words, date, day)
  if (day < today)
    return fill(due.minutes >= today ? create.held : create.heldGone, { ...read, minutes: say(due.minutes) })
  return fill(due.agenda >= today ? create.dueLater : create.dueGone, { ...read, agenda: say(due.agenda) })
}

/** "Fire faste punkter og alle 12 medlemmer" */
export function templateMeaning(words: Words, forum: Forum | null): string {
  const { create } = words.forum
  const items = count(words, create.standing, create.standingItems.length)
  return sentence(
    fill(create.templateText, { items, people: tally(create.allMembers, forum?.members.length ?? 0) }),
  )
}

/** "7. møde, kl. 9" */
export function sayMeeting(words: Words, meeting: Meeting): string {
  const name = meetingName(words, meeting)
  return meeting.start === null ? name : `${name}, ${sayTime(words, meeting.start)}`
}

/** Whether a file tells of another forum than the one chosen; what a forum is part of may stand after its name. */
export function isOtherForum(written: string, forum: Forum | null): boolean {
  return written !== forum?.name && splitForum(written).name !== forum?.name
}

/** "referat.txt: otte punkter, 12 personer. Tre ting at se efter." */
export function fileMeaning(words: Words, name: string, meeting: MeetingJson): string {
  const { create } = words.forum
  const items = count(words, create.readItems, meeting.items.length)
  const people = count(words, create.readPeople, meeting.people.length)
  const doubts = meeting.report.filter((line) => !isLeftOut(line)).length
  const read = fill(create.read, { name, items, people })
  return doubts === 0 ? read : `${read} ${sentence(count(words, create.toCheck, doubts))}`
}
