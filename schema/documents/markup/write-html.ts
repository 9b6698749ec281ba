import type { Block } from '../../nodes.ts'
import { escapeHtml, writeInline, type WriteContext } from './write-inline.ts'

/** Writes a block as HTML on one line, for tables that pipes cannot hold. */
export function writeHtmlBlock(block: Block, context: WriteContext): string {
  const inside = () => (block.content ?? []).map((child) => writeHtmlBlock(child, context)).join('')
  switch (block.type) {
    case 'paragraph':
      return `<p>${writeInline(block.content ?? [], context)}</p>`
    case 'heading':
      return element(block.attrs?.level === 2 ? 'h5' : 'h4', '', writeInline(block.content ?? [], context))
    case 'task':
      return element('p', taskAttributes(block), writeInline(block.content ?? [], context))
    case 'bullet_list':
      return element('ul', '', inside())
    case 'ordered_list':
      return element('ol', listAttributes(block), inside())
    case 'list_item':
      return element('li', '', inside())
    case 'blockquote':
      return element('blockquote', '', inside())
    case 'table':
      return element('table', '', inside())
    case 'table_row':
      return element('tr', '', inside())
    case 'table_header':
      return element('th', cellAttributes(block), inside())
    case 'table_cell':
      return element('td', cellAttributes(block), inside())
    default:
      return inside()
  }
}

const element = (name: string, attributes: string, inner: string) =>
  `<${name}${attributes}>${inner}</${name}>`

const attribute = (name: string, value: unknown) => ` ${name}="${escapeHtml(String(value))}"`

function taskAttributes(block: Block): string {
  const { id, owner, due } = block.attrs ?? {}
  return (
    attribute('data-task', id ?? '') +
    (owner ? attribute('data-owner', owner) : '') +
    (due ? attribute('data-due', due) : '')
  )
}

function listAttributes(block: Block): string {
  const { start = 1, style } = block.attrs ?? {}
  return (start === 1 ? '' : attribute('start', start)) + (style === 'alpha' ? attribute('type', 'a') : '')
}

function cellAttributes(block: Block): string {
  const { colspan = 1, rowspan = 1 } = block.attrs ?? {}
  return (
    (colspan === 1 ? '' : attribute('colspan', colspan)) +
    (rowspan === 1 ? '' : attribute('rowspan', rowspan))
  )
}
