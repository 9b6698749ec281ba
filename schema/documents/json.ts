import { z } from 'zod'
import { NAME_BYTES_MAX, OWN_NESTED_MAX, VALUE_DEPTH_MAX } from '../bounds.ts'
import {
  ABSENCE_KINDS,
  ATTENDANCES,
  FORMAT,
  FUNCTIONS,
  ITEM_KINDS,
  OUTCOME_KINDS,
  type MeetingJson,
} from '../meeting.ts'
import { sectionSchema, type Block } from '../nodes.ts'
import { checkValues, isId } from '../values.ts'
import { DocumentError } from './errors.ts'
import type { ReadOptions } from './text.ts'

/** Bounds of a meeting.json: above them it is no meeting that a person could have made. */
const LIMITS = { text: 20_000, list: 20_000, blocks: 200_000, depth: OWN_NESTED_MAX, bytes: 400_000 }

const text = z.string().max(LIMITS.text)
const optional = text.nullish().transform((value) => value ?? null)
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'ISO date')
  .nullish()
  .transform((value) => value ?? null)
const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'clock time HH:MM')
  .nullish()
  .transform((value) => value ?? null)
const number = z
  .number()
  .int()
  .min(0)
  .max(100_000)
  .nullish()
  .transform((value) => value ?? null)
/** A list that may be missing or null. */
const list = <T extends z.ZodType>(of: T) =>
  z
    .array(of)
    .max(LIMITS.list)
    .nullish()
    .transform((value) => value ?? [])

const blocks = z
  .array(z.unknown())
  .nullish()
  .transform((value) => value ?? [])
  .pipe(z.custom<Block[]>((value) => Array.isArray(value)))

const person = z.looseObject({
  person: optional,
  name: text,
  title: optional,
  organisation: optional,
  group: optional,
  functions: list(z.enum(FUNCTIONS)),
  attendance: z
    .enum(ATTENDANCES)
    .nullish()
    .transform((value) => value ?? null),
  substituteFor: optional,
  absences: list(z.looseObject({ kind: z.enum(ABSENCE_KINDS), item: text })),
})

const outcome = z.looseObject({ kind: z.enum(OUTCOME_KINDS), point: number, to: optional })

const item = z.looseObject({
  id: z.string().max(200).nullish(),
  number: optional,
  title: text,
  presenters: list(text),
  duration: number,
  kind: z
    .enum(ITEM_KINDS)
    .nullish()
    .transform((value) => value ?? null),
  closed: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  closedReason: optional,
  publicWording: optional,
  case: blocks,
  recommendation: blocks,
  minutes: blocks,
  outcomes: list(outcome),
  attachments: list(z.looseObject({ title: text, file: optional })),
})

const annex = z.looseObject({
  title: text,
  kind: z.enum(['minutes', 'extract', 'charter', 'document']),
  meeting: optional,
  blocks,
})

const meeting = z.looseObject({
  format: z.literal(FORMAT),
  kind: z
    .enum(['agenda', 'minutes'])
    .nullish()
    .transform((value) => value ?? null),
  forum: optional,
  subject: optional,
  number,
  date,
  start: clock,
  end: clock,
  place: optional,
  online: optional,
  people: list(person),
  items: z.array(item).max(LIMITS.list),
  annexes: list(annex),
  nextMeetings: list(z.looseObject({ date, start: clock, end: clock, place: optional })),
  report: list(z.looseObject({ where: text, what: text, confidence: z.number().min(0).max(1) })),
})

/**
 * Reads a meeting.json: missing fields become null or empty, unknown keys are kept, but not what a rescue file adds.
 * Throws `DocumentError` with the
 * path, what was expected and what came.
 */
export function readJson(source: string, options: Pick<ReadOptions, 'newId' | 'name'>): MeetingJson {
  const value = parse(source, options.name)
  const read = meeting.safeParse(value)
  if (!read.success) throw refusal(read.error.issues[0], value, options.name)
  const { data } = read
  // Updates of the one document the rescue file was made of: in another meeting they would be dead weight.
  delete data['unsent']
  checkKept(data, options.name)
  checkBlocks(data, options.name)
  const ids = new Set<string>()
  const renewed = new Map<string, string>()
  // An id names the item's sections: one that cannot, or that another item has, is renewed.
  const idOf = (id: string | null | undefined): string => {
    const own = id && isId(id) && !ids.has(id) ? id : options.newId()
    ids.add(own)
    if (id && !renewed.has(id)) renewed.set(id, own)
    return own
  }
  const items = data.items.map((one) => ({ ...one, id: idOf(one.id) }))
  const people = data.people.map((one) => ({
    ...one,
    absences: one.absences.map((each) => ({ ...each, item: renewed.get(each.item) ?? each.item })),
  }))
  return { ...data, people, items }
}

function parse(source: string, name: string | undefined): unknown {
  try {
    return JSON.parse(source) as unknown
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new DocumentError('json', { name, path: '', wanted: 'JSON', got })
  }
}

