import type { Day } from '../../../schema/deadlines.ts'
import { isBefore, type Phase } from '../../../schema/phases.ts'
import { fill, type Words } from '../../../schema/words/index.ts'
import { count, monthYear, sayDay, sayIn, sayTime, sentence } from '../../state/say.ts'
import { abilitiesIn } from '../../state/people.ts'
import type { Row } from './rows.ts'

/** "Dagsorden udsendes om 3 dage", "Møde i Direktørforum kl. 9", "Referatet skulle være sendt i høring". */
export function titleOf(words: Words, row: Row, today: Day): string {
  const { due } = words.overview
  if (row.kind === 'publish') return due.publish
  if (row.kind === 'answer') return fill(due.answer[answerTo(row)], { when: sayWhen(words, row, today) })
  if (row.kind === 'meeting') {
    const title = fill(due.meeting, { forum: row.forum.name })
    return row.meeting.start === null ? title : `${title} ${sayTime(words, row.meeting.start)}`
  }
  if (row.over > 0) return words.course.late[LATE[row.kind]]
  return fill(due[row.kind], { when: sayWhen(words, row, today) })
}

/** The phase whose end each date is. */
const LATE = { agenda: 'draft', minutes: 'live', hearing: 'hearing' } as const

/** What an answer is to: the agenda, or the minutes. */
function answerTo({ meeting }: Row): 'sent' | 'hearing' {
  return meeting.round?.phase ?? 'hearing'
}

/** "om 3 dage", "i dag kl. 12" */
function sayWhen(words: Words, { date, time }: Row, today: Day): string {
  if (date === null) return ''
  const day = sayIn(words, date, today)
  return time === null ? day : `${day} ${sayTime(words, time)}`
}

/** On the button of a row; null: there is none. */
export function actionText(words: Words, { action, meeting }: Row): string | null {
  switch (action) {
    case null:
      return null
    case 'open':
      return openText(words, meeting.phase)
    case 'approve':
      return words.course.go.approved
    case 'publish':
      return words.course.go.published
    case 'write':
    case 'answer':
      return words.overview[action]
  }
}

/** What a meeting is opened as in a phase: its agenda, the meeting itself, or its minutes. */
export function openText({ overview: { open } }: Words, phase: Phase): string {
  if (phase === 'live') return open.meeting
  return isBefore(phase, 'live') ? open.agenda : open.minutes
}

/** Where and of what: "Birkevang Rådhus, otte punkter", "Chefforum, møde 26. marts, to dage over fristen". */
export function contextOf(words: Words, row: Row, today: Day): string {
  const { meeting, forum } = row
  if (row.kind === 'meeting') return factsOf(words, row)
  const over = row.over === 0 ? '' : `, ${count(words, words.course.over, row.over)}`
  if (meeting.date === null) return `${forum.name}${over}`
  const form = isOfMinutes(row) ? words.overview.ofMinutes : words.overview.ofMeeting
  return fill(form, { forum: forum.name, date: sayDay(words, meeting.date, today) }) + over
}

function isOfMinutes(row: Row): boolean {
  if (row.kind === 'answer') return answerTo(row) === 'hearing'
  return row.kind === 'hearing' || row.kind === 'publish'
}

function factsOf(words: Words, { meeting }: Row): string {
  const items = meeting.items === 0 ? words.overview.noItems : count(words, words.common.items, meeting.items)
  const facts = [meeting.subject, meeting.place, items].filter((fact) => fact !== null && fact !== '')
  return sentence(facts.join(', '))
}

/** Under a day's number: its month and year, as far as they are not today's. */
export function monthOf(words: Words, day: Day, today: Day): string {
  return day.slice(0, 7) === today.slice(0, 7) ? '' : monthYear(words, day, today)
}

/** "To punkter mangler sagsfremstilling"; null when nothing is known to be missing. */
export function lackOf(words: Words, row: Row): string | null {
  const { withoutCase, withoutMinutes, withoutDate } = words.overview
  if (row.date === null) return row.kind === 'meeting' ? withoutDate : null
  const writes = abilitiesIn(row.forum, row.meeting).writePaper
  if (row.kind === 'agenda' && row.meeting.items === 0)
    return writes ? sentence(words.overview.noItems) : null
  if (row.lacking === 0) return null
  return sentence(count(words, row.kind === 'agenda' ? withoutCase : withoutMinutes, row.lacking))
}

/** "To frister og et møde inden for tre dage." */
export function summaryOf(words: Words, soon: { deadlines: number; meetings: number }): string {
  const { deadlines, meetings, nothingSoon, summary } = words.overview
  const parts = [
    soon.deadlines > 0 ? count(words, deadlines, soon.deadlines) : '',
    soon.meetings > 0 ? count(words, meetings, soon.meetings) : '',
  ].filter(Boolean)
  if (parts.length === 0) return nothingSoon
  const [a = '', b] = parts
  return sentence(fill(summary, { what: b === undefined ? a : fill(words.common.and, { a, b }) }))
}
