import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { missed, toggled, told } from '../../schema/absences.ts'
import type { Absence, AbsenceKind, Attendance } from '../../schema/meeting.ts'
import { people } from '../../schema/paper.ts'
import { fieldFits } from '../../schema/values.ts'
import { sync } from '../schema/builders.ts'

const AGENDA = ['a', 'b', 'c', 'd']
const placeOf = (item: string) => AGENDA.indexOf(item)
const of = (kind: AbsenceKind, item: string): Absence => ({ kind, item })
const somebody = (absences: Absence[], attendance: Attendance | null = 'present') => ({
  attendance,
  absences,
})

describe('what of the meeting somebody was there for', () => {
  test.each<[Absence[], string]>([
    [[], '....'],
    [[of('late', 'b')], '-...'],
    [[of('early', 'b')], '..--'],
    [[of('late', 'b'), of('early', 'c')], '-..-'],
    [[of('recused', 'c')], '..x.'],
    [[of('late', 'c'), of('recused', 'a')], 'x-..'],
    [[of('late', 'gone'), of('early', 'gone')], '....'],
  ])('A5 with %j: %s', (absences, parts) => {
    const SIGNS = { recused: 'x', away: '-' }
    const shown = AGENDA.map((item) => {
      const why = missed(somebody(absences), item, placeOf)
      return why === null ? '.' : SIGNS[why]
    })
    expect(shown.join('')).toBe(parts)
  })

  test.each<Attendance>(['apology', 'absent'])(
    'A5 who did not come (%s) is at no item named as missing',
    (kind) => {
      expect(missed(somebody([of('recused', 'a')], kind), 'a', placeOf)).toBeNull()
    },
  )

  test('A4 one comes and goes once, and is recused from any number of items; the same again takes it away', () => {
    const late = toggled([], of('late', 'b'))
    expect(toggled(late, of('late', 'c'))).toEqual([of('late', 'c')])
    expect(toggled(late, of('late', 'b'))).toEqual([])
    const recused = toggled(toggled(late, of('recused', 'a')), of('recused', 'd'))
    expect(recused).toHaveLength(3)
    expect(toggled(recused, of('recused', 'a'))).toEqual([of('late', 'b'), of('recused', 'd')])
  })

  test('A4 it is told in order, and of items that are gone not at all', () => {
    const absences = [
      of('recused', 'd'),
      of('early', 'd'),
      of('recused', 'a'),
      of('late', 'x'),
      of('late', 'b'),
    ]
    expect(told(absences, placeOf)).toEqual([
      of('late', 'b'),
      of('early', 'd'),
      of('recused', 'a'),
      of('recused', 'd'),
    ])
  })

  test('A4 somebody of an older paper missed nothing; nothing but absences gets in', () => {
    const paper = new Y.Doc()
    people.add(paper, 'p', { name: 'Anna' })
    expect(people.maybe(paper, 'p')?.absences).toEqual([])
    expect(fieldFits('people', 'absences', [of('late', 'b')])).toBe(true)
    for (const wrong of [null, 'late', [{ kind: 'gone', item: 'b' }], [{ kind: 'late' }]])
      expect(fieldFits('people', 'absences', wrong)).toBe(false)
  })

  test('A4 an item that is moved takes it along', () => {
    const [here, there] = [new Y.Doc(), new Y.Doc()]
    people.add(here, 'p', { name: 'Anna', absences: [of('late', 'b')] })
    sync(here, there)
    const [anna] = people.list(there)
    const turned = (item: string) => ['b', 'a'].indexOf(item)
    expect(anna && missed(anna, 'a', placeOf)).toBe('away')
    expect(anna && missed(anna, 'a', turned)).toBeNull()
  })
})
