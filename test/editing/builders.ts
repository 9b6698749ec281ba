import { Node, type Attrs } from 'prosemirror-model'
import { EditorState, NodeSelection, TextSelection, type Command, type Plugin } from 'prosemirror-state'
import { expect } from 'vitest'
import { sectionSchema } from '../../schema/nodes.ts'

/**
 * Builders that read like the document: `doc(p('ord<a>'), ul(li(p('et'))))`. `<a>` is the anchor of the selection,
 * `<b>` its head (when there is one).
 */
type Child = Node | string

export interface Built extends Node {
  tags: Record<string, number>
}

function node(type: string, attrs: Attrs | null, children: Child[]): Node {
  const content = children.flatMap((child) => {
    if (typeof child !== 'string') return [child]
    return child === '' ? [] : [sectionSchema.text(child)]
  })
  return sectionSchema.node(type, attrs, content)
}

const block =
  (type: string, attrs: Attrs | null = null) =>
  (...children: Child[]): Node =>
    node(type, attrs, children)

export const p = block('paragraph')
export const h = block('heading', { level: 1 })
export const h2 = block('heading', { level: 2 })
export const quote = block('blockquote')
export const ul = block('bullet_list')
export const ol = block('ordered_list')
export const alpha = block('ordered_list', { style: 'alpha' })
export const from = (start: number) => block('ordered_list', { start })
export const li = block('list_item')
export const table = block('table')
export const tr = block('table_row')
export const td = (text = '') => node('table_cell', null, [p(text)])
export const th = (text = '') => node('table_header', null, [p(text)])
export const cell = (attrs: Attrs, ...children: Child[]) => node('table_cell', attrs, children)
export const fn = block('footnote')
export const br = () => sectionSchema.node('hard_break')
export const ref = (item: string, text = '') => sectionSchema.node('reference', { item, text })
export const task = (attrs: Attrs, ...children: Child[]) => node('task', attrs, children)

const mark =
  (name: string, attrs: Attrs | null = null) =>
  (text: string): Node =>
    sectionSchema.text(text, [sectionSchema.mark(name, attrs)])
export const strong = mark('strong')
export const em = mark('em')
export const u = mark('underline')
export const link = (href: string, text: string) => mark('link', { href })(text)

/** A document; tags are taken out of its text and remembered by position. */
export function doc(...children: Node[]): Built {
  const raw = sectionSchema.node('doc', null, children)
  const tags: Record<string, number> = {}
  const clean = strip(raw, 0, tags)
  return Object.assign(clean, { tags })
}

function strip(parent: Node, start: number, tags: Record<string, number>): Node {
  const children: Node[] = []
  let pos = start
  parent.forEach((child) => {
    const stripped = child.isText
      ? stripText(child, pos, tags)
      : child.isLeaf
        ? child
        : strip(child, pos + 1, tags)
    if (stripped) children.push(stripped)
    pos += stripped?.nodeSize ?? 0
  })
  return parent.type.create(parent.attrs, children, parent.marks)
}

function stripText(child: Node, start: number, tags: Record<string, number>): Node | null {
  let text = ''
  let rest = child.text ?? ''
  for (let found = /<(\w)>/.exec(rest); found; found = /<(\w)>/.exec(rest)) {
    text += rest.slice(0, found.index)
    tags[found[1] ?? ''] = start + text.length
    rest = rest.slice(found.index + found[0].length)
  }
  text += rest
  return text === '' ? null : sectionSchema.text(text, child.marks)
}

/** A state with the selection at the tags: `<a>` to `<b>`, or `<n>` before a node to select. */
export function stateOf(built: Built, plugins: Plugin[] = []): EditorState {
  const { a, b, n } = built.tags
  const selection =
    n !== undefined
      ? NodeSelection.create(built, n)
      : a === undefined
        ? undefined
        : TextSelection.create(built, a, b ?? a)
  return EditorState.create({ doc: Node.fromJSON(sectionSchema, built.toJSON()), selection, plugins })
}

/** Applies a command and gives the new state, or null when it does not apply. */
export function apply(command: Command, state: EditorState): EditorState | null {
  let after = state
  const done = command(state, (tr) => (after = state.apply(tr)))
  return done ? after : null
}

/** The command turns one document into the other; the tags in `after` say where the selection goes. */
export function turns(before: Built, command: Command, after: Built, plugins: Plugin[] = []): void {
  const result = apply(command, stateOf(before, plugins))
  expect(result?.doc.toJSON()).toEqual(after.toJSON())
  result?.doc.check()
  if (result && after.tags.a !== undefined) {
    expect([result.selection.anchor, result.selection.head]).toEqual([
      after.tags.a,
      after.tags.b ?? after.tags.a,
    ])
  }
}

/** The command does not apply here. */
export function refuses(before: Built, command: Command): void {
  expect(apply(command, stateOf(before))).toBeNull()
}

export interface Press {
  key: string
  code?: string
  ctrl?: boolean
  alt?: boolean
  shift?: boolean
  meta?: boolean
}

/** A key press as the browser reports it. */
export function press({ key, code = '', ctrl = false, alt = false, shift = false, meta = false }: Press) {
  return new KeyboardEvent('keydown', {
    key,
    code,
    ctrlKey: ctrl,
    altKey: alt,
    shiftKey: shift,
    metaKey: meta,
    bubbles: true,
    cancelable: true,
  })
}

/** Ids in order: `id1`, `id2`, … */
export function counter(): () => string {
  let last = 0
  return () => `id${++last}`
}
