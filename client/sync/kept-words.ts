import * as Y from 'yjs'
import { items, splitKey, type ItemSection } from '../../schema/paper.ts'
import { parseRoom } from '../../schema/protocol.ts'
import { isBy, mineFrom, ownRemarks, ownWords } from '../zones/own-words.ts'
import type { Aside } from './store.ts'
import { unsentEntries } from './unsent.ts'

/** What somebody had written in a text that was kept apart; `place` null: beside the meeting. */
export interface KeptWords {
  place: { item: number; section: ItemSection } | null
  texts: string[]
}

/** The words of `user`, its writer, that the server did not have, where they stood. Empty also where only something was deleted. */
export function keptWords(aside: Aside, user: string): KeptWords[] {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, aside.state)
  const found = parseRoom(aside.room)?.kind === 'margin' ? remarksIn(doc, aside, user) : wordsIn(doc, aside)
  doc.destroy()
  return found
}

function wordsIn(paper: Y.Doc, { acknowledged, clients = [] }: Aside): KeptWords[] {
  const mine = mineFrom({ acknowledged, isOwn: (client) => clients.includes(client) })
  return items.list(paper).flatMap(({ id }, index) =>
    [...ownWords(paper, id, mine)].map(([key, texts]) => ({
      place: { item: index + 1, section: splitKey(key).section as ItemSection },
      texts,
    })),
  )
}

function remarksIn(margin: Y.Doc, { acknowledged }: Aside, user: string): KeptWords[] {
  const unsent = new Set(unsentEntries(margin, acknowledged))
  const texts = [...ownRemarks(margin, (id) => unsent.has(id) && isBy(user, margin, id)).values()]
  return texts.length === 0 ? [] : [{ place: null, texts }]
}
