import { parseChange } from './changes.ts'
import { exactly, integer, isObject, listOf, oneOf, orNull, textUpTo, yesOrNo, type Check } from './checks.ts'
import {
  ANCHOR_STATES,
  ANSWERS,
  QUOTE_MAX,
  RULINGS,
  THREAD_KINDS,
  type AuthoredRoot,
  type ServedRoot,
} from './margin-entries.ts'
import { ATTENDANCES } from './meeting.ts'
import { isId } from './values.ts'

/** What an entry of a margin may hold. The gate lets nothing else in, and a reader takes nothing else (rules M2, M9). */
interface Field {
  check: Check
  /** An entry is made with it. */
  required?: true
}

/** Longest remark, in characters. */
const TEXT = 20_000
const CONTEXT = 64
const NAME = 300
const POSITION = 200
const MENTIONS = 50
/** The last moment of a `Date`. */
const TIME_MAX = 8.64e15

const id: Check = (value) => typeof value === 'string' && isId(value)
const time = integer(0, TIME_MAX)
const text = textUpTo(TEXT)
const name = textUpTo(NAME)
const position: Check = (value) =>
  typeof value === 'string' && value.length <= POSITION && /^[\w+/=-]*$/.test(value)
const mentions = listOf(name, MENTIONS)

const textTarget = exactly({
  kind: oneOf(['text']),
  item: id,
  section: oneOf(['title', 'case', 'recommendation', 'minutes', 'body']),
  from: position,
  to: position,
  quote: textUpTo(QUOTE_MAX),
  prefix: textUpTo(CONTEXT),
  suffix: textUpTo(CONTEXT),
})
const TARGETS = [
  textTarget,
  exactly({ kind: oneOf(['item']), item: id }),
  exactly({ kind: oneOf(['person']), person: id }),
  exactly({ kind: oneOf(['meeting']) }),
]
const target: Check = (value) => TARGETS.some((fits) => fits(value))
const change: Check = (value) => value === null || parseChange(value) !== null

const author: Field = { check: name, required: true }
const at: Field = { check: time, required: true }
const edited: Field = { check: orNull(time) }
const signed = { author, at, edited }
const needed = (check: Check): Field => ({ check, required: true })

const FIELDS: Record<AuthoredRoot, Map<string, Field>> = {
  threads: fields({
    ...signed,
    kind: needed(oneOf(THREAD_KINDS)),
    target: needed(target),
    text: needed(text),
    mentions: { check: mentions },
    change: { check: change },
  }),
  replies: fields({ ...signed, thread: needed(id), text: needed(text), mentions: { check: mentions } }),
  responses: fields({
    ...signed,
    round: needed(id),
    organisation: needed(name),
    answer: needed(oneOf(ANSWERS)),
    text: { check: text },
  }),
  attendance: fields({
    ...signed,
    person: needed(id),
    attendance: needed(oneOf(ATTENDANCES)),
    substitute: { check: orNull(name) },
  }),
  rulings: fields({ ...signed, thread: needed(id), state: needed(oneOf(RULINGS)), reason: { check: text } }),
}

const SERVED: Record<ServedRoot, Check> = {
  anchors: (value) => {
    const { state, ...place } = isObject(value) ? value : {}
    return oneOf(ANCHOR_STATES)(state) && textTarget(place)
  },
  receipts: exactly({ seq: integer(0, Number.MAX_SAFE_INTEGER), at: time, late: yesOrNo }),
}

function fields(table: Record<string, Field>): Map<string, Field> {
  return new Map(Object.entries(table))
}

/** Whether the entries of a root have such a field. */
export function isMarginField(root: AuthoredRoot, field: string): boolean {
  return FIELDS[root].has(field)
}

/** Whether a field of an entry may hold a value. */
export function marginValueFits(root: AuthoredRoot, field: string, value: unknown): boolean {
  return FIELDS[root].get(field)?.check(value) ?? false
}

/** The fields without which an entry of a root is none. */
export function requiredFields(root: AuthoredRoot): string[] {
  return [...FIELDS[root]].filter(([, { required }]) => required).map(([field]) => field)
}

/** Whether the server may write such a value into a root of its own. */
export function servedValueFits(root: ServedRoot, value: unknown): boolean {
  return SERVED[root](value)
}
