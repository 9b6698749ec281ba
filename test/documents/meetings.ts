import fc from '../fast-check.ts'
import {
  ABSENCE_KINDS,
  ATTENDANCES,
  FORMAT,
  FUNCTIONS,
  ITEM_KINDS,
  OUTCOME_KINDS,
  type MeetingJson,
} from '../../schema/meeting.ts'
import { sectionSchema, type Block } from '../../schema/nodes.ts'

/** Ids in a row, for tests that compare. */
export function ids(prefix = 'id'): () => string {
  let last = 0
  return () => `${prefix}-${++last}`
}

/** Text that a person could have typed, with everything in it that Markdown might take for markup. */
const words = fc.constantFrom(
  ...'punkt Direktørforum 3. 1) a) **fed** _kursiv_ # - + > | [x](y) [^1] <p> &amp; & * ** _ \\ ` ~ æøå ¹ Referat: Beslutning Det indstilles, at: Bilag → — – " \' ( ) 100% 5 o'.split(
    ' ',
  ),
)
export const text = fc
  .array(fc.oneof({ weight: 6, arbitrary: words }, { weight: 1, arbitrary: fc.string({ maxLength: 8 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => clean(parts.join(' ')))
  .filter((value) => value !== '')

const clean = (value: string) =>
  // eslint-disable-next-line no-control-regex -- control characters are dropped when written
  value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/\p{Cs}/gu, '')

const line = text.map((value) => value.replace(/\s+/g, ' ').trim()).filter((value) => value !== '')
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })

/** Days, and texts that read like one. */
const DAYS = ['2026-05-01', '2026-12-17', '17. december 2026', '1 May 2026', '31. april 2026']

const marks = fc
  .subarray(['strong', 'em', 'underline', 'link'])
  .map((types) =>
    types.map((type) =>
      type === 'link' ? { type, attrs: { href: 'https://eksempel.dk/a_(b)?c=d&e' } } : { type },
    ),
  )
const textNode = fc
  .tuple(text, marks)
  .map(([value, on]): Block => ({ type: 'text', text: value, ...(on.length ? { marks: on } : {}) }))
const footnote = fc.option(text, { nil: '' }).map((value): Block => ({
  type: 'footnote',
  ...(value ? { content: [{ type: 'text', text: value }] } : {}),
}))
const reference = line.map((value): Block => ({
  type: 'reference',
  attrs: { item: 'x/y', meeting: 'møde 7', text: value },
}))
const inline = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: textNode },
    { weight: 1, arbitrary: fc.constant<Block>({ type: 'hard_break' }) },
    { weight: 1, arbitrary: footnote },
    { weight: 1, arbitrary: reference },
  ),
  { maxLength: 4 },
)
const withInline = (type: string, attrs?: Record<string, unknown>) =>
  inline.map((content): Block => ({ type, ...(attrs ? { attrs } : {}), content }))

const leaf: fc.Arbitrary<Block> = fc.oneof(
  { weight: 5, arbitrary: withInline('paragraph') },
  { weight: 1, arbitrary: fc.constantFrom(1, 2).chain((level) => withInline('heading', { level })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(maybe(line), maybe(fc.constantFrom(...DAYS)))
      .chain(([owner, due]) => withInline('task', { id: 't', owner, due })),
  },
)

const { blocks } = fc.letrec<{ block: Block; blocks: Block[] }>((tie) => ({
  blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
  block: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    { weight: 6, arbitrary: leaf },
    { weight: 2, arbitrary: items(tie('blocks')).map((content) => ({ type: 'bullet_list', content })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom('decimal', 'alpha'), items(tie('blocks')))
        .map(([start, style, content]) => ({ type: 'ordered_list', attrs: { start, style }, content })),
    },
    { weight: 1, arbitrary: tie('blocks').map((content) => ({ type: 'blockquote', content })) },
    { weight: 1, arbitrary: table(tie('blocks')) },
  ),
}))

function items(of: fc.Arbitrary<Block[]>): fc.Arbitrary<Block[]> {
  return fc.array(
    of.map((content): Block => ({ type: 'list_item', content })),
    { minLength: 1, maxLength: 3 },
  )
}

function table(of: fc.Arbitrary<Block[]>): fc.Arbitrary<Block> {
  const plain = withInline('paragraph').map((one) => [one])
  const cell = (type: string) =>
    fc
      .tuple(
        fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: of }),
        fc.constantFrom(1, 1, 1, 2),
      )
      .map(([content, colspan]): Block => ({ type, attrs: { colspan, rowspan: 1, colwidth: null }, content }))
  const row = (type: string, columns: number) =>
    fc
      .array(cell(type), { minLength: columns, maxLength: columns })
      .map((content): Block => ({ type: 'table_row', content }))
  return fc
    .integer({ min: 1, max: 3 })
    .chain((columns) =>
      fc
        .tuple(
          row('table_header', columns),
          fc.array(row('table_cell', columns), { minLength: 1, maxLength: 2 }),
        )
        .map(([head, body]): Block => ({ type: 'table', content: [head, ...body] })),
    )
}

