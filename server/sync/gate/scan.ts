import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import {
  NAME_BYTES_MAX,
  STRUCTS_MAX,
  TEXT_BYTES_MAX,
  VALUE_BYTES_MAX,
  VALUE_DEPTH_MAX,
} from '../../../schema/bounds.ts'
import type { Refusal } from '../../../schema/protocol.ts'

/**
 * Reads a Yjs update in the V1 encoding without building a single Yjs type. What is not on the list below is refused
 * before it is allocated; `Y.decodeUpdate` would construct it, ignore bytes at the end and take one client twice.
 */

/** Why an update is not taken. `detail` is for the log. */
export class Refused extends Error {
  constructor(
    readonly reason: Refusal,
    readonly detail: string,
  ) {
    super(`${reason}: ${detail}`)
  }
}

export function refuse(reason: Refusal, detail: string): never {
  throw new Refused(reason, detail)
}

/** Bounds of one update. An update at every bound still costs the server well under a second. */
export interface Limits {
  clients: number
  structs: number
  deletes: number
}
export const RECEIVED: Limits = { clients: 1_000, structs: STRUCTS_MAX, deletes: 200_000 }
export const STORED: Limits = { clients: 1_000_000, structs: 20_000_000, deletes: 20_000_000 }

const CLOCK = 2 ** 31

/** The kinds of struct, by the number they carry on the wire. */
export const KIND = { gone: 0, deleted: 1, text: 4, format: 6, type: 7, value: 8, skip: 10 } as const
/** The Yjs types a paper is made of. */
export const TYPE = { map: 1, element: 3, text: 6 } as const

/** One struct of an update. `-1` stands for "none" in the client fields. */
export class Struct {
  length = 1
  leftClient = -1
  leftClock = 0
  rightClient = -1
  rightClock = 0
  root: string | null = null
  parentClient = -1
  parentClock = 0
  key: string | null = null
  /** Of a type: which one. */
  type = -1
  /** Of an element: its node name. Of a format: the mark. */
  name = ''
  /** Of a format or value: what it holds; the last, when values were merged. */
  value: unknown = undefined

  constructor(
    readonly client: number,
    readonly clock: number,
    readonly kind: number,
  ) {}
}

export interface Block {
  client: number
  start: number
  end: number
  structs: Struct[]
  /** How long it is on the wire. */
  bytes: number
}

/** Deleted ranges of one client: start, length, start, length … ascending, apart from each other. */
export interface Deletes {
  client: number
  ranges: number[]
}

export interface Scanned {
  blocks: Block[]
  deletes: Deletes[]
  /** Where the deletes begin. */
  deletesAt: number
}

/** @throws Refused when the bytes are not exactly one update within the limits. */
export function scan(bytes: Uint8Array, limits: Limits): Scanned {
  try {
    const decoder = decoding.createDecoder(bytes)
    const blocks = readBlocks(decoder, limits)
    const deletesAt = decoder.pos
    const deletes = readDeletes(decoder, limits)
    if (decoding.hasContent(decoder)) refuse('garbage', 'bytes after the end')
    return { blocks, deletes, deletesAt }
  } catch (error) {
    if (error instanceof Refused) throw error
    return refuse('garbage', error instanceof Error ? error.message : String(error))
  }
}

/** The deletes of a stored update that begin at `deletesAt`. @throws Refused when they are damaged */
export function deletesIn(bytes: Uint8Array, deletesAt: number): Deletes[] {
  return readDeletes(decoding.createDecoder(bytes.subarray(deletesAt)), STORED)
}

/** An update with other deletes in place of its own. */
export function withDeletes(bytes: Uint8Array, { deletesAt }: Scanned, deletes: Deletes[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, bytes.subarray(0, deletesAt))
    encoding.writeVarUint(encoder, deletes.length)
    for (const { client, ranges } of deletes) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, ranges.length / 2)
      for (const number of ranges) encoding.writeVarUint(encoder, number)
    }
  })
}

