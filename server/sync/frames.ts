import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { MESSAGE, SYNC } from '../../schema/protocol.ts'

/** The first byte of a WebSocket frame that holds a whole binary message. */
const WHOLE_BINARY = 0x82

/** A message from a client, taken apart. */
export type Frame =
  | { kind: 'step1'; stateVector: Uint8Array }
  /** A counted message (rule W2). */
  | { kind: 'update'; bytes: Uint8Array }
  | { kind: 'awareness'; bytes: Uint8Array }
  | { kind: 'queryAwareness' }

/** Null when the bytes are no message of the protocol (rule W5). */
export function readFrame(data: Uint8Array): Frame | null {
  try {
    const decoder = decoding.createDecoder(data)
    const frame = readBody(decoder, decoding.readVarUint(decoder))
    return decoding.hasContent(decoder) ? null : frame
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

function readBody(decoder: decoding.Decoder, type: number): Frame | null {
  if (type === MESSAGE.queryAwareness) return { kind: 'queryAwareness' }
  if (type === MESSAGE.awareness) return { kind: 'awareness', bytes: decoding.readVarUint8Array(decoder) }
  if (type !== MESSAGE.sync) return null
  const step = decoding.readVarUint(decoder)
  const bytes = decoding.readVarUint8Array(decoder)
  if (step === SYNC.step1) return { kind: 'step1', stateVector: bytes }
  return step === SYNC.step2 || step === SYNC.update ? { kind: 'update', bytes } : null
}

export function syncFrame(step: number, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MESSAGE.sync)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}

/**
 * A message in its WebSocket frame. What a server sends is not masked, so one packet is good for every client that is to
 * have the message.
 */
export function packetOf(message: Uint8Array): Buffer {
  const { length } = message
  const head = length < 126 ? 2 : length < 0x10000 ? 4 : 10
  const packet = Buffer.allocUnsafe(head + length)
  packet[0] = WHOLE_BINARY
  packet[1] = head === 2 ? length : head === 4 ? 126 : 127
  if (head === 4) packet.writeUInt16BE(length, 2)
  if (head === 10) packet.writeBigUInt64BE(BigInt(length), 2)
  packet.set(message, head)
  return packet
}
