import { describe, expect, test } from 'vitest'
import { asKnown } from '../../client/views/new-meeting/known-people.ts'
import { emptyPerson, type PersonJson } from '../../schema/meeting.ts'
import { forum, member } from './builders.ts'

const HOME = forum('a', {
  organisations: [{ id: 'fjordland', name: 'Region Fjordland', colour: 1 }],
  members: [
    member('nanna', { role: 'secretary', organisation: 'fjordland' }),
    member('karen', { title: 'direktør' }),
  ],
})

describe('people of a file', () => {
  const person = (name: string, fields: Partial<PersonJson> = {}): PersonJson => ({
    ...emptyPerson(name),
    attendance: 'present',
    ...fields,
  })
  const known = (...people: PersonJson[]) =>
    asKnown(people, HOME).map((one) => [one.person, one.title, one.organisation])
  const { nanna, karen } = Object.fromEntries(HOME.members.map(({ user, name }) => [user, name]))

  test('U52 who has a member’s name is that member, with what the file does not tell', () => {
    expect(known(person(`${nanna} `), person(karen ?? '', { title: 'formand' }), person('Bent'))).toEqual([
      ['nanna', HOME.members[0]?.title ?? null, 'Region Fjordland'],
      ['karen', 'formand', null],
      [null, null, null],
    ])
  })

  test('U52 of two with one name, and beside a member who is listed, nobody is guessed', () => {
    expect(known(person(nanna ?? ''), person(nanna ?? '')).map(([user]) => user)).toEqual([null, null])
    expect(known(person('N.', { person: 'nanna' }), person(nanna ?? '')).map(([user]) => user)).toEqual([
      'nanna',
      null,
    ])
  })

  test('U52 organisations are called as in the forum, and others as in the file', () => {
    const at = (organisation: string) => known(person('Bent', { organisation }))[0]?.[2]
    expect(['region fjordland', 'Region Fjordlandet', 'Region Fjordlands Venner'].map(at)).toEqual([
      'Region Fjordland',
      'Region Fjordland',
      'Region Fjordlands Venner',
    ])
  })
})
