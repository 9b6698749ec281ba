import fc from '../fast-check.ts'
import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { parseChange, type Change } from '../../schema/changes.ts'
import { nodeText } from '../../schema/node-text.ts'
import { applyProposal } from '../../schema/proposals/apply.ts'
import type { Outcome, Place } from '../../schema/proposals/proposal.ts'
import { cell, doc, fn, h, li, ol, p, quote, strong, table, task, td, tr, ul } from '../editing/builders.ts'
import { titleSchema, type Block } from '../../schema/nodes.ts'
import * as json from '../schema/builders.ts'

/** Where words stand in a section; nothing is the section's beginning. */
function placeOf(node: Node, words: string): Place {
  const { text, range } = nodeText(node)
  const at = text.indexOf(words)
  if (at < 0) throw new RangeError(words)
  return range(at, at + words.length)
}

function applied(node: Node, words: string, change: Change, quoted = words): Outcome {
  return applyProposal(node, placeOf(node, words), quoted, change)
}

const written = (...content: (string | Block)[]): Change => ({
  kind: 'inline',
  slice: {
    content: content.map((part) => (typeof part === 'string' ? json.text(part) : part)),
    openStart: 0,
    openEnd: 0,
  },
})
const put = (side: 'before' | 'after', depth: number, ...blocks: Block[]): Change => ({
  kind: 'insertBlock',
  side,
  depth,
  blocks,
})
const instead = (depth: number, ...blocks: Block[]): Change => ({ kind: 'replaceBlock', depth, blocks })
const bullets = (depth = 1): Change => ({ kind: 'wrap', type: 'bullet_list', attrs: {}, depth })
const split: Change = { kind: 'split', type: 'paragraph', attrs: {} }

const APPLIED: [string, Node, string, Change, Node][] = [
  [
    'words take the place of words',
    doc(p('Rammen er aftalt.')),
    'aftalt',
    written('godkendt'),
    doc(p('Rammen er godkendt.')),
  ],
  ['words are taken away', doc(p('Rammen er aftalt.')), ' er', written(), doc(p('Rammen aftalt.'))],
  [
    'words get their looks',
    doc(p('Rammen er aftalt.')),
    'er',
    written(json.text('er', 'strong')),
    doc(p('Rammen ', strong('er'), ' aftalt.')),
  ],
  ['a footnote goes', doc(p('Et ord', fn('note'), '.')), 'note', written(), doc(p('Et ord.'))],
  [
    'a task gets a date and keeps its owner',
    doc(task({ id: 'a', owner: 'Bo' }, 'Send brevet.')),
    'Send',
    { kind: 'setBlock', type: 'task', attrs: { due: '2026-12-01' } },
    doc(task({ id: 'a', owner: 'Bo', due: '2026-12-01' }, 'Send brevet.')),
  ],
  [
    'a list beside another joins it',
    doc(ul(li(p('Et.'))), p('To.')),
    'To.',
    bullets(),
    doc(ul(li(p('Et.')), li(p('To.')))),
  ],
  [
    'an item leaves its list',
    doc(ul(li(p('Et.')), li(p('To.')))),
    'To.',
    { kind: 'unwrap', depth: 0 },
    doc(ul(li(p('Et.'))), p('To.')),
  ],
  [
    'what is quoted is no quotation',
    doc(quote(p('Et.'))),
    'Et.',
    { kind: 'unwrap', depth: 0 },
    doc(p('Et.')),
  ],
  ['an item is cut', doc(ul(li(p('Et. To.')))), 'To.', split, doc(ul(li(p('Et. ')), li(p('To.'))))],
  [
    'blocks are joined over the end of a list',
    doc(ul(li(p('Et.'))), p('To.')),
    'Et.\nTo.',
    { kind: 'join' },
    doc(ul(li(p('Et.To.')))),
  ],
  [
    'a list is put in beside a paragraph',
    doc(p('Et.'), p('Slut.')),
    'Et.',
    put('after', 0, json.ul(json.li(json.p('To.')))),
    doc(p('Et.'), ul(li(p('To.'))), p('Slut.')),
  ],
  [
    'items come into a list',
    doc(ol(li(p('Et.')), li(p('Tre.')))),
    'Et.',
    put('after', 1, json.ul(json.li(json.p('To.')))),
    doc(ol(li(p('Et.')), li(p('To.')), li(p('Tre.')))),
  ],
  [
    'items come beside what is a list no more',
    doc(p('Et.'), p('Tre.')),
    'Et.',
    put('after', 1, json.ul(json.li(json.p('To.')))),
    doc(p('Et.'), ul(li(p('To.'))), p('Tre.')),
  ],
  ['blocks take the place of a line', doc(p('')), '', instead(0, json.p('Et.')), doc(p('Et.'))],
  [
    'items take the place of items',
    doc(ul(li(p('Et.')), li(p('To.')), li(p('Tre.')))),
    'To.\nTre.',
    instead(1, json.ul(json.li(json.p('To.'), json.p('Tre.')))),
    doc(ul(li(p('Et.')), li(p('To.'), p('Tre.')))),
  ],
  [
    'a list goes with its last item',
    doc(ul(li(p('Et.'))), p('To.')),
    'Et.',
    { kind: 'deleteBlock' },
    doc(p('To.')),
  ],
  ['a section keeps a line', doc(h('Et.'), p('To.')), 'Et.\nTo.', { kind: 'deleteBlock' }, doc(p(''))],
  [
    'a row goes with all of its cells',
    doc(table(tr(td('a'), td('b')), tr(td('c'), td('d')))),
    'c\nd',
    { kind: 'deleteBlock' },
    doc(table(tr(td('a'), td('b')))),
  ],
]

