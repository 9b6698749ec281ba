import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { parseSeals, type Seals } from './zones.ts'

/**
 * The wire between a client and the server: y-websocket's messages and some of our own. One connection carries one
 * room, `/sync/<room>?schema=<SCHEMA_VERSION>&client=<clientID>`. Rules: SPEC.md, section W.
 */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /** server → client: `varUint n`. The first n counted messages of this connection are settled: durable or refused. */
  ack: 100,
  /** server → client: `varUint k, varString reason`. Counted message number k (from 1) was refused. */
  refused: 101,
  /** server → client: `varUint seq`. What this connection has received so far covers the ledger up to seq. */
  head: 102,
  /** server → client: `varUint cannotSave`. 1: nothing gets into the ledger now, so nothing is settled; 0: it does again. */
  trouble: 103,
  /** server → client: `varUint seq, varString digest`. What the ledger's paper says at seq (schema/digest.ts). */
  digest: 104,
  /** server → client: `varString json`. What was closed out of this room (schema/zones.ts), before anything else. */
  seals: 105,
} as const

/** y-protocols' sync steps. A counted message is a SyncStep2 or an Update, each sent by the client. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const

/**
 * Why the gate refused a message. `missing` heals by a resync, `closedItem` by parting the local copy; everything else by
 * dropping it.
 */
const REFUSALS = [
  'missing',
  'forbidden',
  'garbage',
  'tooLarge',
  'foreignClient',
  'foreignEntry',
  'closedItem',
] as const
export type Refusal = (typeof REFUSALS)[number]

/** Largest message a client may send, in bytes. */
export const MAX_MESSAGE = 8 * 1024 * 1024

/** Whether these bytes are a counted message (rule W2). */
export function isCounted(message: Uint8Array): boolean {
  return message[0] === MESSAGE.sync && (message[1] === SYNC.step2 || message[1] === SYNC.update)
}

export function encodeAck(settled: number): Uint8Array {
  return encode(MESSAGE.ack, (encoder) => encoding.writeVarUint(encoder, settled))
}

export function encodeRefused(message: number, reason: Refusal): Uint8Array {
  return encode(MESSAGE.refused, (encoder) => {
    encoding.writeVarUint(encoder, message)
    encoding.writeVarString(encoder, reason)
  })
}

export function encodeHead(seq: number): Uint8Array {
  return encode(MESSAGE.head, (encoder) => encoding.writeVarUint(encoder, seq))
}

export function encodeTrouble(cannotSave: boolean): Uint8Array {
  return encode(MESSAGE.trouble, (encoder) => encoding.writeVarUint(encoder, cannotSave ? 1 : 0))
}

/** Body of an ack, head or trouble message, the type already read. */
export function readNumber(decoder: decoding.Decoder): number {
  return decoding.readVarUint(decoder)
}

/** Body of a refusal, the type already read. An unknown reason reads as `forbidden`, the gravest. */
export function readRefused(decoder: decoding.Decoder): { message: number; reason: Refusal } {
  const message = decoding.readVarUint(decoder)
  const reason = decoding.readVarString(decoder)
  return { message, reason: REFUSALS.find((known) => known === reason) ?? 'forbidden' }
}

export function encodeDigest(seq: number, digest: string): Uint8Array {
  return encode(MESSAGE.digest, (encoder) => {
    encoding.writeVarUint(encoder, seq)
    encoding.writeVarString(encoder, digest)
  })
}

/** Body of a digest message, the type already read. */
export function readDigest(decoder: decoding.Decoder): { seq: number; digest: string } {
  return { seq: decoding.readVarUint(decoder), digest: decoding.readVarString(decoder) }
}

export function encodeSeals(seals: Seals): Uint8Array {
  return encode(MESSAGE.seals, (encoder) => encoding.writeVarString(encoder, JSON.stringify(seals)))
}

/** Body of a seals message, the type already read. @throws Error when it is none */
export function readSeals(decoder: decoding.Decoder): Seals {
  const seals = parseSeals(JSON.parse(decoding.readVarString(decoder)))
  if (seals === null) throw new Error('not what was closed out of a room')
  return seals
}

function encode(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/**
 * Named ends of a connection. y-websocket takes 4400–4499 as final and tries again after anything else, so an end
 * that time can heal has another code.
 */
export const CLOSE = {
  /** The session is missing or over. */
  signIn: { code: 4401, reason: 'sign in' },
  /** The room exists and this user may not open it. */
  forbidden: { code: 4403, reason: 'not yours' },
  /** The meeting was removed by a secretary. */
  removed: { code: 4414, reason: 'meeting removed' },
  /** No such room. */
  unknownRoom: { code: 4404, reason: 'unknown room' },
  /** The editor's schema is older than the room's. */
  tooOld: { code: 4409, reason: 'editor too old' },
  /** The page comes from another site. */
  foreignOrigin: { code: 4410, reason: 'foreign origin' },
  /** A frame that is not of this protocol. */
  garbage: { code: 4400, reason: 'not understood' },
  /** A frame larger than `MAX_MESSAGE`. */
  tooLarge: { code: 4413, reason: 'message too large' },
  /** The client ID belongs to another user. */
  foreignClient: { code: 4423, reason: 'client id taken' },
  /** The server goes down or cannot save; try again. */
  unavailable: { code: 4500, reason: 'unavailable' },
  /** The reader is too slow; it is to come back and catch up. */
  slow: { code: 4508, reason: 'too slow' },
  /** An item was closed out of the room, or opened in it; come back for what it is now. */
  replaced: { code: 4509, reason: 'the room is another' },
} as const
export type CloseName = keyof typeof CLOSE

/** How a client ends a connection whose paper differs from the ledger's; the server writes it down (rule W6). */
export const DIVERGED = { code: 4450, reason: 'diverged' } as const

/** The name of a close code of ours; null for any other (a lost network, say). */
export function closeName(code: number): CloseName | null {
  return (Object.keys(CLOSE) as CloseName[]).find((name) => CLOSE[name].code === code) ?? null
}

export type RoomKind = 'paper' | 'margin'

/** `<kind>:<zone>`, where a closed item's zone is `<meeting>.<key>`; null when the name is of no known kind. */
export function parseRoom(name: string): { kind: RoomKind; zone: string } | null {
  const match = /^(paper|margin):([0-9a-zA-Z-]{8,64}(?:\.[0-9a-z]{4,16})?)$/.exec(name)
  return match?.[2] === undefined ? null : { kind: match[1] as RoomKind, zone: match[2] }
}

export function paperRoom(zone: string): string {
  return `paper:${zone}`
}

export function marginRoom(zone: string): string {
  return `margin:${zone}`
}
