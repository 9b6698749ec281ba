import type { Person } from '../../schema/paper.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'

/** So many letters are enough to see that a title names a function: "sekretariatet", "sekretær". */
const STEM = 6

/** What stands after name and title: functions, whom one stands in for, and attendance other than present (U25). */
export function personWords(person: Person, words: ScreenWords): string {
  const { functions, substitute, suffix } = words.meeting.people
  const title = person.title?.toLocaleLowerCase('da') ?? ''
  const standsIn = person.substituteFor !== null && person.substituteFor !== ''
  const parts = [
    ...person.functions
      // The line above says who leads and who writes; a title may already say the rest.
      .filter((each) => each !== 'chair' && each !== 'minutetaker' && !(each === 'substitute' && standsIn))
      .map((each) => functions[each])
      .filter((text) => !title.includes(text.slice(0, STEM))),
    standsIn ? fill(substitute, { name: person.substituteFor ?? '' }) : '',
    person.attendance !== null && person.attendance in suffix
      ? suffix[person.attendance as keyof typeof suffix]
      : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}
