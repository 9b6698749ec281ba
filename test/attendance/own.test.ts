import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { accountOf, recusedFrom } from '../../client/attendance/account.ts'
import { Own } from '../../client/attendance/own.svelte.ts'
import { stands, type Saying } from '../../client/attendance/sayings.ts'
import { textsOf } from '../../client/sync/rescue.ts'
import type { Forum, Member } from '../../schema/api.ts'
import { ownAttendance, setAttendance } from '../../schema/margin.ts'
import { people, type Person } from '../../schema/paper.ts'
import { abilities } from '../../schema/roles.ts'
import type { Phase } from '../../schema/phases.ts'
import { counter } from '../schema/builders.ts'

const NAMES = { anna: 'Anna Holm', bo: 'Bo Lund', nanna: 'Nanna Dyrlund' }
type User = keyof typeof NAMES
const forum = {
  members: Object.entries(NAMES).map(([user, name]) => ({ user, name })),
} as Partial<Forum> as Forum

/** A paper with Anna, who is linked, and Bo, who is only named; its margin; and who looks at them. */
function meeting() {
  const paper = new Y.Doc()
  people.add(paper, 'p-anna', { person: 'anna', name: 'A. Holm', organisation: 'Fjordby' })
  people.add(paper, 'p-bo', { name: 'bo lund ' })
  const margin = new Y.Doc()
  const newId = counter()

  function seenBy(user: User, of: string, phase: Phase = 'sent'): Own {
    const undoManager = { stopCapturing: () => undefined }
    const screen = {
      app: { language: 'da', newId, now: () => new Date(7), announce: () => undefined },
      editor: { undoManager, transact: (change: () => void) => change() },
      get paper() {
        return { doc: paper, people: people.list(paper) }
      },
      forum,
      meeting: { phase },
    }
    const said = {
      get attendance() {
        return ownAttendance(margin)
      },
      isWaiting: () => false,
    }
    const beside = {
      said,
      may: abilities(user === 'nanna' ? 'secretary' : 'member', phase, { membersSeeDrafts: false }),
      room: { isShut: false, doc: margin, write: (_id: string, change: () => void) => change() },
      parts: { self: { id: user } },
    }
    const [a, b] = [screen, beside] as unknown as ConstructorParameters<typeof Own>
    return new Own(a, b, () => people.maybe(paper, of) as Person)
  }
  return { paper, margin, seenBy, list: () => people.list(paper) }
}

