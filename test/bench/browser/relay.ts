import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import { WebSocketServer, type WebSocket } from 'ws'
import type * as Y from 'yjs'
import { MESSAGE } from '../../../schema/protocol.ts'

/** The least that y-websocket talks to: one document, no checks, nothing kept. */
export interface Relay {
  url: string
  close(): Promise<void>
}

export async function openRelay(doc: Y.Doc): Promise<Relay> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const send = (socket: WebSocket, write: (encoder: encoding.Encoder) => void) => {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, MESSAGE.sync)
    write(encoder)
    if (encoding.length(encoder) > 1) socket.send(encoding.toUint8Array(encoder))
  }
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    for (const socket of server.clients)
      if (socket !== origin) send(socket, (encoder) => writeUpdate(encoder, update))
  })
  server.on('connection', (socket: WebSocket) => {
    socket.on('message', (data: Buffer) => receive(socket, new Uint8Array(data)))
    send(socket, (encoder) => writeSyncStep1(encoder, doc))
  })
  function receive(socket: WebSocket, data: Uint8Array): void {
    const decoder = decoding.createDecoder(data)
    const type = decoding.readVarUint(decoder)
    if (type === MESSAGE.sync) send(socket, (encoder) => readSyncMessage(decoder, encoder, doc, socket))
    // y-websocket gives a connection up that hears nothing for 30 seconds, so awareness goes back to its sender too.
    else for (const each of server.clients) each.send(data)
  }
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of server.clients) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}
