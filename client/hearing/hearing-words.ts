import { daysBetween, week, type Day } from '../../schema/deadlines.ts'
import type { Said, Standpoint } from '../../schema/hearing-answers.ts'
import type { RecordedAnswer, RecordedParty, RecordedRemark } from '../../schema/hearing-record.ts'
import { isAfter, type Deadline, type Round } from '../../schema/hearing.ts'
import { ANSWERS } from '../../schema/margin.ts'
import type { HearingWords } from '../../schema/words/hearing.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import { dayOf, sayDay, sayFullDay, sayIn, sayMoment, sayTime, sayWeekday, tally } from '../state/say.ts'

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

/** How a typed deadline was understood: "fredag den 20. marts 2026 kl. 12, uge 12". */
export function readingOfDeadline(
  words: ScreenWords,
  hearing: HearingWords,
  { day, time }: Deadline,
): string {
  const said = sayFullDay(words, day)
  const date = time === null ? said : fill(hearing.deadline, { day: said, time: sayTime(words, time) })
  return fill(words.meeting.head.readingDate, { date, week: week(day) })
}

/** How those who are asked have answered: "2 af 7 har svaret: 1 uden bemærkninger, 1 med bemærkninger. …" (rule Q9). */
export function sayTally({ tallied: words, answered }: HearingWords, all: readonly Standpoint[]): string {
  const arrived = all.flatMap(({ answer }) => (answer === null || answer.seq === null ? [] : answer))
  const how = ANSWERS.map((answer) => ({
    answer,
    n: arrived.filter((each) => each.answer === answer).length,
  }))
    .filter(({ n }) => n > 0)
    .map(({ answer, n }) => fill(words.how[answer], { n }))
  const [n, of] = [arrived.length, all.length]
  const late = arrived.filter((answer) => answer.late).length
  const silent = all.filter(({ stance }) => stance === 'silent').length
  return [
    n === 0 ? answered.none : fill(words.some, { n, of, how: how.join(', ') }),
    ...(late === 0 ? [] : [tally(words.late, late)]),
    ...(silent === 0 ? [] : [tally(words.silent, silent)]),
  ].join(' ')
}

/** On the button that answers: until when, or, when that is past, what it answers (rule Q14). */
export function sayAsk(
  words: ScreenWords,
  hearing: HearingWords,
  { phase, deadline }: Pick<Round, 'phase' | 'deadline'>,
  now: Date,
): string {
  if (isAfter(deadline, now.getTime())) return hearing.ask[phase]
  const today = dayOf(now)
  const isNear = daysBetween(today, deadline.day) < 2
  const day = isNear ? sayIn(words, deadline.day, today) : sayDay(words, deadline.day, today)
  return fill(hearing.askBy, { day })
}

/** Until when answers to a round that is over were awaited: to its deadline, or to an end that came before (rule Q12). */
export function sayEnd(
  words: ScreenWords,
  hearing: HearingWords,
  { deadline, closed }: Pick<Round, 'deadline' | 'closed'>,
  now: Date,
): string {
  const said = sayDeadline(words, hearing, deadline, dayOf(now))
  if (closed === null || isAfter(deadline, Date.parse(closed)))
    return fill(hearing.wasUntil, { deadline: said })
  return fill(hearing.endedEarly, { deadline: said, when: sayMoment(words, new Date(closed), now) })
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
    said && {
      ...said,
      by: party.people.find(({ id }) => id === said.author)?.name ?? party.name,
      unsent: said.seq === null,
    }
  return row(words, {
    name: party.name,
    people: party.people.map(({ name }) => name),
    stance: standpoint.stance,
    answer: named(standpoint.answer),
    before: named(standpoint.before),
    disagreeing: standpoint.disagreeing.flatMap((said) => named(said) ?? []),
  })
}

/** The same of a party in a record: what was awaited when it was drawn up is awaited no more. */
export function rowOfRecorded(party: RecordedParty, words: HearingWords): PartyRow {
  return row(words, party.stance === 'awaited' ? { ...party, stance: 'unanswered' } : party)
}

interface Voice extends Pick<RecordedAnswer, 'by' | 'answer' | 'text' | 'late'> {
  /** Whether it is on its author's device alone. */
  unsent?: boolean
}

interface Told extends Pick<RecordedParty, 'name' | 'people' | 'stance'> {
  answer: Voice | null
  before: Voice | null
  disagreeing: Voice[]
}

function row(words: HearingWords, { name, people, stance, answer, before, disagreeing }: Told): PartyRow {
  if (answer === null) {
    const said = stance === 'silent' || stance === 'unanswered' ? stance : 'awaited'
    const isSelf = people.length === 1 && people[0] === name
    const lines = isSelf ? [] : [fill(words.people, { names: people.join(', ') })]
    const figure = said === 'silent' ? 'silent' : 'awaited'
    return { name, figure, stance: words.stances[said], late: false, lines }
  }
  return {
    name,
    figure: FIGURES[answer.answer],
    stance: sayAnswer(answer, words),
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
function sayVoice(voice: Voice, words: HearingWords): string {
  const said = sayAnswer(voice, words)
  return voice.text === '' ? said : `${said} – ${voice.text}`
}

/** "Kan ikke godkende, efter fristen" */
function sayAnswer({ answer, late, unsent = false }: Voice, words: HearingWords): string {
  return [words.answers[answer], ...(late ? [words.late] : []), ...(unsent ? [words.unsent] : [])].join(', ')
}

/** "ikke fulgt af Nanna Dyrlund"; how a remark stands. */
export function sayRuling({ state, ruling }: RecordedRemark, words: HearingWords): string {
  const said = words.states[state]
  return ruling === null || state === 'open'
    ? said
    : fill(words.ruled, { state: said, name: ruling.by ?? words.somebody })
}
