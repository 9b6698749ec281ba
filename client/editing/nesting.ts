import { Plugin, type Transaction } from 'prosemirror-state'
import { OWN_NESTED_MAX } from '../../schema/bounds.ts'
import { nestingOf } from '../../schema/nesting.ts'
import type { EditingHost } from './host.ts'
import { ownChange } from './own-changes.ts'

/** Keeps own changes from nesting blocks deeper than every room takes (rule G14). */
export function boundedNesting(host: EditingHost): Plugin {
  return new Plugin({
    filterTransaction(tr) {
      if (!ownChange([tr]) || !nestsTooDeep(tr)) return true
      host.announce(host.words().editing.tooDeep)
      return false
    },
  })
}

/** Whether the blocks that are changed are nested too deep then, and deeper than anything was before. */
function nestsTooDeep(tr: Transaction): boolean {
  const { from, to } = changed(tr)
  let deepest = 0
  tr.doc.forEach((block, offset) => {
    if (offset <= to && offset + block.nodeSize >= from) deepest = Math.max(deepest, 1 + nestingOf(block))
  })
  return deepest > OWN_NESTED_MAX && deepest > nestingOf(tr.before)
}

/** The stretch of the new text in which all changes lie. */
function changed({ mapping, doc }: Transaction): { from: number; to: number } {
  let [from, to] = [doc.content.size, 0]
  mapping.maps.forEach((map, step) => {
    const later = mapping.slice(step + 1)
    map.forEach((_from, _to, newFrom, newTo) => {
      from = Math.min(from, later.map(newFrom, -1))
      to = Math.max(to, later.map(newTo, 1))
    })
  })
  return { from, to }
}
