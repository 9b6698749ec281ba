import { told } from '../absences.ts'
import type { MeetingJson, PersonJson } from '../meeting.ts'
import { titleNames } from '../person-title.ts'
import { escapeHtml } from './html-blocks.ts'
import { capital, fact, list } from './html-facts.ts'
import type { Words } from './recognise/report.ts'

/**
 * Those who took part by organisation, and each kind of absence on a line of its own; for the public the secretariat too, for
 * whoever wants to ask about the minutes.
 */
export function peopleFacts({ people, items }: MeetingJson, words: Words, isPublic: boolean): string[] {
  const numbers = new Map(items.map(({ id, number }, i) => [id, number ?? String(i + 1)]))
  // Who is recused from a closed item would tell of it.
  const hidden = new Set(items.filter(({ closed }) => closed && isPublic).map(({ id }) => id))
  const absences = (person: PersonJson): string[] =>
    told(person.absences, (id) => items.findIndex((item) => item.id === id))
      .filter(({ kind, item }) => kind !== 'recused' || !hidden.has(item))
      .map(({ kind, item }) => words.absences[kind](numbers.get(item) ?? ''))
  const isAway = (person: PersonJson) => person.attendance === 'apology' || person.attendance === 'absent'
  const staff = isPublic ? people.filter((one) => !isAway(one) && isStaff(one, words)) : []
  const groups = new Map<string, PersonJson[]>()
  for (const person of people.filter((one) => !isAway(one) && !staff.includes(one))) {
    const organisation =
      person.organisation ??
      (people.some((one) => one.organisation) ? words.people.none : words.header.people)
    const group = groups.get(organisation)
    if (group) group.push(person)
    else groups.set(organisation, [person])
  }
  const present = [...groups].map(([organisation, members]) =>
    fact(organisation, list(members.map((one) => personHtml(one, words, { notes: absences(one) })))),
  )
  const away = (['apology', 'absent'] as const).map((kind) => {
    const members = people.filter((one) => one.attendance === kind)
    return fact(
      capital(words.attendance[kind]),
      list(members.map((one) => personHtml(one, words, { withOrganisation: true }))),
    )
  })
  const secretariat = fact(
    capital(words.attendance.secretariat),
    list(
      staff.map((one) =>
        personHtml(asStaff(one, words), words, { withOrganisation: true, notes: absences(one) }),
      ),
    ),
  )
  return [...present, ...away, secretariat]
}

/** Without what the line says already. */
function asStaff(person: PersonJson, words: Words): PersonJson {
  const { title, attendance, functions } = person
  return {
    ...person,
    title: words.secretariat.test(title ?? '') ? null : title,
    attendance: attendance === 'secretariat' ? 'present' : attendance,
    functions: functions.filter((one) => one !== 'secretary'),
  }
}

/** Whether somebody is there to serve the forum, and not for their organisation. */
function isStaff({ attendance, functions, title }: PersonJson, words: Words): boolean {
  if (attendance === 'secretariat' || functions.includes('secretary')) return true
  return words.secretariat.test(title ?? '')
}

interface Shown {
  withOrganisation?: boolean
  /** What is said beside functions and attendance. */
  notes?: string[]
}

function personHtml(
  person: PersonJson,
  words: Words,
  { withOrganisation = false, notes: more = [] }: Shown,
): string {
  const notes = [
    ...person.functions
      .filter((one) => one !== 'substitute' || !person.substituteFor)
      .map((one) => words.functions[one])
      .filter((text) => !titleNames(person.title, text)),
    ...(person.substituteFor ? [`${words.people.substituteFor.toLowerCase()} ${person.substituteFor}`] : []),
    ...(person.attendance && !['present', 'apology', 'absent'].includes(person.attendance)
      ? [words.attendance[person.attendance]]
      : []),
    ...more,
  ]
  const facts = [person.title, withOrganisation ? person.organisation : null].filter((one) => one !== null)
  const text = [facts.join(', '), notes.length ? `(${notes.join(', ')})` : ''].filter(Boolean).join(' ')
  return (
    escapeHtml(person.name) + (text ? `${facts.length ? ', ' : ' '}<small>${escapeHtml(text)}</small>` : '')
  )
}
