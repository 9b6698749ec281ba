import type * as Y from 'yjs'
import { items, ITEM_SECTIONS, sectionKey } from '../../../schema/paper.ts'
import { writeSection } from '../../../schema/sections.ts'

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] })

/**
 * Items `i1` to `in`: each section holds its own key's words, so that a test can tell where text landed. With `chars`
 * the case text is that long. The last item has no minutes.
 */
export function seed(doc: Y.Doc, count: number, chars: number): void {
  items.fill(
    doc,
    Array.from({ length: count }, (_, i) => ({ id: `i${i + 1}`, fields: {} })),
  )
  for (let i = 1; i <= count; i++)
    for (const section of ITEM_SECTIONS) {
      if (section === 'minutes' && i === count) continue
      writeSection(doc, sectionKey(`i${i}`, section), blocks(i, section, chars))
    }
}

function blocks(i: number, section: string, chars: number) {
  if (section === 'case') return [paragraph(`case ${i} one`), paragraph(long(`case ${i} two`, chars))]
  if (section === 'recommendation')
    return [
      paragraph(`rec ${i}`),
      {
        type: 'ordered_list',
        content: [
          { type: 'list_item', content: [paragraph(`point ${i} a`)] },
          { type: 'list_item', content: [paragraph(`point ${i} b`)] },
        ],
      },
    ]
  return [paragraph(`${section} ${i}`)]
}

function long(text: string, chars: number): string {
  const words = 'og de to kommuner har holdt et kort dagligt møde om de borgere der ventes hjem '
  return chars > text.length
    ? (text + ' ' + words.repeat(Math.ceil(chars / words.length))).slice(0, chars)
    : text
}
