import type * as Y from 'yjs'
import type { Context } from './losses.ts'
import { cutAt, isNow, readBlocks, type TextBlock } from './text-blocks.ts'

/**
 * How much of the text before and after must stand there to the letter, tried in this order: others may have written
 * in it too.
 */
const KEYS = [
  [24, 24],
  [12, 12],
  [6, 6],
  [24, 0],
  [0, 24],
  [10, 0],
  [0, 10],
] as const

/** How much of a neighbouring block must stand there for a whole block to be put beside it. */
const BESIDE = 24

/** How many characters are no chance. */
const TELLING = 12

/** A place in a section's text: a block, and how many characters of it stand before. */
export interface Place {
  element: Y.XmlElement
  offset: number
}

export interface Marking {
  /** From which clock on a client's text is new: text that stood there before is no copy of what was lost. */
  newFrom(client: number): number
  /** From which clock on a client's text is left out of what is searched: nobody's copy has it. */
  outFrom(client: number): number
}

interface Part {
  block: TextBlock
  start: number
  end: number
  /** Where it begins in the block's real text. */
  offset: number
  isNew: boolean
}

/** A section's text now, in which the place of what was lost is looked for. */
export class SectionNow {
  /** Without borders between blocks: they are what a split or a join changes. */
  text = ''
  private readonly parts: Part[] = []
  /** Where each block begins in the text. */
  private readonly starts = new Map<TextBlock, number>()
  readonly blocks: TextBlock[]

  constructor(
    section: Y.XmlFragment,
    private readonly marking: Marking,
  ) {
    this.blocks = readBlocks(section, isNow)
    for (const block of this.blocks) this.read(block)
  }

  private read(block: TextBlock): void {
    const { newFrom, outFrom } = this.marking
    this.starts.set(block, this.text.length)
    let offset = 0
    for (const whole of block.pieces) {
      const borders = [newFrom(whole.client), outFrom(whole.client)].sort((a, b) => a - b)
      for (const { client, clock, text } of cutAt(whole, borders)) {
        if (clock < outFrom(client)) this.add(block, text, offset, clock >= newFrom(client))
        offset += text.length
      }
    }
  }

  private add(block: TextBlock, text: string, offset: number, isNew: boolean): void {
    const start = this.text.length
    this.text += text
    this.parts.push({ block, start, end: this.text.length, offset, isNew })
  }

  /** Whether these words have been written again: as a block of their own, or so many that it is no chance. */
  says(words: string): boolean {
    if (words === '') return false
    const isNewAt = (at: number): boolean => this.partAt(at)?.isNew === true
    if (words.length >= TELLING) return occurrences(this.text, words).some(isNewAt)
    return this.blocks.some((block) => {
      const start = this.starts.get(block) ?? 0
      return this.text.slice(start, this.endOf(block)).trim() === words && isNewAt(start)
    })
  }

  /** Whether the words stand in their place already. */
  holds(context: Context, text: string): boolean {
    const [before, after] = keys(context, 6, 6)
    return occurrences(this.text, before + text + after).some((at) =>
      this.isNewAt(at + before.length, context, text.length),
    )
  }

  /** The place where copies of the neighbours stand now; null when there is none, or more than one as good. */
  find(context: Context): Place | null {
    if (context.ownBefore + context.ownAfter === 0) return this.findEmpty(context)
    for (const [before, after] of KEYS) {
      const candidates = this.candidates(context, before, after)
      if (candidates.length === 0) continue
      const at = this.best(context, candidates)
      return at === null ? null : this.placeAt(at, context)
    }
    return null
  }

  private candidates(context: Context, sizeBefore: number, sizeAfter: number): number[] {
    const [before, after] = keys(context, sizeBefore, sizeAfter)
    const isLone = sizeBefore === 0 || sizeAfter === 0
    // One side alone must say enough to be told from chance.
    if (isLone && before.length + after.length < Math.max(sizeBefore, sizeAfter)) return []
    return occurrences(this.text, before + after)
      .map((at) => at + before.length)
      .filter((at) => this.isNewAt(at, context))
  }

