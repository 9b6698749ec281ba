import { flushSync, mount, unmount, type Component } from 'svelte'
import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey, TextSelection, type Command, type EditorState } from 'prosemirror-state'
import {
  Decoration,
  DecorationSet,
  type EditorView,
  type NodeView,
  type ViewMutationRecord,
} from 'prosemirror-view'
import { caretAt, nodeType } from './blocks.ts'
import type { EditingHost } from './host.ts'
import { backToText, claim, ISLAND } from './islands.ts'
import { TaskFields, type TaskText } from './task-fields.svelte.ts'
import { toggleTask } from './tasks.ts'
import TaskHint from './TaskHint.svelte'
import TaskWhen from './TaskWhen.svelte'
import TaskWho from './TaskWho.svelte'

const openKey = new PluginKey<boolean>('open task')

/** Opens the task the caret is in; leaving it, also for another section, folds it to a plain line. */
export function openTask(): Plugin<boolean> {
  return new Plugin<boolean>({
    key: openKey,
    state: { init: () => false, apply: (tr, here) => (tr.getMeta(openKey) as boolean | undefined) ?? here },
    props: {
      decorations: (state) => (openKey.getState(state) ? opened(state) : null),
      handleKeyDown: (view, event) => fromText(view, event),
      handleDOMEvents: {
        focusin: (view) => tellHere(view, true),
        focusout: (view, event) => left(view, event) && tellHere(view, false),
      },
    },
  })
}

function opened(state: EditorState): DecorationSet | null {
  const { $from, $to } = state.selection
  if ($from.parent.type.name !== 'task' || !$from.sameParent($to)) return null
  const open = Decoration.node($from.before(), $from.after(), { class: 'editing' }, { editing: true })
  return DecorationSet.create(state.doc, [open])
}

function tellHere(view: EditorView, here: boolean): false {
  if (openKey.getState(view.state) !== here) view.dispatch(view.state.tr.setMeta(openKey, here))
  return false
}

/** Makes the block at the selection a task; an empty one begins with who does it. */
export function beginTask(newId: () => string): Command {
  return (state, dispatch, view) => {
    if (!toggleTask(newId)(state, dispatch, view)) return false
    const { $from } = view?.state.selection ?? state.selection
    if (!view || $from.parent.type.name !== 'task' || $from.parent.content.size > 0) return true
    flushSync()
    const made = view.nodeDOM($from.before())
    if (made instanceof HTMLElement) made.querySelector<HTMLElement>('.who input')?.focus()
    return true
  }
}

/** Whether focus went to something that is not this text and does not work on it; another window is no leaving. */
function left(view: EditorView, { relatedTarget }: FocusEvent): boolean {
  if (!(relatedTarget instanceof Element)) return false
  return !view.dom.contains(relatedTarget) && !relatedTarget.closest('[data-editing-bar], [popover]')
}

/** Tab and Shift Tab lead from the text of a task to the fields beside it. */
function fromText(view: EditorView, event: KeyboardEvent): boolean {
  const { $from } = view.state.selection
  if (event.key !== 'Tab' || $from.parent.type.name !== 'task') return false
  const task = view.nodeDOM($from.before())
  const field =
    task instanceof HTMLElement &&
    task.querySelector<HTMLElement>(event.shiftKey ? '.who input' : '.when input')
  if (field) field.focus()
  return !!field
}

