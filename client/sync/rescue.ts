import * as Y from 'yjs'
import { toBase64 } from 'lib0/buffer'
import { AUTHORED_ROOTS } from '../../schema/margin-entries.ts'
import type { MeetingJson } from '../../schema/meeting.ts'
import { textOf } from '../../schema/nodes.ts'
import { ITEM_SECTIONS, items, sectionKey } from '../../schema/paper.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import { parseRoom } from '../../schema/protocol.ts'
import { sectionBlocks } from '../../schema/sections.ts'
import type { Aside } from './store.ts'

/** A meeting.json with one more key: what the server may not have, as Yjs updates in base64. */
export interface RescueJson extends MeetingJson {
  unsent: {
    at: string
    /** What was written here after the last acknowledgement. */
    updates: string[]
    /** Whole documents the server refused, with why. */
    refused: { at: string; reason: string; state: string }[]
    /** Remarks beside the meeting. */
    remarks: string[]
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
  remarks: string[] = [],
): RescueJson {
  const update = Y.encodeStateAsUpdate(doc, acknowledged ?? undefined)
  const refused = asides.map((aside) => ({
    at: new Date(aside.at).toISOString(),
    reason: aside.reason,
    state: toBase64(aside.state),
  }))
  return {
    ...toMeetingJson(doc),
    unsent: { at: new Date(at).toISOString(), updates: [toBase64(update)], refused, remarks },
  }
}

/** A refused text as its writer saw it. */
export function rescueOfAside(aside: Aside, at: number): RescueJson {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, aside.state)
  const remarks = parseRoom(aside.room)?.kind === 'paper' ? [] : textsOf(doc)
  const json = rescueOf(doc, aside.acknowledged, [], at, remarks)
  doc.destroy()
  return json
}

const TOLD = ['text', 'reason', 'attendance', 'substitute']

/** What stands in a margin, as plain text; the texts of those in `only` alone, when it is given. */
export function textsOf(margin: Y.Doc, only?: ReadonlySet<string>): string[] {
  return AUTHORED_ROOTS.flatMap((root) => [...margin.getMap(root)])
    .filter(([id]) => only === undefined || only.has(id))
    .flatMap(([, entry]) => (entry instanceof Y.Map ? TOLD.map((field) => entry.get(field)) : []))
    .filter((text) => typeof text === 'string')
    .filter((text) => text !== '')
}

/** What stands in the sections of a paper's items, as plain text. */
export function itemTexts(paper: Y.Doc): string[] {
  return [...items.map(paper).keys()]
    .flatMap((item) =>
      ITEM_SECTIONS.map((section) => textOf(sectionBlocks(paper, sectionKey(item, section)))),
    )
    .filter((text) => text !== '')
}
