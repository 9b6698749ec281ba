import { Node, type Schema } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { editSection } from './edit-section.ts'
import { nodesOf } from './content.ts'
import { itemId, wholeWords, type ItemId, type Loss } from './losses.ts'
import { sizeOf, startOf } from './positions.ts'
import { isNow, readBlocks, type TextBlock } from './text-blocks.ts'

/** Writes lost words as paragraphs of their own, at what is nearest of what stood beside them. */
export function putBeside(doc: Y.Doc, key: SectionKey, losses: readonly Loss[]): void {
  const [first] = losses
  if (first === undefined) return
  const section = doc.getXmlFragment(key)
  const blocks = readBlocks(section, isNow)
  const before = nearest(blocks, first.previous)
  const after = nearest(blocks, first.next)
  editSection(doc, key, (tr) => {
    const nodes = losses.flatMap((loss) => blocksFor(loss, tr.doc.type.schema))
    const anchor = before ?? after ?? blocks.at(-1) ?? null
    if (anchor === null) tr.insert(tr.doc.content.size, nodes)
    else insertAt(tr, section, anchor, nodes, before === null && after !== null)
  })
}

function insertAt(
  tr: Transaction,
  section: Y.XmlFragment,
  block: TextBlock,
  nodes: Node[],
  ahead: boolean,
): void {
  const start = startOf(section, block.element)
  if (start === null) return
  const end = start + sizeOf(block.element)
  if (tr.doc.nodeAt(start)?.content.size === 0) tr.replaceWith(start, end, nodes)
  else tr.insert(ahead ? start : end, nodes)
}

function nearest(blocks: TextBlock[], ids: readonly ItemId[]): TextBlock | null {
  for (const [client, clock] of ids) {
    const found = blocks.find(({ element }) => {
      const [otherClient, otherClock] = itemId(element)
      return otherClient === client && otherClock === clock
    })
    if (found) return found
  }
  return null
}

function blocksFor(loss: Loss, schema: Schema): Node[] {
  if (loss.blocks !== null) return loss.blocks.map((block) => Node.fromJSON(schema, block))
  const words = wholeWords(loss)
  const at = words.indexOf(loss.text.trim())
  const [head, tail] = [words.slice(0, at), words.slice(at + loss.text.trim().length)]
  const text = (part: string): Node[] => (part === '' ? [] : [schema.text(part)])
  const content = trimmed(nodesOf(loss.content, schema))
  return [schema.node('paragraph', null, [...text(head), ...content, ...text(tail)])]
}

/** Without the spaces that set the words apart from their neighbours. */
function trimmed(nodes: Node[]): Node[] {
  return nodes.flatMap((node, i) => {
    if (!node.isText) return [node]
    let text = node.text ?? ''
    if (i === 0) text = text.trimStart()
    if (i === nodes.length - 1) text = text.trimEnd()
    return text === '' ? [] : [node.type.schema.text(text, node.marks)]
  })
}
