import { expect, test } from 'vitest'
import type { Change } from '../../schema/changes.ts'
import { MARGIN_WORDS } from '../../schema/words/margin.ts'
import { copyPiecesOf, piecesOf } from '../../client/margin/pieces.ts'
import { sayRuling } from '../../client/margin/ruling-words.ts'
import { isPlain, reworded, wordingOf, wordsOf } from '../../client/margin/wording.ts'
import { proposedIn } from '../../client/suggesting/carry.ts'
import { doc, p, ul, li } from '../editing/builders.ts'

const words = MARGIN_WORDS.da
const inline = (text: string): Change & { kind: 'inline' } => ({
  kind: 'inline',
  slice: { content: text === '' ? [] : [{ type: 'text', text }], openStart: 0, openEnd: 0 },
})
const WHOLE = { type: 'paragraph', content: [{ type: 'text', text: 'Nyt' }] }

test.each([
  [inline('oktober'), 'september', 'september', 'oktober', null],
  [inline(''), 'september', 'september', '', null],
  [{ kind: 'wrap', type: 'bullet_list', attrs: {}, depth: 0 }, 'Ja', '', '', 'Gør til punktliste'],
  [{ kind: 'setBlock', type: 'heading', attrs: { level: 2 } }, 'Ja', '', '', 'Gør til lille underoverskrift'],
  [{ kind: 'deleteBlock' }, 'Ja', 'Ja', '', 'Slet afsnittet'],
  [{ kind: 'insertBlock', side: 'after', blocks: [WHOLE], depth: 0 }, 'Ja', '', 'Nyt', 'Nyt afsnit'],
] as [Change, string, string, string, string | null][])(
  'M50 what is suggested is said in words: %j',
  (change, quote, old, text, act) => {
    expect(wordingOf(change, quote, words)).toEqual({ old, new: text, act })
  },
)

test('M53 plain words can be given other ones, which keep their looks; blocks cannot', () => {
  const bold: Change = {
    kind: 'inline',
    slice: {
      content: [{ type: 'text', text: 'nyt', marks: [{ type: 'strong' }] }],
      openStart: 0,
      openEnd: 0,
    },
  }
  expect(isPlain(bold) && wordsOf(bold)).toBe('nyt')
  expect(isPlain(bold) && reworded(bold, 'nyere')).toEqual({
    ...bold,
    slice: {
      content: [{ type: 'text', text: 'nyere', marks: [{ type: 'strong' }] }],
      openStart: 0,
      openEnd: 0,
    },
  })
  expect(isPlain({ kind: 'deleteBlock' })).toBe(false)
})

test.each([
  ['accepted', '', 'Accepteret af Nanna'],
  ['partly', 'i oktober', 'Delvist accepteret af Nanna: „i oktober“'],
  ['declined', '', 'Afvist af Nanna'],
  ['declined', 'Det blev ikke sagt', 'Afvist af Nanna: Det blev ikke sagt'],
  ['resolved', '', 'Løst af Nanna'],
] as const)('M53 the thread says what became of it: %s %s', (state, reason, said) => {
  const ruling = {
    id: 'ruling-001',
    author: 'nanna',
    at: 1,
    edited: null,
    thread: 'thread-001',
    state,
    reason,
  }
  expect(sayRuling(ruling, 'Nanna', words)).toBe(said)
})

test('M50 in the paper old words stand and new ones are drawn; in a copy it is the other way round', () => {
  const [before, after] = [
    doc(p('Vi mødes igen i september, om torsdagen.')),
    doc(p('Vi mødes igen i oktober, om torsdagen.')),
  ]
  const { made, doc: copy } = proposedIn(before, after)
  const [one] = made
  expect(one && piecesOf(before, one.proposal, one.proposal.change, words)).toEqual([
    { kind: 'del', from: 17, to: 26 },
    { kind: 'ins', at: 26, text: 'oktober' },
  ])
  expect(copyPiecesOf(copy, made, words)).toEqual([
    { kind: 'del', at: 17, text: 'september' },
    { kind: 'ins', from: 17, to: 24 },
  ])
})

test('M50 what is to happen to a block stands at its beginning', () => {
  const [before, after] = [doc(p('en'), p('to')), doc(p('en'), ul(li(p('to'))))]
  const { made, doc: copy } = proposedIn(before, after)
  const [one] = made
  expect(one && piecesOf(before, one.proposal, one.proposal.change, words)).toEqual([
    { kind: 'flag', at: 5, text: 'Gør til punktliste' },
  ])
  expect(copyPiecesOf(copy, made, words)).toEqual([{ kind: 'flag', at: 7, text: 'Gør til punktliste' }])
})
