import { once } from 'node:events'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { SCHEMA_VERSION } from '../../../schema/nodes.ts'
import { MESSAGE } from '../../../schema/protocol.ts'

/** Changes a second: faster than anybody types, so that a sample seldom falls between two. */
const RATE = 10

interface Address {
  url: string
  room: string
  cookie?: string
}

/** Somebody elsewhere who types into one paragraph, a letter at a time, with a caret that moves along. */
export class Writer {
  private readonly doc = new Y.Doc()
  private readonly provider: WebsocketProvider
  private timer: NodeJS.Timeout | undefined
  private count = 0

  constructor(
    { url, room, cookie }: Address,
    /** The paragraph's text, and the section that the caret is said to stand in. */
    private readonly place: (doc: Y.Doc) => { text: Y.XmlText; section: string },
  ) {
    const headers = cookie === undefined ? {} : { cookie }
    class Socket extends WebSocket {
      constructor(address: string, protocols?: string[]) {
        super(address, protocols, { headers })
      }
    }
    this.provider = new WebsocketProvider(url, room, this.doc, {
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
      params: { schema: String(SCHEMA_VERSION), client: String(this.doc.clientID) },
      disableBc: true,
    })
    // What only the server of ours says is of no use here.
    for (const type of Object.values(MESSAGE).filter((each) => each >= MESSAGE.ack))
      this.provider.messageHandlers[type] = () => undefined
  }

  async ready(): Promise<this> {
    if (!this.provider.synced) await new Promise((synced) => this.provider.once('sync', synced))
    return this
  }

  start(): void {
    this.timer = setInterval(() => this.write(), 1000 / RATE)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  async leave(): Promise<void> {
    this.stop()
    const socket = this.provider.ws as unknown as WebSocket | null
    this.provider.destroy()
    if (socket && socket.readyState !== WebSocket.CLOSED) await once(socket, 'close')
    // Its awareness would look after itself for ever, and the process would not end.
    this.doc.destroy()
  }

  private write(): void {
    const { text, section } = this.place(this.doc)
    const at = Math.min(text.length, 20 + this.count++)
    text.insert(at, 'andre skrev '.charAt(this.count % 12))
    const caret = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at + 1))
    this.provider.awareness.setLocalStateField('cursor', { section, anchor: caret, head: caret })
  }
}

/** The text of a paragraph of a fragment. */
export function paragraphText(fragment: Y.XmlFragment, at: number): Y.XmlText {
  const paragraph = fragment.get(at)
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new RangeError(`Block ${at} holds no text`)
  return text
}