function readBlocks(decoder: decoding.Decoder, limits: Limits): Block[] {
  const count = decoding.readVarUint(decoder)
  if (count > limits.clients) refuse('tooLarge', `${count} clients`)
  const blocks: Block[] = []
  let left = limits.structs
  let previous = Infinity
  for (let i = 0; i < count; i++) {
    const structs = decoding.readVarUint(decoder)
    if (structs === 0) refuse('garbage', 'an empty block')
    if ((left -= structs) < 0) refuse('tooLarge', 'too many structs')
    const block = readBlock(decoder, structs)
    // Yjs silently takes the second of two blocks of one client, and merges ascending ones wrongly.
    if (block.client >= previous) refuse('garbage', 'clients not descending')
    previous = block.client
    blocks.push(block)
  }
  return blocks
}

function readBlock(decoder: decoding.Decoder, count: number): Block {
  const at = decoder.pos
  const client = decoding.readVarUint(decoder)
  if (client > 0xffffffff) refuse('garbage', 'client out of range')
  const start = decoding.readVarUint(decoder)
  const structs: Struct[] = []
  let clock = start
  for (let i = 0; i < count; i++) {
    const struct = readStruct(decoder, client, clock)
    if (struct.length < 1) refuse('garbage', 'an empty struct')
    clock += struct.length
    if (clock > CLOCK) refuse('garbage', 'clock out of range')
    structs.push(struct)
  }
  return { client, start, end: clock, structs, bytes: decoder.pos - at }
}

function readStruct(decoder: decoding.Decoder, client: number, clock: number): Struct {
  const info = decoding.readUint8(decoder)
  const struct = new Struct(client, clock, info & 31)
  if (struct.kind === KIND.gone || struct.kind === KIND.skip) {
    if (info !== struct.kind) refuse('garbage', 'stray bits')
    struct.length = decoding.readVarUint(decoder)
    return struct
  }
  readPlace(decoder, struct, info)
  readContent(decoder, struct)
  return struct
}

/** Neighbours, or where there are none: the parent and the key under it. */
function readPlace(decoder: decoding.Decoder, struct: Struct, info: number): void {
  if (info & 128) {
    struct.leftClient = decoding.readVarUint(decoder)
    struct.leftClock = decoding.readVarUint(decoder)
  }
  if (info & 64) {
    struct.rightClient = decoding.readVarUint(decoder)
    struct.rightClock = decoding.readVarUint(decoder)
  }
  if (info & 192) return
  const isRoot = decoding.readVarUint(decoder)
  if (isRoot > 1) refuse('garbage', 'stray bits')
  if (isRoot === 1) struct.root = readString(decoder, NAME_BYTES_MAX)
  else {
    struct.parentClient = decoding.readVarUint(decoder)
    struct.parentClock = decoding.readVarUint(decoder)
  }
  if (info & 32) struct.key = readString(decoder, NAME_BYTES_MAX)
}

function readContent(decoder: decoding.Decoder, struct: Struct): void {
  switch (struct.kind) {
    case KIND.deleted:
      struct.length = decoding.readVarUint(decoder)
      return
    case KIND.text:
      struct.length = readString(decoder, TEXT_BYTES_MAX).length
      return
    case KIND.format:
      struct.name = readString(decoder, NAME_BYTES_MAX)
      struct.value = JSON.parse(readString(decoder, VALUE_BYTES_MAX))
      if (!isFlat(struct.value)) refuse('forbidden', 'a mark with something nested in it')
      return
    case KIND.type:
      struct.type = decoding.readVarUint(decoder)
      if (struct.type === TYPE.element) struct.name = readString(decoder, NAME_BYTES_MAX)
      else if (struct.type !== TYPE.map && struct.type !== TYPE.text)
        refuse('forbidden', `type ${struct.type}`)
      return
    case KIND.value:
      return readValues(decoder, struct)
    default:
      refuse('forbidden', `content ${struct.kind}`)
  }
}

/** What is nested deep could be read, but not written again: the merged room could be sent to nobody. */
function isFlat(value: unknown): boolean {
  const isObject = (each: unknown) => typeof each === 'object' && each !== null
  return !isObject(value) || !Object.values(value as object).some(isObject)
}

