import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import { sectionSchema } from './nodes.ts'

/**
 * The running text of a section, read from Yjs: blocks on lines of their own, a line break as one, a reference as it
 * reads. It is the text that the editor searches (node-text.ts).
 */
export interface SectionText {
  text: string
  /** Where an encoded position stands in the text; null when it is not in this section any more. */
  offsetOf(position: string): number | null
  /** The encoded positions of a stretch: what is typed at its edges is not part of it. */
  positions(from: number, to: number): { from: string; to: string }
}

/** A stretch of text in one place of Yjs: letters, or something that reads as them. */
interface Run {
  start: number
  length: number
  type: Y.XmlText | Y.XmlElement
  /** In the type. */
  index: number
  /** In the type: 1 for what is no letters. */
  size: number
}

export function encodePosition(position: Y.RelativePosition): string {
  return toBase64(Y.encodeRelativePosition(position))
}

/** Null when it is none. */
function decodePosition(encoded: string): Y.RelativePosition | null {
  try {
    return Y.decodeRelativePosition(fromBase64(encoded))
  } catch {
    // A position comes from whoever wrote the remark.
    return null
  }
}

/** The text of a fragment as it is now. */
export function sectionText(fragment: Y.XmlFragment): SectionText {
  const reader = new Reader()
  reader.read(fragment)
  const { text, runs, starts } = reader
  return {
    text,
    offsetOf: (encoded) => {
      const position = decodePosition(encoded)
      const at =
        position && fragment.doc && Y.createAbsolutePositionFromRelativePosition(position, fragment.doc)
      return at ? offsetIn(runs, starts, at) : null
    },
    positions: (from, to) => ({
      from: encodePosition(
        positionAt(
          fragment,
          runs.findLast(({ start }) => start <= from),
          from,
          0,
        ),
      ),
      to: encodePosition(
        positionAt(
          fragment,
          runs.find(({ start, length }) => start + length >= to),
          to,
          -1,
        ),
      ),
    }),
  }
}

class Reader {
  text = ''
  readonly runs: Run[] = []
  /** Where each child of a node begins, and where the last one ends. */
  readonly starts = new Map<object, number[]>()

  private lines = 0

  read(parent: Y.XmlFragment | Y.XmlElement): void {
    const starts: number[] = []
    parent.toArray().forEach((child, index) => {
      if (child instanceof Y.XmlElement && isLine(child)) this.beginLine(child)
      starts.push(this.text.length)
      if (child instanceof Y.XmlText) this.add(lettersOf(child), child, 0, child.length)
      else if (child instanceof Y.XmlElement && isLeaf(child) && parent instanceof Y.XmlElement)
        this.add(leafText(child), parent, index, 1)
      else if (child instanceof Y.XmlElement) this.read(child)
    })
    this.starts.set(parent, [...starts, this.text.length])
  }

  /** A line without text is a place too. */
  private beginLine(line: Y.XmlElement): void {
    if (this.lines++ > 0) this.text += '\n'
    if (line.length === 0) this.add('', line, 0, 0)
  }

  private add(letters: string, type: Run['type'], index: number, size: number): void {
    this.runs.push({ start: this.text.length, length: letters.length, type, index, size })
    this.text += letters
  }
}

function offsetIn(
  runs: readonly Run[],
  starts: ReadonlyMap<object, number[]>,
  { type, index }: Y.AbsolutePosition,
): number | null {
  if (type instanceof Y.XmlText) {
    const run = runs.find((each) => each.type === type)
    return run ? run.start + Math.min(index, run.length) : null
  }
  return starts.get(type)?.at(Math.min(index, (starts.get(type)?.length ?? 1) - 1)) ?? null
}

function positionAt(
  fragment: Y.XmlFragment,
  run: Run | undefined,
  offset: number,
  side: 0 | -1,
): Y.RelativePosition {
  if (!run) return Y.createRelativePositionFromTypeIndex(fragment, 0, side)
  const within = Math.max(0, Math.min(run.length, offset - run.start))
  const index = run.type instanceof Y.XmlText ? within : run.index + (within > 0 ? run.size : 0)
  return Y.createRelativePositionFromTypeIndex(run.type, index, side)
}

function lettersOf(run: Y.XmlText): string {
  let text = ''
  for (let item = run._start; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentString) text += item.content.str
  return text
}

/** As in node-text.ts: a block with text in it, or with nothing. */
function isLine({ nodeName, length }: Y.XmlElement): boolean {
  const type = sectionSchema.nodes[nodeName]
  return type?.isBlock === true && (type.inlineContent || length === 0)
}

function isLeaf({ nodeName }: Y.XmlElement): boolean {
  return sectionSchema.nodes[nodeName]?.isLeaf === true
}

function leafText(leaf: Y.XmlElement): string {
  return leaf.nodeName === 'reference' ? String(leaf.getAttribute('text') ?? '') : '\n'
}
