import { expect, test } from 'vitest'
import { restOf } from '../../client/merging/rest-of.ts'
import type { Loss } from '../../client/merging/losses.ts'

function loss(text: string, before = '', blocks = before === ''): Loss {
  const content = [{ type: 'text', text }]
  const context = { before, after: '', ownBefore: before.length, ownAfter: 0 }
  const whole = blocks ? [{ type: 'paragraph', content }] : null
  return {
    section: 'i1/case',
    text,
    content,
    blocks: whole,
    stranded: [],
    previous: [],
    next: [],
    ...context,
  }
}

test('Z7 of words of which the copy has the beginning the rest is put in', () => {
  const words = loss(' og det, der blev skrevet til sidst.', 'Det, der var sendt,')
  expect(restOf(words, 'Før. Det, der var sendt, og det, der bl')).toMatchObject({
    text: 'ev skrevet til sidst.',
    content: [{ type: 'text', text: 'ev skrevet til sidst.' }],
    before: 'Det, der var sendt, og det, der bl',
  })
  expect(restOf(words, 'Det, der var sendt, og det, der blev skrevet til sidst. Mere.')).toBeNull()
  expect(restOf(words, 'Noget helt andet.')).toEqual(words)
})

test('Z7 so it is with a paragraph, but a few letters are chance', () => {
  const words = loss('Et nyt afsnit om budgettet.')
  expect(restOf(words, 'Et nyt afsnit om b')).toMatchObject({ text: 'udgettet.', blocks: null })
  expect(restOf(words, 'Et nyt møde.')).toEqual(words)
})
