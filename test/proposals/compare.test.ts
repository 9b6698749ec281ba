import fc from '../fast-check.ts'
import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { parseChange } from '../../schema/changes.ts'
import { applyProposal } from '../../schema/proposals/apply.ts'
import { proposalsOf } from '../../schema/proposals/compare.ts'
import { makes } from '../../schema/proposals/trial.ts'
import { nodeText } from '../../schema/node-text.ts'
import { titleSchema } from '../../schema/nodes.ts'
import { doc, fn, h, li, ol, p, quote, strong, table, task, td, tr, ul } from '../editing/builders.ts'
import { edited, KINDS, WORDS, type Edit } from './edits.ts'

/** A proposal in short: what it is made on, and what it does. */
function short(before: Node, after: Node): string[] {
  const { text, offsets } = nodeText(before)
  return proposalsOf(before, after).map(({ from, to, change }) => {
    const stretch = offsets({ from, to })
    const quoted = text.slice(stretch.from, stretch.to).replaceAll('\n', '|')
    switch (change.kind) {
      case 'inline':
        return `"${quoted}" → "${change.slice.content.map(({ text = '*' }) => text).join('')}"`
      case 'insertBlock':
        return `insertBlock ${change.side} "${quoted}" at ${change.depth}`
      case 'replaceBlock':
        return `replaceBlock "${quoted}" at ${change.depth}`
      case 'setBlock':
      case 'setList':
      case 'wrap':
      case 'split':
        return `${change.kind} ${change.type} "${quoted}"`
      default:
        return `${change.kind} "${quoted}"`
    }
  })
}

