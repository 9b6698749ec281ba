import { describe, expect, test } from 'vitest'
import type { Forum } from '../../schema/api.ts'
import {
  askedAt,
  candidates,
  closedUp,
  mentionable,
  mentionsIn,
  partsOf,
  withName,
  type Mentionable,
} from '../../client/mentions/mentions.ts'

const PEOPLE: Mentionable[] = [
  { user: 'bo', name: 'Bo Lund', colour: 1 },
  { user: 'bo2', name: 'Bo Lundgaard', colour: 2 },
  { user: 'aase', name: 'Åse Bro', colour: null },
]

describe('M60 "@" offers people', () => {
  test.each([
    ['@', ''],
    ['Spørg @bo', 'bo'],
    ['Spørg (@bo lu', 'bo lu'],
    ['@Bo Lund @å', 'å'],
    ['bo@lund', null],
    ['@bo\nnyt', null],
    ['ingen', null],
    [`@${'x'.repeat(60)}`, null],
  ])('at the end of %j: %j', (text, typed) => {
    expect(askedAt(text, text.length)?.typed ?? null).toBe(typed)
  })

  test('by any word of their name', () => {
    const names = (typed: string) => candidates(PEOPLE, typed).map(({ user }) => user)
    expect(names('')).toEqual(['bo', 'bo2', 'aase'])
    expect(names('lund')).toEqual(['bo', 'bo2'])
    expect(names('bo lundg')).toEqual(['bo2'])
    expect(names('BRO')).toEqual(['aase'])
    expect(names('und')).toEqual([])
  })

  test('and what is chosen takes the place of what was typed', () => {
    const text = 'Spørg @bo om det'
    const asked = askedAt(text, 9)
    expect(asked && withName(text, asked, 'Bo Lund')).toEqual({ text: 'Spørg @Bo Lund om det', caret: 15 })
  })

  test.each([
    ['Har @bo, og du', 7, 'Har @Bo Lund, og du', 12],
    ['(@bo)', 4, '(@Bo Lund)', 9],
  ])('and no space comes before what closes: %j', (text, caret, named, then) => {
    const asked = askedAt(text, caret)
    expect(asked && withName(text, asked, 'Bo Lund')).toEqual({ text: named, caret: then })
  })

  test.each([
    ['@Bo Lund ?', 9, '@Bo Lund?'],
    ['@Bo Lund …', 9, '@Bo Lund…'],
    ['@Bo Lund k', 9, null],
    ['@Bo Lund (', 9, null],
    ['@Bo Lund, ?', 9, null],
  ])('nor stays before it when it is typed next: %j', (text, space, closed) => {
    expect(closedUp({ text, caret: text.length }, space)).toEqual(
      closed && { text: closed, caret: closed.length },
    )
  })

  test('who may not read the margin is not offered', () => {
    const member = (user: string, role: string) => ({ user, name: user, role, organisation: null })
    const members = [member('sec', 'secretary'), member('chair', 'chair'), member('obs', 'observer')]
    const forum = { members, organisations: [] } as unknown as Forum
    expect(mentionable(forum).map(({ user }) => user)).toEqual(['sec', 'chair'])
    expect(mentionable(null)).toEqual([])
  })
})

describe('M60 who is mentioned is read from the text', () => {
  test.each([
    ['@Bo Lund kan du?', ['bo']],
    ['@Bo Lundgaard og @Åse Bro, @Åse Bro', ['bo2', 'aase']],
    ['@Bo Lunds mail', []],
    ['mail@Bo Lund', []],
    ['Bo Lund', []],
  ])('%j: %j', (text, users) => {
    expect(mentionsIn(text, PEOPLE)).toEqual(users)
  })

  test('and the parts are the text', () => {
    for (const text of ['', '@Bo Lund', 'a @Bo Lund b @Åse Bro', '@@Bo Lund@'])
      expect(
        partsOf(text, PEOPLE)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
  })

  test('two of one name are both', () => {
    expect(mentionsIn('@Bo Lund', [...PEOPLE, { user: 'bo3', name: 'Bo Lund', colour: 1 }])).toEqual([
      'bo',
      'bo3',
    ])
  })
})
