import * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { editSection } from './edit-section.ts'
import { sectionsChanged } from './losses.ts'
import { clientsOf, wroteAs } from './moving-client.ts'
import { positionOf, sizeOf, startOf } from './positions.ts'
import { Ranges } from './ranges.ts'
import { sayMostOf } from './same-words.ts'
import { isNow, lettersIn, readBlocks, type Letter, type Piece, type TextBlock } from './text-blocks.ts'

/** How many copies are remembered. */
const MOST = 50

/** Text that an own change took from one block and wrote into another: `written` says the same, letter by letter. */
interface Copy {
  section: SectionKey
  taken: Letter[]
  written: Letter[]
}

/** Own letters that a colleague has written too. */
export interface Twin {
  section: SectionKey
  letters: Letter[]
}

/**
 * Knows what the user's own changes of shape (split, join, list, kind) have copied, until the server has it. When a
 * colleague changed the same block without knowing, both copies would stay. The one that came later to the server gives
 * way, and its writer sees to that: theirs was first when it deletes by name what the own change has deleted, for from
 * theirs, had it come later, the server would have cut that away as known.
 */
export class Reshapings {
  #list: Copy[] = []

  constructor(private readonly doc: Y.Doc) {}

  /** The server asks for what it lacks. @param vector state vector of what it has */
  asked(vector: Uint8Array): void {
    const onServer = Y.decodeStateVector(vector)
    this.#list = this.#list.filter(({ written: [first] }) =>
      first ? first.clock >= (onServer.get(first.client) ?? 0) : false,
    )
  }

  /** The server has everything that is here. */
  settled(): void {
    this.#list = []
  }

  /** An own change, while Yjs still holds what it deleted. */
  note(transaction: Y.Transaction): void {
    if (transaction.deleteSet.clients.size === 0 || !wroteAs(this.doc.clientID, transaction)) return
    for (const section of sectionsChanged(transaction))
      this.#list.push(...copiesIn(section, this.doc.getXmlFragment(section), transaction))
    this.#list.splice(0, this.#list.length - MOST)
  }

  /** Which own copies have to give way to those that an update of the server brings. */
  twins(update: Uint8Array, { beforeState }: Y.Transaction): Twin[] {
    if (this.#list.length === 0) return []
    const named = new Ranges(Y.decodeUpdate(update).ds.clients)
    const isTheirs = ({ client, clock }: Piece): boolean =>
      !clientsOf(this.doc.clientID).includes(client) && clock >= (beforeState.get(client) ?? 0)
    return this.#list.flatMap((copy, at) => {
      const taken = stretches(copy, named)
      if (taken.length === 0) return []
      const theirs = this.#blocks(copy.section).map((block) => textOf(lettersIn([block], isTheirs)))
      return taken
        .filter((letters) => isSaid(theirs, textOf(letters)))
        .map((letters) => ({ section: copy.section, letters: this.#standing(letters, at) }))
    })
  }

  /** Letters of a copy as they stand now: the user may have gone on to change the block's shape. */
  #standing(letters: Letter[], copy: number): Letter[] {
    return this.#list.slice(copy + 1).reduce((standing, { taken, written }) => {
      const later = new Map(taken.map((letter, i) => [nameOf(letter), written[i]]))
      return standing.map((letter) => later.get(nameOf(letter)) ?? letter)
    }, letters)
  }

  #blocks(section: SectionKey): TextBlock[] {
    return readBlocks(this.doc.getXmlFragment(section), isNow)
  }
}

function copiesIn(section: SectionKey, root: Y.XmlFragment, transaction: Y.Transaction): Copy[] {
  const { beforeState, deleteSet } = transaction
  const isOld = ({ client, clock }: { client: number; clock: number }): boolean =>
    clock < (beforeState.get(client) ?? 0)
  const wasThere = (item: Y.Item): boolean =>
    isOld(item.id) && (!item.deleted || Y.isDeleted(deleteSet, item.id))
  const written = lettersIn(readBlocks(root, isNow), (piece) => !isOld(piece))
  const copies: Copy[] = []
  let from = 0
  for (const block of readBlocks(root, wasThere)) {
    const taken = lettersIn([block], (piece) => piece.deleted)
    const at = textOf(taken).trim() === '' ? -1 : textOf(written).indexOf(textOf(taken), from)
    if (at < 0) continue
    from = at + taken.length
    copies.push({ section, taken, written: written.slice(at, from) })
  }
  return copies
}

/** What of a copy was written of letters that were deleted by name, in whole stretches. */
function stretches({ taken, written }: Copy, named: Ranges): Letter[][] {
  const found: Letter[][] = []
  let last: Letter[] | null = null
  for (const [i, letter] of taken.entries()) {
    const copied = written[i]
    if (!copied || !named.has(letter.client, letter.clock)) last = null
    else if (last === null) found.push((last = [copied]))
    else last.push(copied)
  }
  return found.filter((letters) => textOf(letters).trim() !== '')
}

/** Whether blocks have a copy of a text, in one or several of them, and perhaps changed since. */
function isSaid(blocks: readonly string[], text: string): boolean {
  return blocks.join('').includes(text) || sayMostOf(blocks, text)
}

function nameOf({ client, clock }: Letter): string {
  return `${client} ${clock}`
}

function textOf(letters: readonly Letter[]): string {
  return letters.map(({ text }) => text).join('')
}

/** Takes letters out of a section, and the blocks that hold nothing else, as an own change. */
export function takeOut(doc: Y.Doc, { section, letters }: Twin): void {
  const root = doc.getXmlFragment(section)
  const names = new Set(letters.map(nameOf))
  for (const block of readBlocks(root, isNow)) takeOutOf(doc, section, block, names)
}

function takeOutOf(doc: Y.Doc, section: SectionKey, block: TextBlock, names: ReadonlySet<string>): void {
  const root = doc.getXmlFragment(section)
  const isGoing = lettersIn([block], () => true).map((letter) => names.has(nameOf(letter)))
  if (!isGoing.includes(true)) return
  if (!isGoing.includes(false)) {
    const start = startOf(root, block.element)
    if (start !== null)
      editSection(doc, section, (tr) => tr.deleteRange(start, start + sizeOf(block.element)))
    return
  }
  for (let to = isGoing.length; to > 0; to--) {
    if (isGoing[to - 1] !== true) continue
    let from = to - 1
    while (isGoing[from - 1] === true) from--
    takeOutStretch(doc, section, block, from, to)
    to = from + 1
  }
}

function takeOutStretch(
  doc: Y.Doc,
  section: SectionKey,
  { element }: TextBlock,
  from: number,
  to: number,
): void {
  const root = doc.getXmlFragment(section)
  const start = positionOf(root, { element, offset: from })
  const end = positionOf(root, { element, offset: to })
  if (start !== null && end !== null) editSection(doc, section, (tr) => tr.delete(start, end))
}
