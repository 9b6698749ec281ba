import * as Y from 'yjs'
import { prosemirrorToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from 'y-prosemirror'
import { Node, type Schema } from 'prosemirror-model'
import { sectionSchema, titleSchema, type Blocks } from './nodes.ts'
import { fragment, splitKey, type Paper, type SectionKey } from './paper.ts'

/** The schema of a section: titles are plain lines, everything else is text with structure. */
export function schemaOf(key: SectionKey): Schema {
  return splitKey(key).section === 'title' ? titleSchema : sectionSchema
}

/** A section as a ProseMirror document. An empty section is one empty paragraph, and nothing is written. */
export function sectionNode(paper: Paper, key: SectionKey): Node {
  const schema = schemaOf(key)
  const node = yXmlFragmentToProseMirrorRootNode(fragment(paper, key), schema)
  return node.childCount > 0 ? node : (schema.topNodeType.createAndFill() ?? node)
}

/** A section's blocks as JSON; an empty section is `[]`. */
export function sectionBlocks(paper: Paper, key: SectionKey): Blocks {
  const node = yXmlFragmentToProseMirrorRootNode(fragment(paper, key), schemaOf(key))
  return (node.toJSON() as { content?: Blocks }).content ?? []
}

/**
 * Writes the first content of a section. Never call it on a section that has any (rule P5).
 *
 * @throws RangeError when the blocks do not fit the schema.
 */
export function writeSection(paper: Paper, key: SectionKey, blocks: Blocks): void {
  if (blocks.length === 0) return
  const node = Node.fromJSON(schemaOf(key), { type: 'doc', content: blocks })
  node.check()
  prosemirrorToYXmlFragment(node, fragment(paper, key))
}

/** The text of a title, its lines joined by spaces. */
export function titleText(paper: Paper, item: string): string {
  return sectionNode(paper, `${item}/title`).textBetween(
    0,
    sectionNode(paper, `${item}/title`).content.size,
    ' ',
  )
}

/** Whether a section holds any text or a block other than empty paragraphs. */
export function isEmptySection(paper: Paper, key: SectionKey): boolean {
  return fragment(paper, key)
    .toArray()
    .every(
      (child) =>
        (child instanceof Y.XmlElement && child.nodeName === 'paragraph' && child.length === 0) ||
        childIsBlank(child),
    )
}

function childIsBlank(child: unknown): boolean {
  if (!(child instanceof Y.XmlElement) || child.nodeName !== 'paragraph') return false
  return child.toArray().every((part) => part instanceof Y.XmlText && part.length === 0)
}
