import * as Y from 'yjs'
import { fromBase64, toBase64 } from 'lib0/buffer'
import type { MeetingJson } from '../../schema/meeting.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import type { Aside } from './store.ts'

/** A meeting.json with one more key: what the server may not have, as Yjs updates in base64. */
export interface RescueJson extends MeetingJson {
  unsent: {
    at: string
    /** What was written here after the last acknowledgement. */
    updates: string[]
    /** Whole documents the server refused, with why. */
    refused: { at: string; reason: string; state: string }[]
  }
}

/**
 * Everything of a meeting that this window has, as one file. Needs neither network nor session.
 *
 * @param acknowledged state vector of what the server has; null when it has nothing.
 */
export function rescueOf(
  doc: Y.Doc,
  acknowledged: Uint8Array | null,
  asides: Aside[],
  at: number,
): RescueJson {
  const update = Y.encodeStateAsUpdate(doc, acknowledged ?? undefined)
  const refused = asides.map((aside) => ({
    at: new Date(aside.at).toISOString(),
    reason: aside.reason,
    state: toBase64(aside.state),
  }))
  return {
    ...toMeetingJson(doc),
    unsent: { at: new Date(at).toISOString(), updates: [toBase64(update)], refused },
  }
}

/** A refused text as its writer saw it. */
export function rescueOfAside(aside: Aside, at: number): RescueJson {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, aside.state)
  const json = rescueOf(doc, aside.acknowledged, [], at)
  doc.destroy()
  return json
}

/** The updates in a rescue file. */
export function unsentOf(json: RescueJson): Uint8Array[] {
  return json.unsent.updates.map(fromBase64)
}