/** Several values only where Yjs merged overwritten values of one key; the last one counts. */
function readValues(decoder: decoding.Decoder, struct: Struct): void {
  struct.length = decoding.readVarUint(decoder)
  if (struct.length > VALUE_BYTES_MAX) refuse('tooLarge', 'too many values')
  const start = decoder.pos
  for (let i = 0; i < struct.length; i++) {
    struct.value = readValue(decoder, VALUE_DEPTH_MAX)
    if (decoder.pos - start > VALUE_BYTES_MAX) refuse('tooLarge', 'a value too large')
  }
}

/** lib0's `readAny`, bounded. */
function readValue(decoder: decoding.Decoder, depth: number): unknown {
  const type = decoding.readUint8(decoder)
  switch (type) {
    case 127:
      return undefined
    case 126:
      return null
    case 125:
      return decoding.readVarInt(decoder)
    case 124:
      return decoding.readFloat32(decoder)
    case 123:
      return decoding.readFloat64(decoder)
    case 121:
      return false
    case 120:
      return true
    case 119:
      return readString(decoder, VALUE_BYTES_MAX)
    case 118:
      return readObject(decoder, depth - 1)
    case 117:
      return readArray(decoder, depth - 1)
    default:
      return refuse('forbidden', `value of type ${type}`)
  }
}

function readObject(decoder: decoding.Decoder, depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (let left = readLength(decoder, depth); left > 0; left--) {
    const key = readString(decoder, NAME_BYTES_MAX)
    if (key === '__proto__') refuse('forbidden', 'a value with __proto__')
    object[key] = readValue(decoder, depth)
  }
  return object
}

function readArray(decoder: decoding.Decoder, depth: number): unknown[] {
  const array: unknown[] = []
  for (let left = readLength(decoder, depth); left > 0; left--) array.push(readValue(decoder, depth))
  return array
}

function readLength(decoder: decoding.Decoder, depth: number): number {
  if (depth < 0) refuse('forbidden', 'a value too deep')
  const length = decoding.readVarUint(decoder)
  if (length > decoder.arr.length - decoder.pos) refuse('garbage', 'cut short')
  if (length > VALUE_BYTES_MAX) refuse('tooLarge', 'a value too large')
  return length
}

/** A string of at most `max` bytes, checked before it is made. */
function readString(decoder: decoding.Decoder, max: number): string {
  const at = decoder.pos
  const length = decoding.readVarUint(decoder)
  if (length > max) refuse('tooLarge', `a string of ${length} bytes`)
  if (decoder.pos + length > decoder.arr.length) refuse('garbage', 'cut short')
  decoder.pos = at
  return decoding.readVarString(decoder)
}

function readDeletes(decoder: decoding.Decoder, limits: Limits): Deletes[] {
  const count = decoding.readVarUint(decoder)
  if (count > limits.deletes) refuse('tooLarge', `deletes of ${count} clients`)
  const deletes: Deletes[] = []
  const seen = new Set<number>()
  let left = limits.deletes
  for (let i = 0; i < count; i++) {
    const client = decoding.readVarUint(decoder)
    if (seen.has(client)) refuse('garbage', 'deletes of a client twice')
    seen.add(client)
    const ranges = decoding.readVarUint(decoder)
    if (ranges === 0) refuse('garbage', 'an empty block')
    if ((left -= ranges) < 0) refuse('tooLarge', 'too many deletes')
    deletes.push({ client, ranges: readRanges(decoder, ranges) })
  }
  return deletes
}

function readRanges(decoder: decoding.Decoder, count: number): number[] {
  const ranges: number[] = []
  let end = 0
  for (let i = 0; i < count; i++) {
    const start = decoding.readVarUint(decoder)
    const length = decoding.readVarUint(decoder)
    if (length < 1 || start < end) refuse('garbage', 'deletes out of order')
    end = start + length
    if (end > CLOCK) refuse('garbage', 'clock out of range')
    ranges.push(start, length)
  }
  return ranges
}