function refusal(
  issue: z.core.$ZodIssue | undefined,
  value: unknown,
  name: string | undefined,
): DocumentError {
  const path = issue?.path ?? []
  return new DocumentError('json', {
    name,
    path: pathText(path),
    wanted: wantedOf(issue),
    got: shown(at(value, path)),
  })
}

const pathText = (path: PropertyKey[]) =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text ? '.' : ''}${String(key)}`),
    '',
  )

const at = (value: unknown, path: PropertyKey[]): unknown =>
  path.reduce<unknown>((inside, key) => (isRecord(inside) ? inside[String(key)] : undefined), value)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function wantedOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_type') return issue.expected
  if (issue?.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' | ')
  if (issue?.code === 'too_big') return `≤ ${issue.maximum}`
  if (issue?.code === 'too_small') return `≥ ${issue.minimum}`
  return issue?.code === 'invalid_format' ? issue.message : (issue?.message ?? '')
}

function shown(value: unknown): string {
  if (value === undefined) return 'undefined'
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

/** What is kept as it came must be something that a room takes (rule G14). */
function checkKept(data: z.infer<typeof meeting>, name: string | undefined): void {
  const { people, items, annexes, ...head } = data
  checkFields(head, '', name)
  people.forEach((one, i) => checkFields(one, `people[${i}]`, name))
  items.forEach(({ case: text, recommendation, minutes, attachments, ...one }, i) => {
    checkFields(one, `items[${i}]`, name)
    attachments.forEach((file, j) => checkFields(file, `items[${i}].attachments[${j}]`, name))
  })
  annexes.forEach(({ blocks: text, ...one }, i) => checkFields(one, `annexes[${i}]`, name))
}

function checkFields(fields: object, path: string, name: string | undefined): void {
  checkValue(fields, path, VALUE_DEPTH_MAX, name)
  const bytes = bytesOf(JSON.stringify(fields))
  if (bytes <= LIMITS.bytes) return
  throw new DocumentError('json', { name, path, wanted: `≤ ${LIMITS.bytes} bytes`, got: `${bytes} bytes` })
}

/** @param depth how many more lists and objects may stand in each other */
function checkValue(value: unknown, path: string, depth: number, name: string | undefined): void {
  if (!isRecord(value)) return
  const refuse = (wanted: string, got: unknown) =>
    new DocumentError('json', { name, path, wanted, got: shown(got) })
  if (depth === 0) throw refuse(`≤ ${VALUE_DEPTH_MAX} { [`, value)
  for (const [key, inside] of Object.entries(value)) {
    if (key === '__proto__' || bytesOf(key) > NAME_BYTES_MAX) throw refuse(`≤ ${NAME_BYTES_MAX} bytes`, key)
    checkValue(inside, Array.isArray(value) ? `${path}[${key}]` : join(path, key), depth - 1, name)
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length

const join = (path: string, key: string) => (path === '' ? key : `${path}.${key}`)

interface Budget {
  blocks: number
}

/** Every block must be one the editor knows: it deletes, for everybody, what it does not. */
function checkBlocks(data: z.infer<typeof meeting>, name: string | undefined): void {
  const budget: Budget = { blocks: 0 }
  data.items.forEach((one, i) => {
    for (const section of ['case', 'recommendation', 'minutes'] as const)
      checkList(one[section], `items[${i}].${section}`, budget, name)
  })
  data.annexes.forEach((one, i) => checkList(one.blocks, `annexes[${i}].blocks`, budget, name))
}

function checkList(list: Block[], path: string, budget: Budget, name: string | undefined): void {
  list.forEach((block, i) => {
    checkShape(block, `${path}[${i}]`, 0, budget, name)
    checkNode(block, `${path}[${i}]`, name)
  })
}

/** Bounds depth and number before the schema walks the tree. */
function checkShape(
  block: unknown,
  path: string,
  depth: number,
  budget: Budget,
  name: string | undefined,
): void {
  const refuse = (wanted: string, got: unknown) =>
    new DocumentError('json', { name, path, wanted, got: shown(got) })
  if (!isRecord(block) || typeof block.type !== 'string') throw refuse('{"type": "…"}', block)
  if (depth > LIMITS.depth) throw refuse(`≤ ${LIMITS.depth}`, depth)
  if (++budget.blocks > LIMITS.blocks) throw refuse(`≤ ${LIMITS.blocks}`, budget.blocks)
  if (block.content === undefined) return
  if (!Array.isArray(block.content)) throw refuse('array', block.content)
  block.content.forEach((child, i) => checkShape(child, `${path}.content[${i}]`, depth + 1, budget, name))
}

function checkNode(block: Block, path: string, name: string | undefined): void {
  try {
    const node = sectionSchema.nodeFromJSON(block)
    if (!sectionSchema.nodes.doc?.validContent(sectionSchema.node('doc', null, [node]).content))
      throw new RangeError(block.type)
    node.check()
    checkValues(node)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new DocumentError('json', {
      name,
      path,
      wanted: Object.keys(sectionSchema.nodes).join(' | '),
      got: error.message,
    })
  }
}
