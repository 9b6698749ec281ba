import type { Day } from '../../schema/deadlines.ts'
import type { Said, Standpoint } from '../../schema/hearing-answers.ts'
import type { RecordedAnswer, RecordedParty, RecordedRemark } from '../../schema/hearing-record.ts'
import type { Deadline } from '../../schema/hearing.ts'
import type { HearingWords } from '../../schema/words/hearing.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import { sayTime, sayWeekday } from '../state/say.ts'

/** "fredag den 20. marts kl. 12" */
export function sayDeadline(
  words: ScreenWords,
  hearing: HearingWords,
  { day, time }: Deadline,
  today: Day,
): string {
  const said = sayWeekday(words, day, today)
  return time === null ? said : fill(hearing.deadline, { day: said, time: sayTime(words, time) })
}

/** One of those that are asked, as a row tells it. */
export interface PartyRow {
  name: string
  figure: 'agrees' | 'remarks' | 'objects' | 'awaited' | 'silent'
  /** "Godkender med bemærkninger, efter fristen" */
  stance: string
  late: boolean
  /** Who said what in words, and who disagrees; of whom nothing came, who was asked. */
  lines: string[]
}

const FIGURES = { noComments: 'agrees', withComments: 'remarks', cannotApprove: 'objects' } as const

/** How one stands, by who has said what. */
export function rowOf({ party, ...standpoint }: Standpoint, words: HearingWords): PartyRow {
  const named = (said: Said | null) =>
    said && { ...said, by: party.people.find(({ id }) => id === said.author)?.name ?? party.name }
  return row(words, {
    name: party.name,
    people: party.people.map(({ name }) => name),
    stance: standpoint.stance,
    answer: named(standpoint.answer),
    before: named(standpoint.before),
    disagreeing: standpoint.disagreeing.flatMap((said) => named(said) ?? []),
  })
}

/** The same of a party in a record. */
export function rowOfRecorded(party: RecordedParty, words: HearingWords): PartyRow {
  return row(words, party)
}

type Voice = Pick<RecordedAnswer, 'by' | 'answer' | 'text' | 'late'>

interface Told extends Pick<RecordedParty, 'name' | 'people' | 'stance'> {
  answer: Voice | null
  before: Voice | null
  disagreeing: Voice[]
}

function row(words: HearingWords, { name, people, stance, answer, before, disagreeing }: Told): PartyRow {
  if (answer === null) {
    const figure = stance === 'silent' ? 'silent' : 'awaited'
    const isSelf = people.length === 1 && people[0] === name
    const lines = isSelf ? [] : [fill(words.people, { names: people.join(', ') })]
    return { name, figure, stance: words.stances[figure], late: false, lines }
  }
  const said = words.answers[answer.answer]
  return {
    name,
    figure: FIGURES[answer.answer],
    stance: answer.late ? `${said}, ${words.late}` : said,
    late: answer.late,
    lines: [
      ...(answer.text === '' ? [] : [fill(words.said, { name: answer.by, text: answer.text })]),
      ...(before === null ? [] : [fill(words.before, { answer: sayVoice(before, words) })]),
      ...disagreeing.map((voice) =>
        fill(words.disagrees, { name: voice.by, answer: sayVoice(voice, words) }),
      ),
    ],
  }
}

/** "Kan ikke godkende – Tallet er forkert" */
function sayVoice({ answer, text, late }: Voice, words: HearingWords): string {
  const said = late ? `${words.answers[answer]}, ${words.late}` : words.answers[answer]
  return text === '' ? said : `${said} – ${text}`
}

/** "ikke fulgt af Nanna Dyrlund"; how a remark stands. */
export function sayRuling({ state, ruling }: RecordedRemark, words: HearingWords): string {
  const said = words.states[state]
  return ruling === null || state === 'open'
    ? said
    : fill(words.ruled, { state: said, name: ruling.by ?? words.somebody })
}