/** A task in the text: figure, who, what and by when; fields while it is edited. */
export class TaskView implements NodeView, TaskText {
  readonly dom = element('div', 'task')
  readonly contentDOM = element('div', 'what-text')
  private readonly fields: TaskFields
  private readonly parts: Record<string, unknown>[] = []

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private readonly getPos: () => number | undefined,
    decorations: readonly Decoration[],
    host: EditingHost,
  ) {
    this.fields = new TaskFields(host, this)
    const who = this.island('who', TaskWho)
    const when = this.island('when', TaskWhen)
    const hint = this.island('hint', TaskHint)
    const what = element('div', 'what')
    const label = element('span', 'fl')
    label.contentEditable = 'false'
    label.textContent = this.fields.words.what
    what.append(label, this.contentDOM)
    const said = element('div', 'said')
    said.append(who, what)
    const figure = element('span', 'figure')
    figure.contentEditable = 'false'
    const body = element('div', 'fields')
    body.append(said, when)
    this.dom.append(figure, body, hint)
    this.show(node, decorations)
  }

  private island(name: 'who' | 'when' | 'hint', part: Component<{ fields: TaskFields }>): HTMLElement {
    const island = element('span', name)
    island.contentEditable = 'false'
    island.setAttribute(ISLAND, '')
    this.parts.push(mount(part, { target: island, props: { fields: this.fields } }))
    island.addEventListener('focusin', () => this.claim())
    if (name !== 'hint') island.addEventListener('mousedown', (event) => this.openAt(event, name))
    return island
  }

  private claim(): void {
    const pos = this.getPos()
    const { $from } = this.view.state.selection
    if (pos === undefined) return
    const inside = $from.parent.type === this.node.type && $from.before() === pos
    claim(this.view, inside ? $from.pos : pos + this.node.nodeSize - 1)
  }

  /** A press on the folded line opens the field that was pressed. */
  private openAt(event: MouseEvent, field: 'who' | 'when'): void {
    if (this.fields.editing || !this.view.editable) return
    event.preventDefault()
    this.go(field)
  }

  private show(node: Node, decorations: readonly Decoration[]): void {
    this.node = node
    const spec = (decoration: Decoration): { editing?: boolean } => decoration.spec
    this.fields.editing = this.view.editable && decorations.some((each) => spec(each).editing === true)
    this.fields.owner = node.attrs.owner === null ? null : String(node.attrs.owner)
    this.fields.due = node.attrs.due === null ? null : String(node.attrs.due)
    this.contentDOM.dataset.placeholder = this.fields.words.whatMissing
    this.contentDOM.classList.toggle('blank', node.content.size === 0)
  }

  update(node: Node, decorations: readonly Decoration[]): boolean {
    if (node.type !== this.node.type) return false
    this.show(node, decorations)
    return true
  }

  setOwner(owner: string | null): void {
    this.setAttribute('owner', owner)
  }

  setDue(due: string | null): void {
    this.setAttribute('due', due)
  }

  private setAttribute(name: 'owner' | 'due', value: string | null): void {
    const pos = this.getPos()
    if (pos === undefined || this.node.attrs[name] === value) return
    this.view.dispatch(this.view.state.tr.setNodeAttribute(pos, name, value))
  }

  add(words: string): void {
    const pos = this.getPos()
    if (pos === undefined) return
    const text = this.node.content.size === 0 ? words : ` ${words}`
    this.view.dispatch(this.view.state.tr.insertText(text, pos + this.node.nodeSize - 1))
  }

  go(field: 'who' | 'what' | 'when'): void {
    const pos = this.getPos()
    if (pos === undefined) return
    if (field === 'what') return backToText(this.view, pos + this.node.nodeSize - 1)
    if (!this.fields.editing) {
      this.view.dispatch(
        this.view.state.tr.setSelection(
          TextSelection.create(this.view.state.doc, pos + this.node.nodeSize - 1),
        ),
      )
      flushSync()
    }
    this.dom.querySelector<HTMLInputElement>(`.${field} input`)?.focus()
  }

  finish(): void {
    const pos = this.getPos()
    if (pos === undefined) return
    const after = pos + this.node.nodeSize
    const next = this.view.state.doc.resolve(after).nodeAfter
    const { tr } = this.view.state
    const blank = next?.type === nodeType('paragraph') && next.content.size === 0
    if (!blank) tr.insert(after, nodeType('paragraph').create())
    this.view.focus()
    this.view.dispatch(caretAt(tr, after + 1).scrollIntoView())
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof Element && event.target.closest(`[${ISLAND}]`) !== null
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== 'selection' && !this.contentDOM.contains(mutation.target)
  }

  destroy(): void {
    for (const part of this.parts) void unmount(part)
  }
}

function element(tag: 'div' | 'span', name: string): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  return made
}