const SAID: [string, Node, Node, string[]][] = [
  [
    'a block that was cut where much was written on both sides',
    doc(p('Drift og strategi for plan som det forslag møde at patient på at der.')),
    doc(
      p('Drift og strategi for plan som det forslag møde '),
      p('bemærkningen at patient på at der. Forslaget er nyt.'),
    ),
    ['split paragraph "at patient på at der."', '"at" → "bemærkningen at"', '"" → ". Forslaget er nyt"'],
  ],
  [
    'two blocks that became a quotation each',
    doc(p('Som forslag.'), p('Ramme med sygehus.'), p('Til sidst.')),
    doc(quote(p('Som forslag.')), quote(p('Ramme med sygehus.')), p('Til sidst.')),
    ['wrap blockquote "Som forslag."', 'wrap blockquote "Ramme med sygehus."'],
  ],
  [
    'two lists with something put in between',
    doc(p('Som forslag.'), p('Ramme med sygehus.'), p('Til sidst.')),
    doc(ul(li(p('Som forslag.'))), p('Nyt.'), ul(li(p('Ramme med sygehus.'))), p('Til sidst.')),
    [
      'insertBlock after "Som forslag." at 0',
      'wrap bullet_list "Som forslag."',
      'wrap bullet_list "Ramme med sygehus."',
    ],
  ],
  [
    'a border that moved to the end of the second block',
    doc(p('Kommunen følger den referat de bemærkning.'), p('aftale ikke i af udvalg og det forslag det.')),
    doc(
      p('Kommunen følger den referat de bemærkning.aftale ikke i af udvalg og det forslag nyt.'),
      p('det.'),
    ),
    [
      'join "den referat de bemærkning.|aftale ikke i af udvalg "',
      'split paragraph "det."',
      '"forslag " → "forslag nyt."',
    ],
  ],
  [
    'a word that was changed',
    doc(p('Udvalget drøftede budgettet.')),
    doc(p('Udvalget godkendte budgettet.')),
    ['"drøftede" → "godkendte"'],
  ],
  [
    'a phrase that was rewritten, as one',
    doc(p('Regionen tager nu sagen op igen næste år.')),
    doc(p('Kommunen udsætter nu punktet til næste år.')),
    ['"Regionen tager nu sagen op igen" → "Kommunen udsætter nu punktet til"'],
  ],
  [
    'changes far apart, each by itself',
    doc(p('Regionen foreslog en ny ramme for samarbejdet om de ældre borgere.')),
    doc(p('Kommunen foreslog en ny ramme for samarbejdet om de unge borgere.')),
    ['"Regionen" → "Kommunen"', '"ældre" → "unge"'],
  ],
  [
    'a phrase put in beside another change',
    doc(p('Udvalget drøftede planen og tog den til efterretning.')),
    doc(p('Udvalget drøftede planen. Det tog den til efterretning med den bemærkning, at den er sen.')),
    ['" og" → ". Det"', '"" → " med den bemærkning, at den er sen"'],
  ],
  ['a word put in', doc(p('Rammen er aftalt.')), doc(p('Rammen er nu aftalt.')), ['"" → "nu "']],
  ['a word said twice', doc(p('Rammen er aftalt.')), doc(p('Rammen er er aftalt.')), ['"er " → "er er "']],
  [
    'a word made bold',
    doc(p('Rammen er aftalt.')),
    doc(p('Rammen ', strong('er'), ' aftalt.')),
    ['"er" → "er"'],
  ],
  [
    'a heading',
    doc(p('Økonomi'), p('Tekst.')),
    doc(h('Økonomi'), p('Tekst.')),
    ['setBlock heading "Økonomi"'],
  ],
  [
    'a task that got a date',
    doc(task({ id: 'a', owner: 'Bo' }, 'Send brevet.')),
    doc(task({ id: 'a', owner: 'Bo', due: '2026-12-01' }, 'Send brevet.')),
    ['setBlock task "Send brevet."'],
  ],
  [
    'a list of two paragraphs',
    doc(p('Et ord.'), p('To ord.'), p('Slut.')),
    doc(ul(li(p('Et ord.')), li(p('To ord.'))), p('Slut.')),
    ['wrap bullet_list "Et ord.|To ord."'],
  ],
  [
    'a paragraph that came into the list above it',
    doc(ul(li(p('Et ord.'))), p('To ord.')),
    doc(ul(li(p('Et ord.')), li(p('To ord.')))),
    ['wrap bullet_list "To ord."'],
  ],
  [
    'an item that went further in',
    doc(ul(li(p('Et ord.')), li(p('To ord.')))),
    doc(ul(li(p('Et ord.'), ul(li(p('To ord.')))))),
    ['wrap bullet_list "To ord."'],
  ],
  [
    'an item that left its list',
    doc(ul(li(p('Et ord.')), li(p('To ord.')), li(p('Tre ord.')))),
    doc(ul(li(p('Et ord.'))), p('To ord.'), ul(li(p('Tre ord.')))),
    ['unwrap "To ord."'],
  ],
  [
    'a list of another kind',
    doc(ul(li(p('Et ord.')), li(p('To ord.')))),
    doc(ol(li(p('Et ord.')), li(p('To ord.')))),
    ['setList ordered_list "Et ord.|To ord."'],
  ],
  ['a quotation', doc(p('Et ord.')), doc(quote(p('Et ord.'))), ['wrap blockquote "Et ord."']],
  [
    'a paragraph cut in two',
    doc(p('Punktet udsættes. Kommunen følger op.')),
    doc(p('Punktet udsættes. '), p('Kommunen følger op.')),
    ['split paragraph "Kommunen følger op."'],
  ],
  [
    'an item cut in two',
    doc(ul(li(p('Punktet udsættes. Kommunen følger op.')))),
    doc(ul(li(p('Punktet udsættes. ')), li(p('Kommunen følger op.')))),
    ['split paragraph "Kommunen følger op."'],
  ],
  [
    'a paragraph between the two parts of another',
    doc(p('Punktet udsættes. Kommunen følger op.')),
    doc(p('Punktet udsættes. '), p('Regionen tog forbehold.'), h('Kommunen følger op.')),
    ['split heading "Kommunen følger op."', 'insertBlock after "Punktet udsættes. " at 0'],
  ],
  [
    'paragraphs joined',
    doc(p('Punktet udsættes.'), p('Kommunen følger op.')),
    doc(p('Punktet udsættes. Kommunen følger op.')),
    ['join "Punktet udsættes.|Kommunen følger op."', '"" → " "'],
  ],
  [
    'a border between paragraphs that moved',
    doc(p('Punktet udsættes.'), p('Kommunen følger op. Regionen tog forbehold.')),
    doc(p('Punktet udsættes.Kommunen følger op. '), p('Regionen tog forbehold.')),
    ['join "Punktet udsættes.|Kommunen følger op. Regionen"', 'split paragraph "Regionen tog forbehold."'],
  ],
  [
    'a paragraph more',
    doc(p('Et ord.'), p('To ord.')),
    doc(p('Et ord.'), p('Noget helt andet står her.'), p('To ord.')),
    ['insertBlock after "Et ord." at 0'],
  ],
  [
    'an item more',
    doc(ul(li(p('Et ord.')), li(p('To ord.')))),
    doc(ul(li(p('Et ord.')), li(p('Noget helt andet.')), li(p('To ord.')))),
    ['insertBlock after "Et ord." at 1'],
  ],
  [
    'a row more',
    doc(table(tr(td('Et'), td('To')))),
    doc(table(tr(td('Et'), td('To')), tr(td('Tre'), td('Fire')))),
    ['insertBlock after "To" at 1'],
  ],
  [
    'a paragraph less',
    doc(p('Et ord.'), p('Noget helt andet står her.'), p('To ord.')),
    doc(p('Et ord.'), p('To ord.')),
    ['deleteBlock "Noget helt andet står her."'],
  ],
  ['an item less', doc(ul(li(p('Et.')), li(p('To.')))), doc(ul(li(p('Et.')))), ['deleteBlock "To."']],
  ['all taken out', doc(p('Et ord.'), p('To ord.')), doc(p('')), ['deleteBlock "Et ord.|To ord."']],
  ['words in an empty section', doc(p('')), doc(h('Nyt'), p('Et ord.')), ['replaceBlock "" at 0']],
  ['a footnote', doc(p('Et ord.')), doc(p('Et ord', fn('note'), '.')), ['"" → "*"']],
  [
    'a paragraph rewritten and made an item',
    doc(p('Det første.'), p('Rammen er aftalt for næste år.')),
    doc(p('Det første.'), ul(li(p('Rammen er godkendt for næste år.')))),
    ['wrap bullet_list "Rammen er aftalt for næste år."', '"aftalt" → "godkendt"'],
  ],
]