test.each(APPLIED)('M22 %s', (_what, before, words, change, after) => {
  const outcome = applied(before, words, change)
  expect(outcome.kind).toBe('applied')
  if (outcome.kind !== 'applied') return
  expect(outcome.tr.doc.toJSON()).toEqual(after.toJSON())
  expect(
    outcome.tr.steps.reduce((node, step) => step.apply(node).doc ?? node, before as Node).eq(after),
  ).toBe(true)
})

const NOT: [string, Node, string, string, Change, Outcome['kind']][] = [
  [
    'words that are others now',
    doc(p('Rammen er drøftet.')),
    'drøftet',
    'aftalt',
    written('godkendt'),
    'changed',
  ],
  [
    'a block in which a colleague wrote more',
    doc(p('Rammen er aftalt nu.'), p('To.')),
    'Rammen er aftalt',
    'Rammen er aftalt',
    { kind: 'deleteBlock' },
    'changed',
  ],
  [
    'a block that is another',
    doc(p('Noget helt andet.')),
    'Noget helt andet.',
    'Rammen er aftalt.',
    bullets(),
    'changed',
  ],
  [
    'blocks for a block in which a colleague wrote more',
    doc(p('Rammen er aftalt nu.')),
    'Rammen er aftalt',
    'Rammen er aftalt',
    instead(0, json.p('Et.'), json.p('To.')),
    'changed',
  ],
  [
    'items of a list of another kind',
    doc(ol(li(p('Et.')), li(p('To.')))),
    'To.',
    'To.',
    bullets(),
    'changed',
  ],
  ['a cut before other words', doc(p('Et. Andet.')), 'Andet.', 'To.', split, 'changed'],
  [
    'a border where there are two now',
    doc(p('Første del.'), p('Ny.'), p('Anden del.')),
    'del.\nNy.\nAnden',
    'del.\nAnden',
    { kind: 'join' },
    'changed',
  ],
  ['a cell by itself', doc(table(tr(td('a'), td('b')))), 'a', 'a', { kind: 'deleteBlock' }, 'impossible'],
  ['a border of a table', doc(table(tr(td('a'), td('b')))), 'a\nb', 'a\nb', { kind: 'join' }, 'impossible'],
  ['words over two lines', doc(p('Et.'), p('To.')), 'Et.\nTo.', 'Et.\nTo.', written('Tre.'), 'impossible'],
  [
    'bold in a footnote’s text that takes words alone',
    doc(p('Et', fn('note'))),
    'ot',
    'ot',
    written({ type: 'hard_break' }),
    'impossible',
  ],
  [
    'a list where none is',
    doc(p('Et.')),
    'Et.',
    'Et.',
    { kind: 'setList', type: 'ordered_list', attrs: {} },
    'impossible',
  ],
]

test.each(NOT)('M22 %s: nothing is done, and it is told', (_what, node, words, quoted, change, kind) => {
  expect(applied(node, words, change, quoted).kind).toBe(kind)
})

