import { randomUUID } from 'node:crypto'
import * as Y from 'yjs'
import { fromMeetingJson } from '../../schema/new-paper.ts'
import { fragment, items } from '../../schema/paper.ts'
import { paperRoom } from '../../schema/protocol.ts'
import { largeMeeting } from '../large-meeting.ts'
import { randomClient } from './thin-client.ts'

/** Fresh names of rooms. */
export function rooms(count: number): string[] {
  return Array.from({ length: count }, () => paperRoom(randomUUID()))
}

/** A paper of so many printed pages, as it was imported: one update. */
export function importedPaper(pages: number): Uint8Array {
  const paper = new Y.Doc()
  fromMeetingJson(paper, largeMeeting(pages), randomUUID)
  return Y.encodeStateAsUpdate(paper)
}

/** Somebody who types in a paper, one key at a time. What it sends builds on the paper as it was given. */
export class Typist {
  client: number
  private readonly doc: Y.Doc
  private readonly texts: Y.XmlText[]
  private readonly made: Uint8Array[] = []
  private at = 0
  private left = 0
  private erases = false

  /** @param place which of the paper's paragraphs it types in */
  constructor(
    paper: Uint8Array,
    private place = 0,
    client = randomClient(),
  ) {
    this.client = client
    this.doc = new Y.Doc()
    Y.applyUpdate(this.doc, paper)
    this.doc.clientID = client
    this.texts = textsOf(this.doc)
    this.at = this.text.length
    this.doc.on('update', (update: Uint8Array) => this.made.push(update))
  }

  /** The state vector of what it holds. */
  get stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }

  /** The updates of so many keys at the end of its paragraph. After the n-th, the client's clock is n. */
  keys(count: number): Uint8Array[] {
    for (let i = 0; i < count; i++) this.text.insert(this.at++, LETTERS[i % LETTERS.length] ?? ' ')
    return this.made.splice(0)
  }

  /** One update with a word typed at each of several places, and a few letters taken away. */
  scatter(words: number, random: () => number): Uint8Array {
    this.doc.transact(() => {
      for (let i = 0; i < words; i++) this.scatterWord(random)
    })
    return Y.mergeUpdates(this.made.splice(0))
  }

  /**
   * The next update of somebody at work: runs of keys, each at a place of its own, that write or, with the
   * probability `erasing`, take away.
   */
  next(random: () => number, erasing: number): Uint8Array {
    if (this.left === 0) this.beginRun(random, erasing)
    this.left--
    if (this.erases && this.at > 0) this.text.delete(--this.at, 1)
    else this.text.insert(this.at++, LETTERS[this.at % LETTERS.length] ?? ' ')
    return this.made.pop() ?? new Uint8Array()
  }

  /** The paper as it is now, for whoever takes over. */
  state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  /** Goes on under another client id, as after a reload. */
  reload(): void {
    this.client = this.doc.clientID = randomClient()
  }

  private beginRun(random: () => number, erasing: number): void {
    this.left = RUN
    this.place = Math.floor(random() * this.texts.length)
    this.at = Math.floor(random() * (this.text.length + 1))
    this.erases = random() < erasing
  }

  private scatterWord(random: () => number): void {
    const text = this.texts[Math.floor(random() * this.texts.length)] ?? this.text
    const at = Math.floor(random() * text.length)
    if (random() < 0.2 && text.length > at + 5) text.delete(at, 5)
    else text.insert(at, WORDS[Math.floor(random() * WORDS.length)] ?? ' ')
  }

  private get text(): Y.XmlText {
    const text = this.texts[this.place % this.texts.length]
    if (!text) throw new RangeError('a paper without a paragraph')
    return text
  }
}

/** Keys typed at one place before the next. */
const RUN = 40
const LETTERS = 'sekretariatet udarbejder et udkast til beslutning '
const WORDS = ['plan ', 'møde ', 'sag og ', 'høring ', 'forslag ', 'nej ', 'punkt ', 'i alt ']

function textsOf(doc: Y.Doc): Y.XmlText[] {
  return items
    .list(doc)
    .flatMap(({ id }) => fragment(doc, `${id}/case`).toArray())
    .filter((node): node is Y.XmlElement => node instanceof Y.XmlElement)
    .map((node) => node.get(0))
    .filter((node): node is Y.XmlText => node instanceof Y.XmlText)
}