  /** The place behind (before) which a whole block belongs, by the text of its neighbours. */
  findBeside(context: Context): { block: TextBlock; side: 1 | -1 } | null {
    const { before, after } = context
    const behind = this.best(
      { ...context, ownBefore: BESIDE },
      occurrencesOf(this.text, before.slice(-BESIDE), true),
    )
    const block = behind === null ? undefined : this.partAt(behind - 1)?.block
    if (block !== undefined && this.endOf(block) === behind) return { block, side: 1 }
    const ahead = this.best(
      { ...context, ownAfter: BESIDE },
      occurrencesOf(this.text, after.slice(0, BESIDE), false),
    )
    const next = ahead === null ? undefined : this.partAt(ahead)?.block
    return next !== undefined && this.starts.get(next) === ahead ? { block: next, side: -1 } : null
  }

  private endOf(block: TextBlock): number {
    return this.parts.findLast((part) => part.block === block)?.end ?? this.starts.get(block) ?? 0
  }

  /** An empty block that is new, between the neighbours. */
  private findEmpty(context: Context): Place | null {
    const empty = this.blocks.filter(
      (block) => isNewBlock(block, this.marking) && this.endOf(block) === this.starts.get(block),
    )
    const scored = empty.map((block) => ({ block, score: this.score(context, this.starts.get(block) ?? 0) }))
    const best = unique(scored)
    return best === null ? null : { element: best.block.element, offset: 0 }
  }

  private best(context: Context, candidates: number[]): number | null {
    const valid = candidates.filter((at) => this.isNewAt(at, context))
    return unique(valid.map((at) => ({ at, score: this.score(context, at) })))?.at ?? null
  }

  private score({ before, after }: Context, at: number): number {
    let score = 0
    for (let i = 1; i <= before.length && before.at(-i) === this.text[at - i]; i++) score++
    for (let i = 0; i < after.length && after[i] === this.text[at + i]; i++) score++
    return score
  }

  /** Whether one of the neighbours in its own block is new; `width`: of what stands between them. */
  private isNewAt(at: number, { ownBefore, ownAfter }: Context, width = 0): boolean {
    return (
      (ownBefore > 0 && this.partAt(at - 1)?.isNew === true) ||
      (ownAfter > 0 && this.partAt(at + width)?.isNew === true)
    )
  }

  /** Behind what stood before it; at the start of a block, before what came after. */
  private placeAt(at: number, { ownBefore }: Context): Place | null {
    const beside = ownBefore > 0 ? at - 1 : at
    const part = this.partAt(beside)
    if (part === undefined) return null
    const offset = part.offset + (beside - part.start) + (ownBefore > 0 ? 1 : 0)
    return { element: part.block.element, offset }
  }

  private partAt(at: number): Part | undefined {
    return this.parts.find(({ start, end }) => start <= at && at < end)
  }
}

/** What stood beside it in its own block: other blocks may have gone elsewhere. */
function keys(
  { before, after, ownBefore, ownAfter }: Context,
  most: number,
  mostAfter: number,
): [string, string] {
  const length = Math.min(most, ownBefore)
  return [length === 0 ? '' : before.slice(-length), after.slice(0, Math.min(mostAfter, ownAfter))]
}

function isNewBlock({ element }: TextBlock, { newFrom }: Marking): boolean {
  const id = element._item?.id
  return id !== undefined && id.clock >= newFrom(id.client)
}

/** The best of several; null when the best are more than one. */
function unique<T extends { score: number }>(list: T[]): T | null {
  const [first, second] = [...list].sort((a, b) => b.score - a.score)
  if (first === undefined || first.score === second?.score) return null
  return first
}

function occurrencesOf(text: string, key: string, atEnd: boolean): number[] {
  if (key === '') return []
  return occurrences(text, key).map((at) => (atEnd ? at + key.length : at))
}

function occurrences(text: string, key: string): number[] {
  const found: number[] = []
  if (key === '') return found
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) found.push(at)
  return found
}
