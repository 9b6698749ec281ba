import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { MESSAGE } from '../../schema/protocol.ts'

/** Largest state a client may show the others, in UTF-16 units of JSON. */
const STATE_MAX = 4 * 1024

/** One client's entry of an awareness message; `state` null: it has left. */
export interface Presence {
  client: number
  clock: number
  state: object | null
}

/** A client's own entry; null when the message holds none. Entries of others are never taken from it. */
export function ownPresence(bytes: Uint8Array, client: number): Presence | null {
  const decoder = decoding.createDecoder(bytes)
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const id = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const json = decoding.readVarString(decoder)
    if (id === client) return json.length > STATE_MAX ? null : { client, clock, state: stateOf(json) }
  }
  return null
}

/** y-websocket's awareness message. */
export function awarenessFrame(presences: Presence[]): Uint8Array {
  const update = encoding.createEncoder()
  encoding.writeVarUint(update, presences.length)
  for (const { client, clock, state } of presences) {
    encoding.writeVarUint(update, client)
    encoding.writeVarUint(update, clock)
    encoding.writeVarString(update, JSON.stringify(state))
  }
  const message = encoding.createEncoder()
  encoding.writeVarUint(message, MESSAGE.awareness)
  encoding.writeVarUint8Array(message, encoding.toUint8Array(update))
  return encoding.toUint8Array(message)
}

function stateOf(json: string): object | null {
  const state: unknown = JSON.parse(json)
  return typeof state === 'object' && !Array.isArray(state) ? state : null
}
