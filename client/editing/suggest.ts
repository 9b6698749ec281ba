import { Plugin, PluginKey, type Command, type EditorState, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { sectionSchema } from '../../schema/nodes.ts'
import { ownChange } from './own-changes.ts'

export type SuggestKind = 'insert' | 'reference'

/** An open list of suggestions at the caret. The typed text from the trigger on is what filters it. */
export interface Suggestion {
  kind: SuggestKind
  /** Where the trigger stands, and the caret. */
  from: number
  to: number
  query: string
  active: number
}

/** One line of the list, and what choosing it does to the state the typed text is already out of. */
export interface Choice {
  id: string
  label: string
  hint: string | null
  key: string | null
  command: Command
}

type Ask = { kind: 'close' } | { kind: 'active'; index: number } | { kind: 'open'; suggestion: Suggestion }

interface State {
  open: Suggestion | null
  /** The trigger that Escape closed; it stays text. */
  dismissed: number | null
}

const suggestKey = new PluginKey<State>('suggestions')

const TRIGGERS: Record<string, SuggestKind> = { '/': 'insert', '#': 'reference' }
const LONGEST_QUERY = 40

/** The list that is open at the caret; null when none is. */
export function suggestionIn(state: EditorState): Suggestion | null {
  return suggestKey.getState(state)?.open ?? null
}

/**
 * The lists that "/" and "#" open. The caret stays in the text; the list only hears the keys it needs (rule T9).
 * `choices` gives what there is to choose from now.
 */
export function suggestions(
  choices: (state: EditorState, open: Suggestion) => readonly Choice[],
): Plugin<State> {
  return new Plugin<State>({
    key: suggestKey,
    state: {
      init: () => ({ open: null, dismissed: null }),
      apply: (tr, value, _before, state) => next(tr, value, state),
    },
    props: {
      handleKeyDown: (view, event) => {
        const open = suggestionIn(view.state)
        return open !== null && onKey(view, event, open, choices(view.state, open))
      },
    },
  })
}

function next(tr: Transaction, value: State, state: EditorState): State {
  const ask = tr.getMeta(suggestKey) as Ask | undefined
  if (ask?.kind === 'close') return { open: null, dismissed: value.open?.from ?? null }
  if (ask?.kind === 'open') return { open: ask.suggestion, dismissed: null }
  const dismissed = value.dismissed === null ? null : tr.mapping.map(value.dismissed)
  if (ask?.kind === 'active' && value.open) return { open: { ...value.open, active: ask.index }, dismissed }
  if (!tr.docChanged && !tr.selectionSet) return { ...value, dismissed }
  const found = triggerBefore(state)
  // A list opens by typing its sign, never by walking past one.
  const typed = value.open !== null || ownChange([tr])
  const mayOpen = found !== null && found.from !== dismissed && typed
  if (!mayOpen) return { open: null, dismissed: found === null ? null : dismissed }
  const same = value.open?.query === found.query ? value.open.active : 0
  return { open: { ...found, active: same }, dismissed: null }
}

/** The trigger the caret stands after: at the start of a line or after a space, with no space since. */
function triggerBefore(state: EditorState): Suggestion | null {
  const { $from, empty } = state.selection
  if (!empty || state.schema !== sectionSchema || !$from.parent.inlineContent) return null
  const start = Math.max(0, $from.parentOffset - LONGEST_QUERY)
  const before = $from.parent.textBetween(start, $from.parentOffset, undefined, '\ufffc')
  const match = /(?:^|[\s\u00a0])([/#])([^\s/#\ufffc]*(?: [^\s/#\ufffc]+)?)$/.exec(before)
  const sign = match?.[1]
  const kind = sign === undefined ? undefined : TRIGGERS[sign]
  if (!match || kind === undefined) return null
  const query = match[2] ?? ''
  if (kind === 'insert' && query.includes(' ')) return null
  return { kind, from: $from.pos - query.length - 1, to: $from.pos, query, active: 0 }
}

function onKey(
  view: EditorView,
  event: KeyboardEvent,
  open: Suggestion,
  choices: readonly Choice[],
): boolean {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false
  if (event.key === 'Escape') return tell(view, { kind: 'close' })
  if (choices.length === 0) return false
  const active = Math.min(open.active, choices.length - 1)
  if (event.key === 'ArrowDown') return tell(view, { kind: 'active', index: (active + 1) % choices.length })
  if (event.key === 'ArrowUp')
    return tell(view, { kind: 'active', index: (active + choices.length - 1) % choices.length })
  const choice = choices[active]
  if ((event.key === 'Enter' || event.key === 'Tab') && choice) return choose(view, choice)
  return false
}

function tell(view: EditorView, ask: Ask): boolean {
  view.dispatch(view.state.tr.setMeta(suggestKey, ask))
  return true
}

/** Moves the choice to a line of the list. */
export function activate(view: EditorView, index: number): void {
  tell(view, { kind: 'active', index })
}

/** Takes the typed sign and words out of the text and runs a choice. */
export function choose(view: EditorView, choice: Choice): boolean {
  const open = suggestionIn(view.state)
  const tr = view.state.tr.setMeta(suggestKey, { kind: 'close' } satisfies Ask)
  if (open) tr.delete(open.from, open.to)
  view.dispatch(tr)
  view.focus()
  return choice.command(view.state, view.dispatch, view) || true
}

/** Types "#" and opens the references. */
export const openReferences: Command = typeSign('#')

/** Types "/" and opens the insert menu. */
export const openInsertMenu: Command = typeSign('/')

function typeSign(sign: '/' | '#'): Command {
  return (state, dispatch) => {
    const { $from, empty } = state.selection
    if (state.schema !== sectionSchema || !empty || !$from.parent.inlineContent) return false
    const before = $from.parent.textBetween(
      Math.max(0, $from.parentOffset - 1),
      $from.parentOffset,
      undefined,
      'x',
    )
    dispatch?.(state.tr.insertText(before === '' || /\s/.test(before) ? sign : ` ${sign}`).scrollIntoView())
    return true
  }
}