test('M62 a title takes words, and neither looks nor shapes', () => {
  const line = (text: string): Node => titleSchema.node('paragraph', null, [titleSchema.text(text)])
  const title = titleSchema.node('doc', null, [line('Budget for 2026')])
  expect(applied(title, '2026', written('2027'))).toMatchObject({ kind: 'applied' })
  const others: Change[] = [
    bullets(),
    put('after', 0, json.ul(json.li(json.p('Mere.')))),
    { kind: 'setBlock', type: 'heading', attrs: { level: 1 } },
    written(json.text('2027', 'strong')),
  ]
  for (const change of others) expect(applied(title, '2026', change).kind).toBe('impossible')
})

const ALREADY: [string, Node, string, string, Change][] = [
  ['words put in', doc(p('Rammen er nu aftalt.')), '', '', written('Rammen ')],
  ['words in the place of others', doc(p('Rammen er godkendt.')), 'godkendt', 'aftalt', written('godkendt')],
  ['a heading', doc(h('Et.')), 'Et.', 'Et.', { kind: 'setBlock', type: 'heading', attrs: { level: 1 } }],
  ['a list', doc(ul(li(p('Et.')))), 'Et.', 'Et.', bullets()],
  ['no list', doc(p('Et.')), 'Et.', 'Et.', { kind: 'unwrap', depth: 0 }],
  ['a cut', doc(p('Et.'), p('To.')), 'To.', 'To.', split],
  ['a joint', doc(p('Et.To.')), 'Et.To.', 'Et.\nTo.', { kind: 'join' }],
  ['a block', doc(p('Et.'), p('To.')), 'Et.', 'Et.', put('after', 0, json.p('To.'))],
  [
    'a block before which others were put in',
    doc(p('Et.'), p('Andet.'), p('Tredje.'), p('Rammen er aftalt.')),
    'Et.',
    'Et.',
    put('after', 0, json.p('Rammen er aftalt.')),
  ],
  [
    'a block behind which others were put in',
    doc(p('Rammen er aftalt.'), p('Andet.'), p('Et.')),
    'Et.',
    'Et.',
    put('before', 0, json.p('Rammen er aftalt.')),
  ],
  [
    'an item',
    doc(ul(li(p('Et.')), li(p('To.')))),
    'To.',
    'To.',
    put('before', 1, json.ul(json.li(json.p('Et.')))),
  ],
]

test.each(ALREADY)('M23 %s that stands there already', (_what, node, words, quoted, change) => {
  expect(applied(node, words, change, quoted).kind).toBe('already')
})

test.each([
  ['before', 'endelig aftalt ', doc(p('Rammen er endelig aftalt '), p('for 2027.')), 28, 'already'],
  ['after', 'endelig aftalt ', doc(p('Rammen er '), p('endelig aftalt for 2027.')), 11, 'already'],
  ['before', 'nu ', doc(p('Rammen er nu '), p('for 2027.')), 16, 'applied'],
])('M23 at a line’s edge words stand %s it where the line was cut; “%s”', (_side, words, node, at, kind) => {
  expect(applyProposal(node, { from: at, to: at }, '', written(words)).kind).toBe(kind)
})

test('M23 a few letters that stand further off were not put in yet', () => {
  const change = put('after', 0, json.p('Ja.'))
  expect(applied(doc(p('Et.'), p('Andet.'), p('Ja.')), 'Et.', change).kind).toBe('applied')
})

test('M23 what was applied is there already', () => {
  for (const [what, before, words, change] of APPLIED) {
    if (change.kind === 'deleteBlock') continue
    const outcome = applied(before, words, change)
    if (outcome.kind !== 'applied') throw new RangeError(what)
    // Where a block was put in, its target stands beside it.
    if (change.kind === 'insertBlock') {
      if (words === '') continue
      expect(applied(outcome.tr.doc, words, change).kind, what).toBe('already')
    } else expect(applyProposal(outcome.tr.doc, outcome.place, words, change).kind, what).toBe('already')
  }
})