test.each(SAID)('M20 %s is proposed', (_what, before, after, said) => {
  expect(short(before, after)).toEqual(said)
  expect(makes(before, proposalsOf(before, after), after)).toBe(true)
})

test('M20 a copy that is the same proposes nothing', () => {
  expect(proposalsOf(doc(p('Et ord.')), doc(p('Et ord.')))).toEqual([])
})

test('M20 a title is a section too', () => {
  const title = (text: string): Node =>
    titleSchema.node('doc', null, [titleSchema.node('paragraph', null, [titleSchema.text(text)])])
  const [before, after] = [title('Budget for 2026'), title('Budget for 2027')]
  expect(short(before, after)).toEqual(['"2026" → "2027"'])
  expect(makes(before, proposalsOf(before, after), after)).toBe(true)
})

const words = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
  .map((chosen) => chosen.join(' '))
const share = fc.integer({ min: 0, max: 99 }).map((part) => part / 100)
const edits = (least: number, most: number): fc.Arbitrary<Edit[]> =>
  fc.array(fc.record({ kind: fc.constantFrom(...KINDS), at: share, within: share, words }), {
    minLength: least,
    maxLength: most,
  })

const START = doc(
  h('Økonomi i de kommende år'),
  p('Udvalget drøftede budgettet, og regionen tog det til efterretning.'),
  ul(li(p('Rammen er aftalt.')), li(p('Kommunen følger op i maj.'), p('Med en bemærkning.'))),
  p(''),
  table(tr(td('Region'), td('Budget')), tr(td('Kommune'), td(''))),
  quote(p('Patienten er i centrum.')),
  task({ id: 'task-a', owner: 'Bo', due: null }, 'Send referatet til godkendelse.'),
  p('Næste møde er den 4. maj.'),
)

test('M20 all proposals together make the copy, whatever was done to it, and each is one that a room takes', () => {
  fc.assert(
    fc.property(edits(0, 8), edits(1, 8), (first, then) => {
      const before = first.reduce(edited, START)
      const after = then.reduce(edited, before)
      const proposals = proposalsOf(before, after)
      expect(makes(before, proposals, after)).toBe(true)
      for (const { change } of proposals)
        expect(parseChange(JSON.parse(JSON.stringify(change)))).not.toBeNull()
    }),
    { numRuns: 300 },
  )
})

test('M20 what was reshaped is not proposed as other words', () => {
  fc.assert(
    fc.property(edits(1, 6), (list) => {
      const after = list
        .filter(({ kind }) => ['heading', 'bullets', 'numbers', 'quote', 'split'].includes(kind))
        .reduce(edited, START)
      for (const { change } of proposalsOf(START, after)) expect(change.kind).not.toBe('inline')
    }),
  )
})

test('M21 each can be accepted by itself, and then is there', () => {
  fc.assert(
    fc.property(edits(1, 6), fc.nat(), (list, chosen) => {
      const after = list.reduce(edited, START)
      const proposals = proposalsOf(START, after)
      const proposal = proposals[chosen % Math.max(1, proposals.length)]
      if (!proposal) return
      const { text, offsets } = nodeText(START)
      const { from, to } = offsets(proposal)
      const outcome = applyProposal(START, proposal, text.slice(from, to), proposal.change)
      // What was done to a block that was itself put in, or cut off, waits for that.
      expect(['applied', 'already', 'changed', 'impossible']).toContain(outcome.kind)
      if (outcome.kind === 'applied') expect(outcome.tr.doc.eq(START)).toBe(false)
    }),
  )
})
