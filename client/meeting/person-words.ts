import { told } from '../../schema/absences.ts'
import { ABSENCE_KINDS } from '../../schema/meeting.ts'
import type { Person } from '../../schema/paper.ts'
import { titleNames } from '../../schema/person-title.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import { sayList } from '../state/say.ts'
import { markOf } from './attendance.ts'

/**
 * What stands after name and title: functions, whom one stands in for, attendance other than present, and what of the
 * meeting one was not there for (U25, A4).
 */
export function personWords(person: Person, words: ScreenWords, numberOf: (item: string) => number): string {
  const { functions, substitute, suffix } = words.meeting.people
  const standsIn = person.substituteFor !== null && person.substituteFor !== ''
  const parts = [
    ...person.functions
      // The line above says who leads and who writes; a title may already say the rest.
      .filter((each) => each !== 'chair' && each !== 'minutetaker' && !(each === 'substitute' && standsIn))
      .map((each) => functions[each])
      .filter((text) => !titleNames(person.title, text)),
    standsIn ? fill(substitute, { name: person.substituteFor ?? '' }) : '',
    person.attendance !== null && person.attendance in suffix
      ? suffix[person.attendance as keyof typeof suffix]
      : '',
    absenceWords(person, words, numberOf),
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** "fra punkt 2, inhabil i punkt 4 og 6" */
function absenceWords(
  { attendance, absences }: Person,
  words: ScreenWords,
  numberOf: (item: string) => number,
): string {
  if (markOf(attendance) === 'away' || markOf(attendance) === 'absent') return ''
  const list = told(absences, (item) => numberOf(item) - 1)
  return ABSENCE_KINDS.flatMap((kind) => {
    const numbers = list.filter((each) => each.kind === kind).map(({ item }) => String(numberOf(item)))
    return numbers.length === 0
      ? []
      : [fill(words.meeting.people.absences[kind], { n: sayList(words, numbers) })]
  }).join(', ')
}
