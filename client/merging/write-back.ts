import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { updateYFragment, type ProsemirrorBinding } from 'y-prosemirror'
import * as Y from 'yjs'
import { isJoined, lettersOf } from './joins.ts'
import { asMoving, clientsOf } from './moving-client.ts'

const LETTER = /[\p{L}\p{M}\p{N}]/u

type Meta = Pick<ProsemirrorBinding, 'mapping' | 'isOMark'>
type Mapped = [type: Y.XmlFragment | Y.XmlText, node: Node | Node[]]

/** A stretch of text in a section, and the types around it from the outside in. */
interface Spot {
  around: Mapped[]
  text: Y.XmlText
  now: string
  /** How much of it stands before the change's end. */
  offset: number
}

/**
 * Writes a section's document into its fragment (rule E27). y-prosemirror finds out by comparing what was changed, and
 * takes a "b" typed before "bread" for one typed behind its first letter. What is joined to a paragraph comes behind
 * what others type at its end (rule E35), and what is typed behind a word that another is writing, behind that word.
 *
 * @param end where in the document the change ends, such as the caret; null when that is not known
 */
export function writeBack(section: Y.XmlFragment, node: Node, meta: Meta, end: number | null): void {
  const { doc } = section
  if (doc === null) return
  const at = end === null || end > node.content.size ? null : end
  if (at !== null && isJoined(section, node, at))
    asMoving(doc, () => updateYFragment(doc, section, node, meta))
  else writeChange(doc, section, node, meta, at)
}

function writeChange(doc: Y.Doc, section: Y.XmlFragment, node: Node, meta: Meta, end: number | null): void {
  const spot = end === null ? null : spotAt(section, node, end)
  const isBehind = spot !== null && isBehindTheirWord(doc, spot)
  let isWritten = false
  const write = () => {
    isWritten = spot !== null && writeAt(spot)
    updateYFragment(doc, section, node, meta)
  }
  if (isBehind) asMoving(doc, write)
  else write()
  // It has found there nothing to do, and so has not noted what stands for what.
  if (isWritten) for (const [type, nodes] of spot?.around ?? []) meta.mapping.set(type, nodes)
}

/** Where the last step of a transaction ends. */
export function endOfChange({ mapping }: Transaction): number | null {
  let end: number | null = null
  mapping.maps.at(-1)?.forEach((_from, _to, _newFrom, newTo) => (end = newTo))
  return end
}

/** The text at a position; null where the fragment is built otherwise than the document. */
function spotAt(section: Y.XmlFragment, node: Node, pos: number): Spot | null {
  const $pos = node.resolve(pos)
  const around: Mapped[] = []
  let type = section
  for (let depth = 0; depth < $pos.depth; depth++) {
    const child: unknown = type.get($pos.index(depth))
    const inner = $pos.node(depth + 1)
    const isSame = child instanceof Y.XmlElement && child.nodeName === inner.type.name
    if (!isSame || type.length !== $pos.node(depth).childCount) return null
    type = child
    around.push([type, inner])
  }
  return $pos.parent.isTextblock ? textAt(type, $pos.parent, $pos.parentOffset, around) : null
}

function textAt(block: Y.XmlFragment, node: Node, at: number, around: Mapped[]): Spot | null {
  const runs = runsOf(node)
  const index = runs.findIndex(
    ({ start, nodes }) => nodes !== null && start <= at && at <= start + sizeOf(nodes),
  )
  const run = runs[index]
  const text: unknown = block.get(index)
  if (!run?.nodes || block.length !== runs.length || !(text instanceof Y.XmlText)) return null
  const now = run.nodes.map((each) => each.text ?? '').join('')
  return { around: [...around, [text, run.nodes]], text, now, offset: at - run.start }
}

/** What a block holds as Yjs holds it: texts beside each other are one. Null: an inline node. */
function runsOf(block: Node): { start: number; nodes: Node[] | null }[] {
  const runs: { start: number; nodes: Node[] | null }[] = []
  block.forEach((child, start) => {
    const last = runs.at(-1)?.nodes
    if (!child.isText) runs.push({ start, nodes: null })
    else if (last) last.push(child)
    else runs.push({ start, nodes: [child] })
  })
  return runs
}

function sizeOf(nodes: readonly Node[]): number {
  return nodes.reduce((sum, { nodeSize }) => sum + nodeSize, 0)
}

/** Whether the last that a colleague is known to have written is the letter behind which something is typed (rule E21). */
function isBehindTheirWord(doc: Y.Doc, { text, now, offset }: Spot): boolean {
  const start = text.length - (now.length - offset)
  const left = start > 0 && start < offset && Y.createRelativePositionFromTypeIndex(text, start, -1).item
  if (!left || !LETTER.test(now.charAt(start - 1)) || clientsOf(doc.clientID).includes(left.client))
    return false
  return Y.getState(doc.store, left.client) === left.clock + 1
}

/** Whether something was written or deleted right before the spot that a comparison would have found elsewhere. */
function writeAt({ text, now, offset }: Spot): boolean {
  const before = lettersOf(text)
  const rest = now.slice(offset)
  const kept = Math.min(before.length - rest.length, offset)
  const isOneChange = kept >= 0 && before.startsWith(now.slice(0, kept)) && before.endsWith(rest)
  if (!isOneChange || before.length === now.length || before[kept] !== now[kept]) return false
  text.delete(kept, before.length - rest.length - kept)
  text.insert(kept, now.slice(kept, offset))
  return true
}
