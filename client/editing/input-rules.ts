import { InputRule, inputRules } from 'prosemirror-inputrules'
import type { Attrs, NodeType } from 'prosemirror-model'
import type { EditorState, Plugin, Transaction } from 'prosemirror-state'
import { canJoin, findWrapping } from 'prosemirror-transform'
import { nodeType } from './blocks.ts'

interface ListStart {
  type: NodeType
  attrs: Attrs | null
}

/** `- `, `1. ` and `a) ` at the start of a paragraph outside lists begin a list. */
export function listRules(): Plugin {
  return inputRules({ rules: [/^\s*[-*•]\s$/, /^(\d{1,3})[.)]\s$/, /^a\)\s$/].map(listRule) })
}

function listRule(pattern: RegExp): InputRule {
  return new InputRule(pattern, (state, match, start, end) => {
    const $start = state.doc.resolve(start)
    const inItem = $start.depth > 1 && $start.node(-1).type === nodeType('list_item')
    if ($start.parent.type !== nodeType('paragraph') || inItem) return null
    return beginList(state, start, end, listOf(match[1], match[0]))
  })
}

function listOf(number: string | undefined, typed: string): ListStart {
  if (number !== undefined)
    return { type: nodeType('ordered_list'), attrs: { start: Number(number), style: 'decimal' } }
  if (typed.startsWith('a)')) return { type: nodeType('ordered_list'), attrs: { start: 1, style: 'alpha' } }
  return { type: nodeType('bullet_list'), attrs: null }
}

function beginList(state: EditorState, start: number, end: number, list: ListStart): Transaction | null {
  const tr = state.tr.delete(start, end)
  const range = tr.doc.resolve(start).blockRange()
  const wrapping = range && findWrapping(range, list.type, list.attrs)
  if (!wrapping) return null
  tr.wrap(range, wrapping)
  return joinAbove(tr, start - 1, list)
}

/** A list just above goes on when the number typed is its next one. */
function joinAbove(tr: Transaction, pos: number, { type, attrs }: ListStart): Transaction {
  const above = tr.doc.resolve(pos).nodeBefore
  if (above?.type !== type || !canJoin(tr.doc, pos)) return tr
  const goesOn = attrs === null || Number(attrs.start) === above.childCount + Number(above.attrs.start)
  return goesOn && (attrs === null || attrs.style === above.attrs.style) ? tr.join(pos) : tr
}
