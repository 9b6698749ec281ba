import * as Y from 'yjs'
import type { Block } from '../../schema/nodes.ts'
import { fragment, type Paper, type SectionKey } from '../../schema/paper.ts'

export const text = (value: string, ...marks: string[]): Block => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
})
export const p = (...content: (Block | string)[]): Block => block('paragraph', content)
export const h = (...content: (Block | string)[]): Block => ({
  ...block('heading', content),
  attrs: { level: 1 },
})
export const li = (...content: Block[]): Block => block('list_item', content)
export const ul = (...content: Block[]): Block => block('bullet_list', content)
export const ol = (...content: Block[]): Block => ({
  ...block('ordered_list', content),
  attrs: { start: 1, style: 'decimal' },
})

function block(type: string, content: (Block | string)[]): Block {
  const children = content.map((child) => (typeof child === 'string' ? text(child) : child))
  return children.length > 0 ? { type, content: children } : { type }
}

/** Ids that count up, for tests whose result must not depend on chance. */
export function counter(prefix = 'id'): () => string {
  let n = 0
  return () => `${prefix}-${String(++n).padStart(8, '0')}`
}

/** Everything one knows goes to the other, both ways. */
export function sync(...papers: Paper[]): void {
  for (const from of papers)
    for (const to of papers)
      if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), 'sync')
}

/** Types at the end of a section's first paragraph, as a binding would. */
export function type(paper: Paper, key: SectionKey, words: string): void {
  const root = fragment(paper, key)
  paper.transact(() => {
    if (root.length === 0) root.insert(0, [new Y.XmlElement('paragraph')])
    const paragraph = root.get(0) as Y.XmlElement
    if (paragraph.length === 0) paragraph.insert(0, [new Y.XmlText()])
    const line = paragraph.get(0) as Y.XmlText
    line.insert(line.length, words)
  })
}
