import { describe, expect, test } from 'vitest'
import { carryOver, proposedIn } from '../../client/suggesting/carry.ts'
import { replacement, rewordedAt } from '../../client/suggesting/suggestions.ts'
import { doc, li, p, ul } from '../editing/builders.ts'

const BASE = doc(p('Vi mødes i september.'), p('Mødet varer en time.'))

describe('M55 what others change comes into a copy', () => {
  test.each([
    [
      'elsewhere',
      doc(p('Vi mødes i oktober.'), p('Mødet varer en time.')),
      doc(p('Vi mødes i september.'), p('Mødet varer to timer.')),
      doc(p('Vi mødes i oktober.'), p('Mødet varer to timer.')),
    ],
    [
      'in the same paragraph',
      doc(p('Vi mødes alle i september.'), p('Mødet varer en time.')),
      doc(p('Vi mødes i starten af september.'), p('Mødet varer en time.')),
      doc(p('Vi mødes alle i starten af september.'), p('Mødet varer en time.')),
    ],
    [
      'around it',
      doc(p('Vi mødes i oktober.'), p('Mødet varer en time.')),
      doc(ul(li(p('Vi mødes i september.'))), p('Mødet varer en time.')),
      doc(ul(li(p('Vi mødes i oktober.'))), p('Mødet varer en time.')),
    ],
  ])('M55 %s', (_name, copy, now, both) => {
    const { doc: carried, left } = carryOver(BASE, copy, now)
    expect(carried.toString()).toBe(both.toString())
    expect(left).toEqual([])
  })

  test('M55 words for words that are gone stay beside it', () => {
    const copy = doc(p('Vi mødes i oktober.'), p('Mødet varer en time.'))
    const { doc: carried, left } = carryOver(BASE, copy, doc(p('Mødet varer en time.')))
    expect(carried.toString()).toBe(doc(p('Mødet varer en time.')).toString())
    expect(left).toHaveLength(1)
    expect(left[0]?.change).toMatchObject({ kind: 'inline' })
  })

  test('M55 what somebody else has made so already is proposed no more', () => {
    const copy = doc(p('Vi mødes i oktober.'), p('Mødet varer en time.'))
    const { doc: carried, left } = carryOver(BASE, copy, copy)
    expect([carried.eq(copy), left]).toEqual([true, []])
  })
})

test('M54 a copy proposes what is different in it, at its place in the copy', () => {
  const copy = doc(p('Vi mødes i oktober.'), p('Mødet varer en time.'))
  const { doc: same, made } = proposedIn(BASE, copy)
  expect(same.eq(copy)).toBe(true)
  expect(made.map(({ from, to, quote }) => [copy.textBetween(from, to), quote])).toEqual([
    ['oktober', 'september'],
  ])
  expect(proposedIn(BASE, BASE).made).toEqual([])
})

test('M54 other words for a stretch; lines become paragraphs', () => {
  const at = { from: 12, to: 21 }
  expect(rewordedAt(BASE, at, 'oktober').firstChild?.textContent).toBe('Vi mødes i oktober.')
  expect(rewordedAt(BASE, at, '').firstChild?.textContent).toBe('Vi mødes i .')
  expect(rewordedAt(BASE, at, 'maj\neller juni').toString()).toBe(
    doc(p('Vi mødes i maj'), p('eller juni.'), p('Mødet varer en time.')).toString(),
  )
  const target = {
    kind: 'text',
    item: 'i',
    section: 'case',
    from: '',
    to: '',
    quote: 'a',
    prefix: '',
    suffix: '',
  } as const
  expect(replacement(target, 'b').change).toMatchObject({ slice: { content: [{ text: 'b' }] } })
})
