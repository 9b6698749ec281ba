import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { STORED, scan } from './gate/scan.ts'

/** How far a stored update reaches: most questions about it are answered from that, without its structs. */
export interface Extent {
  /** The next clock of every client in it. */
  clocks: ReadonlyMap<number, number>
  /** Where in its bytes the deletes begin. */
  deletesAt: number
}

/** Reads an update through. @throws Refused when it is damaged */
export function extentOf(update: Uint8Array): Extent {
  const { blocks, deletesAt } = scan(update, STORED)
  return { clocks: new Map(blocks.map(({ client, end }) => [client, end])), deletesAt }
}

/** As it is kept beside a snapshot. */
export function encodeExtent({ clocks, deletesAt }: Extent): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, deletesAt)
    encoding.writeUint8Array(encoder, Y.encodeStateVector(new Map(clocks)))
  })
}

/** @throws Error when it is damaged */
export function decodeExtent(bytes: Uint8Array): Extent {
  const decoder = decoding.createDecoder(bytes)
  const deletesAt = decoding.readVarUint(decoder)
  return { deletesAt, clocks: Y.decodeStateVector(decoding.readTailAsUint8Array(decoder)) }
}