const node: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.record(
    {
      type: fc.constantFrom(
        'paragraph',
        'heading',
        'text',
        'list_item',
        'bullet_list',
        'table',
        'table_row',
        'table_cell',
        'footnote',
        'hard_break',
        'blockquote',
        'task',
        'doc',
        'script',
      ),
      text: fc.string({ maxLength: 5 }),
      attrs: fc.dictionary(fc.constantFrom('level', 'id', 'colspan', 'start'), fc.anything({ maxDepth: 1 })),
      content: fc.array(tie('node'), { maxLength: 2, depthIdentifier: 'nodes' }),
      marks: fc.array(fc.record({ type: fc.constantFrom('strong', 'link', 'x') }), { maxLength: 2 }),
    },
    { requiredKeys: ['type'] },
  ),
})).node
const BLOCKS = [json.p('a'), json.ul(json.li(json.p('b')), json.li()), json.p(), { type: 'blockquote' }]
const INLINE = [json.text('x'), json.text('y', 'strong'), { type: 'hard_break' }, { type: 'footnote' }]
const hostile = fc.record(
  {
    kind: fc.constantFrom(
      'inline',
      'setBlock',
      'setList',
      'wrap',
      'unwrap',
      'split',
      'join',
      'insertBlock',
      'replaceBlock',
      'deleteBlock',
    ),
    type: fc.constantFrom('paragraph', 'heading', 'task', 'bullet_list', 'ordered_list', 'blockquote', 'doc'),
    attrs: fc.dictionary(fc.constantFrom('level', 'id', 'start', 'style'), fc.anything({ maxDepth: 1 })),
    depth: fc.integer({ min: -1, max: 50 }),
    side: fc.constantFrom('before', 'after'),
    blocks: fc.array(fc.oneof(node, fc.constantFrom(...BLOCKS)), { maxLength: 3 }),
    slice: fc.record({
      content: fc.array(fc.oneof(node, fc.constantFrom(...INLINE)), { maxLength: 3 }),
      openStart: fc.integer({ min: 0, max: 3 }),
      openEnd: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { requiredKeys: ['kind'] },
)

const ODD = [
  doc(p('')),
  doc(ul(), p('Et.')),
  doc(table(tr(td('a'), cell({}, ul(li(p('b'))))), tr()), p('Et', fn(''), '.')),
  doc(ul(li(p('Et.'), ul(li(p('To.'))))), quote(), task({ id: 'a' }, 'Tre')),
]

test('M24 whatever a room brings as a change, it is applied as valid text or not at all', () => {
  let count = 0
  fc.assert(
    fc.property(hostile, fc.constantFrom(...ODD), fc.nat(), fc.nat(), (value, section, a, b) => {
      const change = parseChange(value)
      if (change === null) return
      const from = (a % (section.content.size + 3)) - 1
      const place = { from, to: from + (b % 12) - 1 }
      const { text, offsets } = nodeText(section)
      const stretch = offsets(place)
      const outcome = applyProposal(section, place, text.slice(stretch.from, stretch.to), change)
      if (outcome.kind !== 'applied') return
      count++
      outcome.tr.doc.check()
      expect(outcome.tr.doc.eq(section)).toBe(false)
    }),
    { numRuns: 1_000 },
  )
  expect(count).toBeGreaterThan(10)
})

const many = <T>(count: number, made: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => made(i))
let nested: Block = json.p('x')
for (let i = 0; i < 17; i++) nested = { type: 'blockquote', content: [nested] }

const LONGEST: [string, Change][] = [
  ['paragraphs', put('after', 0, ...many(900, () => json.p('x')))],
  ['empty items', put('before', 40, ...many(700, () => json.ul(json.li())))],
  ['what is nested', { kind: 'replaceBlock', depth: 0, blocks: many(60, () => nested) }],
  ['words', written(...many(900, (i) => json.text('x', ...(i % 2 ? ['strong'] : []))))],
  ['wrapping', bullets(40)],
]

test.each(LONGEST)(
  'M24 the most of %s that a room takes is applied to a long section, or not at all',
  (_what, change) => {
    const section = doc(...many(300, (i) => p(`Afsnit ${i} ${'om rammen for samarbejdet '.repeat(20)}`)))
    const read = parseChange(JSON.parse(JSON.stringify(change)))
    expect(read).toEqual(change)
    const { text, range } = nodeText(section)
    for (const to of [600, text.length]) {
      const outcome = applyProposal(section, range(0, to), text.slice(0, to), change)
      if (outcome.kind === 'applied') outcome.tr.doc.check()
      else expect(['changed', 'impossible']).toContain(outcome.kind)
    }
  },
)

test('M24 nothing is put in deeper than the paper takes it', () => {
  let deep = p('Et.')
  for (let i = 0; i < 38; i++) deep = quote(deep)
  const wrap: Change = { kind: 'wrap', type: 'blockquote', attrs: {}, depth: 40 }
  const first = applied(doc(quote(deep)), 'Et.', wrap)
  expect(first.kind).toBe('impossible')
})
