import { generateKeyBetween } from 'fractional-indexing'
import type { Mark, Node } from 'prosemirror-model'
import { SPAN_MAX, START_MAX } from './bounds.ts'
import { integer, listOf, number, oneOf, orNull, record, text, yesOrNo, type Check } from './checks.ts'
import { ABSENCE_KINDS, ATTENDANCES, FUNCTIONS, ITEM_KINDS, OUTCOME_KINDS } from './meeting.ts'
import { safeHref } from './nodes.ts'
import type { Root } from './paper.ts'

/** Ids of items, people, attachments and annexes: they name roots and stand in addresses. */
const ID = /^(?!__proto__$)[\w.-]{1,64}$/
const ORDER_MAX = 1_000
const COLUMNS_MAX = 1_000

const optionalText = orNull(text)
const optionalNumber = orNull(number)
/** Unknown keys of an import. */
const extra = record({})
const order: Check = (value) => typeof value === 'string' && isOrderKey(value)

type Checks = Map<string, Check>
const checks = (fields: Record<string, Check>): Checks => new Map(Object.entries(fields))

/**
 * What a value of the paper may be, so that whoever reads the paper may trust its types (rule G11). A field or attribute
 * that is not named here may hold anything: a later version wrote it, or an import brought it along.
 */
const FIELDS: Record<Root, Checks> = {
  meeting: checks({
    kind: orNull(oneOf(['agenda', 'minutes'])),
    forum: optionalText,
    subject: optionalText,
    number: optionalNumber,
    date: optionalText,
    start: optionalText,
    end: optionalText,
    place: optionalText,
    online: optionalText,
    nextMeetings: listOf(
      record({ date: optionalText, start: optionalText, end: optionalText, place: optionalText }),
    ),
    report: listOf(record({ where: text, what: text, confidence: number })),
    extra,
  }),
  people: checks({
    order,
    person: optionalText,
    name: text,
    title: optionalText,
    organisation: optionalText,
    group: optionalText,
    functions: listOf(oneOf(FUNCTIONS)),
    attendance: orNull(oneOf(ATTENDANCES)),
    substituteFor: optionalText,
    absences: listOf(record({ kind: oneOf(ABSENCE_KINDS), item: text })),
    extra,
  }),
  items: checks({
    order,
    printedNumber: optionalText,
    kind: orNull(oneOf(ITEM_KINDS)),
    duration: optionalNumber,
    presenters: listOf(text),
    closed: yesOrNo,
    closedReason: optionalText,
    publicWording: optionalText,
    outcomes: listOf(record({ kind: oneOf(OUTCOME_KINDS), point: optionalNumber, to: optionalText })),
    extra,
  }),
  attachments: checks({ order, item: text, title: text, file: optionalText, extra }),
  annexes: checks({
    order,
    title: text,
    kind: oneOf(['minutes', 'extract', 'charter', 'document']),
    meeting: optionalText,
    extra,
  }),
}

/** By name: an attribute means the same on every node that has it. */
const ATTRIBUTES: Checks = checks({
  level: integer(1, 6),
  start: integer(-START_MAX, START_MAX),
  style: oneOf(['decimal', 'alpha']),
  colspan: integer(1, SPAN_MAX),
  rowspan: integer(1, SPAN_MAX),
  colwidth: orNull((value) => listOf(number)(value) && (value as unknown[]).length <= COLUMNS_MAX),
  id: optionalText,
  owner: optionalText,
  due: optionalText,
  item: optionalText,
  meeting: optionalText,
  text,
  href: (value) => typeof value === 'string' && safeHref(value) !== null,
})

/** Whether an id may name an entry of a paper and its sections. */
export function isId(id: string): boolean {
  return ID.test(id)
}

/** Whether a field of the header or of an entry may hold a value. */
export function fieldFits(root: Root, field: string, value: unknown): boolean {
  return FIELDS[root].get(field)?.(value) ?? true
}

/** Whether an attribute of a node or a mark may hold a value. */
export function attributeFits(name: string, value: unknown): boolean {
  return ATTRIBUTES.get(name)?.(value) ?? isPlain(value)
}

/**
 * What a paper would not take in a node: a value of another kind, an address that is none (rules G11, N3).
 *
 * @throws RangeError
 */
export function checkValues(node: Node): void {
  const check = ({ type, attrs }: Node | Mark): void => {
    for (const [name, value] of Object.entries(attrs))
      if (value !== null && !attributeFits(name, value)) throw new RangeError(`${type.name}.${name}`)
  }
  const checkAll = (each: Node): void => [each, ...each.marks].forEach(check)
  checkAll(node)
  node.descendants(checkAll)
}

/** Whether something may be put before and after this key; keys are compared as text, and made from each other. */
function isOrderKey(key: string): boolean {
  if (key.length > ORDER_MAX || !/^[0-9A-Za-z]+$/.test(key)) return false
  try {
    generateKeyBetween(key, null)
    generateKeyBetween(null, key)
    return true
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
}

function isPlain(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function')
}
