import type { Command, EditorState, Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { SectionKey } from '../../schema/paper.ts'
import type { TextMark } from './marks.ts'

/** Where the caret is. */
export type EditorFocus =
  | { kind: 'none' }
  | { kind: 'section'; key: SectionKey; state: EditorState }
  | { kind: 'wide'; from: SectionKey; to: SectionKey; items: number; paragraphs: number }

/** What the controls ask of the paper's editor; `PaperEditor` is one. */
export interface ControlledEditor {
  readonly focus: EditorFocus
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Runs a command on the focused section and keeps the focus there. */
  run(command: Command): boolean
  toggleMark(name: TextMark): void
  view(key: SectionKey): EditorView | null
  edit(key: SectionKey, change: (tr: Transaction) => void): void
  focusSection(key: SectionKey, at: 'start' | 'end' | { anchor: number; head: number }): void
  copySelection(): void
  deleteSelection(): void
  undo(): void
  redo(): void
}