describe('own attendance', () => {
  test('A1 a member says it of themselves alone, and everybody sees it while the paper says something else', () => {
    const { seenBy } = meeting()
    seenBy('anna', 'p-anna').say('apology', 'Lise Holm')
    const seen = seenBy('bo', 'p-anna')
    expect([seen.isMine, seen.differs]).toEqual([false, true])
    expect(seen.said && seen.sentence(seen.said)).toBe('afbud, Lise Holm kommer i stedet')
    expect(seenBy('anna', 'p-anna').isMine).toBe(true)
    expect(seenBy('anna', 'p-bo').isMine).toBe(false)
  })

  test('A1 the last word counts', () => {
    const { seenBy } = meeting()
    seenBy('bo', 'p-bo').say('apology')
    seenBy('bo', 'p-bo').say('present')
    expect(seenBy('nanna', 'p-bo').said).toMatchObject({ attendance: 'present', substitute: null })
  })

  test.each<[User, Phase, boolean]>([
    ['anna', 'sent', true],
    ['anna', 'live', true],
    ['anna', 'hearing', false],
    ['anna', 'approved', false],
    ['nanna', 'sent', false],
  ])('A1 %s may say it in %s: %s', (user, phase, may) => {
    expect(meeting().seenBy(user, 'p-anna', phase).isMine).toBe(may)
  })

  test('A1 what somebody says of another is not heard', () => {
    const { margin, seenBy } = meeting()
    setAttendance(margin, 'id', {
      author: 'bo',
      at: 1,
      person: 'p-anna',
      attendance: 'absent',
      substitute: null,
    })
    expect(seenBy('nanna', 'p-anna').said).toBeNull()
  })

  test('A2 one click takes it into the paper, the substitute after whom they stand in for', () => {
    const { seenBy, list } = meeting()
    seenBy('anna', 'p-anna').say('apology', 'Lise Holm')
    seenBy('nanna', 'p-anna').take()
    expect(list()).toMatchObject([
      { name: 'A. Holm', attendance: 'apology' },
      { name: 'Lise Holm', organisation: 'Fjordby', substituteFor: 'A. Holm', functions: ['substitute'] },
      { name: 'bo lund ' },
    ])
    expect(seenBy('nanna', 'p-anna').differs).toBe(false)
  })

  test('A2 a substitute who is on the list is not added again', () => {
    const { seenBy, list } = meeting()
    seenBy('anna', 'p-anna').say('apology', 'Bo Lund')
    seenBy('nanna', 'p-anna').take()
    expect(list().map(({ substituteFor }) => substituteFor)).toEqual([null, 'A. Holm'])
  })

  test('A2 the value in the paper stands, and the difference is shown', () => {
    const { paper, seenBy } = meeting()
    seenBy('bo', 'p-bo').say('apology')
    people.set(paper, 'p-bo', { attendance: 'present' })
    expect(seenBy('anna', 'p-bo', 'hearing').differs).toBe(true)
    expect(seenBy('anna', 'p-bo', 'approved').differs).toBe(false)
    expect(people.maybe(paper, 'p-bo')?.attendance).toBe('present')
  })

  const SAYINGS: [Partial<Person>, Saying, boolean][] = [
    [{ attendance: null }, { attendance: 'present', substitute: null }, false],
    [{ attendance: 'guest' }, { attendance: 'present', substitute: null }, true],
    [{ attendance: 'absent' }, { attendance: 'apology', substitute: null }, false],
    [{ attendance: 'apology' }, { attendance: 'apology', substitute: 'Lise Holm' }, false],
  ]
  test.each(SAYINGS)('A1 beside %j stands %j: %s', (fields, saying, so) => {
    const { paper, list } = meeting()
    people.set(paper, 'p-anna', fields)
    expect(stands(saying, people.maybe(paper, 'p-anna') as Person, list())).toBe(so)
  })

  test('A3 somebody who is named twice in the forum, or linked to another, is nobody', () => {
    const person = (fields: Partial<Person>) => ({ person: null, name: 'Bo Lund', ...fields }) as Person
    expect(accountOf(person({}), forum)).toBe('bo')
    expect(accountOf(person({ person: 'x' }), forum)).toBe('x')
    expect(accountOf(person({ name: 'Bo Lun' }), forum)).toBeNull()
    const twice = { ...forum, members: [...forum.members, { user: 'b2', name: 'Bo Lund' } as Member] }
    expect(accountOf(person({}), twice)).toBeNull()
    expect(accountOf(person({}), null)).toBeNull()
  })

  test('A6 who is recused from an item is known by their account', () => {
    const { paper, list } = meeting()
    const recused = { kind: 'recused' as const, item: 'a' }
    people.set(paper, 'p-anna', { absences: [recused] })
    people.set(paper, 'p-bo', { absences: [recused, { kind: 'late', item: 'b' }] })
    people.add(paper, 'p-guest', { name: 'Ukendt Gæst', absences: [recused] })
    expect(recusedFrom(list(), 'a', forum)).toEqual(['anna', 'bo'])
    expect(recusedFrom(list(), 'b', forum)).toEqual([])
  })

  test('M31 what is said of one’s coming is in the rescue file', () => {
    const { margin, seenBy } = meeting()
    seenBy('anna', 'p-anna').say('apology', 'Lise Holm')
    expect(textsOf(margin)).toEqual(['apology', 'Lise Holm'])
  })
})
