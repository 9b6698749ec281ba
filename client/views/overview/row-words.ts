import type { Day } from '../../../schema/deadlines.ts'
import { fill, type Words } from '../../../schema/words/index.ts'
import { count, monthYear, sayDay, sayIn, sayTime, sentence } from '../../state/say.ts'
import { abilitiesIn } from '../../state/people.ts'
import type { Row } from './rows.ts'

/** "Dagsorden udsendes om 3 dage", "Møde i Direktørforum kl. 9". */
export function titleOf(words: Words, row: Row, today: Day): string {
  const { due } = words.overview
  if (row.kind === 'meeting') {
    const title = fill(due.meeting, { forum: row.forum.name })
    return row.meeting.start === null ? title : `${title} ${sayTime(words, row.meeting.start)}`
  }
  return fill(due[row.kind], { when: row.date === null ? '' : sayIn(words, row.date, today) })
}

/** Where and of what: "Birkevang Rådhus, otte punkter", "Chefforum, møde 26. marts". */
export function contextOf(words: Words, row: Row, today: Day): string {
  const { meeting, forum } = row
  if (row.kind === 'meeting') return factsOf(words, row)
  if (meeting.date === null) return forum.name
  const form = row.kind === 'hearing' ? words.overview.ofMinutes : words.overview.ofMeeting
  return fill(form, { forum: forum.name, date: sayDay(words, meeting.date, today) })
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
  if (row.date === null) return withoutDate
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
