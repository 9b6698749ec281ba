import type { Node } from 'prosemirror-model'
import type { SectionKey } from '../../schema/paper.ts'

interface Run {
  /** Where it begins in the text. */
  offset: number
  length: number
  /** Where it begins in the document. */
  pos: number
  /** Its size in the document: 1 for a reference, whatever it reads. */
  size: number
}

/** The running text of a section, and the way from a place in it back to the document. */
export interface SectionText {
  key: SectionKey
  /** Blocks are on lines of their own. */
  text: string
  /** The document positions of the stretch from `start` to `end` in the text. */
  range(start: number, end: number): { from: number; to: number }
}

type Indexed = Omit<SectionText, 'key'>

/** Reads each document once: after a keystroke only the section that changed is read again. */
export class TextIndex {
  private readonly known = new WeakMap<Node, Indexed>()

  of(key: SectionKey, doc: Node): SectionText {
    const known = this.known.get(doc)
    if (known) return { key, ...known }
    const made = indexed(doc)
    this.known.set(doc, made)
    return { key, ...made }
  }
}

function indexed(doc: Node): Indexed {
  const runs: Run[] = []
  let text = ''
  const add = (words: string, pos: number, size: number) => {
    runs.push({ offset: text.length, length: words.length, pos, size })
    text += words
  }
  doc.descendants((node, pos) => {
    if (node.isTextblock && text !== '') text += '\n'
    if (node.isText) add(node.text ?? '', pos, node.nodeSize)
    else if (node.isLeaf)
      add(node.type.spec.leafText?.(node) ?? (node.isInline ? '\n' : ''), pos, node.nodeSize)
  })
  const range = (start: number, end: number) => ({
    from: place(runs, start, 'from'),
    to: place(runs, end, 'to'),
  })
  return { text, range }
}

/** A stretch that ends where a run ends belongs to that run, not to the next. */
function place(runs: readonly Run[], offset: number, side: 'from' | 'to'): number {
  const run =
    side === 'from'
      ? runs.findLast((each) => each.offset <= offset)
      : runs.find((each) => each.offset + each.length >= offset)
  if (!run) return 0
  if (run.size !== run.length) return side === 'from' ? run.pos : run.pos + run.size
  return run.pos + Math.max(0, Math.min(run.length, offset - run.offset))
}