/** Blocks in the normal form of the editor: adjacent text with the same marks is one node. */
export const normal = (list: Block[]): Block[] =>
  list.map((block) => sectionSchema.nodeFromJSON(joined(block)).toJSON() as Block)

function joined(block: Block): Block {
  if (!block.content) return block
  const content: Block[] = []
  for (const child of block.content.map(joined)) {
    const last = content.at(-1)
    const same =
      last?.type === 'text' &&
      child.type === 'text' &&
      JSON.stringify(last.marks) === JSON.stringify(child.marks)
    if (last && same) content[content.length - 1] = { ...last, text: `${last.text ?? ''}${child.text ?? ''}` }
    else content.push(child)
  }
  return { ...block, content }
}

export const section = fc.oneof(fc.constant<Block[]>([]), blocks.map(normal))

const person = fc.record({
  person: maybe(line),
  name: line,
  title: maybe(line),
  organisation: maybe(line),
  group: maybe(line),
  functions: fc.subarray([...FUNCTIONS]),
  attendance: maybe(fc.constantFrom(...ATTENDANCES)),
  substituteFor: maybe(line),
  absences: fc.array(
    fc.record({ kind: fc.constantFrom(...ABSENCE_KINDS), item: fc.constantFrom('0', '1', '2') }),
    {
      maxLength: 3,
    },
  ),
})

const outcome = fc.record({
  kind: fc.constantFrom(...OUTCOME_KINDS),
  point: maybe(fc.nat(20)),
  to: maybe(fc.oneof(line, fc.constantFrom(...DAYS))),
})

const item = fc.record({
  id: fc.constant(''),
  number: maybe(fc.oneof(fc.nat(20).map(String), fc.constantFrom('3a', '3.1', 'T1'))),
  title: line,
  presenters: fc.array(line, { maxLength: 2 }),
  duration: maybe(fc.nat(120)),
  kind: maybe(fc.constantFrom(...ITEM_KINDS)),
  closed: fc.boolean(),
  closedReason: maybe(line),
  publicWording: maybe(line),
  case: section,
  recommendation: section,
  minutes: section,
  outcomes: fc.array(outcome, { maxLength: 2 }),
  attachments: fc.array(fc.record({ title: line, file: maybe(fc.constant('0a1b2c3d')) }), { maxLength: 2 }),
})

const date = fc.constantFrom('2026-03-12', '2025-12-31')
const clock = fc.constantFrom('09:00', '13:30')

/** Any meeting, its items' ids counted as a reader that counts will count them. */
export const meeting: fc.Arbitrary<MeetingJson> = fc
  .record({
    format: fc.constant(FORMAT as typeof FORMAT),
    kind: maybe(fc.constantFrom('agenda' as const, 'minutes' as const)),
    forum: maybe(line),
    subject: maybe(line),
    number: maybe(fc.nat(200)),
    date: maybe(date),
    start: maybe(clock),
    end: maybe(clock),
    place: maybe(line),
    online: maybe(line),
    people: fc.array(person, { maxLength: 3 }),
    items: fc.array(item, { minLength: 1, maxLength: 3 }),
    annexes: fc.array(
      fc.record({
        title: line,
        kind: fc.constantFrom('minutes', 'extract', 'charter', 'document'),
        meeting: maybe(line),
        blocks: section,
      }),
      { maxLength: 2 },
    ),
    nextMeetings: fc.array(fc.record({ date, start: maybe(clock), end: maybe(clock), place: maybe(line) }), {
      maxLength: 2,
    }),
    report: fc.array(fc.record({ where: line, what: line, confidence: fc.constantFrom(0, 0.5, 1) }), {
      maxLength: 2,
    }),
    ukendt: fc.oneof(fc.constant(undefined), fc.constant({ a: ['-->', 1] })),
  })
  .map(({ ukendt, ...rest }) => ({ ...rest, ...(ukendt ? { ukendt } : {}) }))
  .map((made) => {
    const items = made.items.map((one, i) => ({ ...one, id: `id-${i + 1}` }))
    const idAt = (place: string) => `id-${(Number(place) % items.length) + 1}`
    const people = made.people.map((one) => ({
      ...one,
      absences: one.absences.map(({ kind, item: place }) => ({ kind, item: idAt(place) })),
    }))
    return { ...made, people, items }
  })

/** The same meeting with ids of items and tasks left out. */
export function withoutIds(one: MeetingJson): MeetingJson {
  return JSON.parse(
    JSON.stringify(one, (key, value: unknown) => (key === 'id' ? null : value)),
  ) as MeetingJson
}

/** A meeting with its blocks in normal form. */
export const normalMeeting = (one: MeetingJson): MeetingJson => ({
  ...one,
  items: one.items.map((it) => ({
    ...it,
    case: normal(it.case),
    recommendation: normal(it.recommendation),
    minutes: normal(it.minutes),
  })),
  annexes: one.annexes.map((annex) => ({ ...annex, blocks: normal(annex.blocks) })),
})
