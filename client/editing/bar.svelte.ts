import type { Command } from 'prosemirror-state'
import { sectionSchema } from '../../schema/nodes.ts'
import { splitKey } from '../../schema/paper.ts'
import { fill } from '../../schema/words/index.ts'
import { TOOLBAR_WORDS, type ToolbarWords } from '../../schema/words/toolbar.ts'
import { blockTypeAt, clearFormatting, setType, type BlockType } from './blocks.ts'
import type { ControlledEditor, EditorFocus } from './editor.ts'
import type { EditingHost } from './host.ts'
import { indent, listAround, outdent, toggleList, type ListKind } from './lists.ts'
import { hasMark, toggleTextMark, type TextMark } from './marks.ts'
import { placeText } from './place.ts'
import { Grid } from './grid.ts'
import { isHeaderRow } from './table-commands.ts'
import { tableAt } from './tables.ts'

export type BarMode = 'none' | 'title' | 'text' | 'table' | 'wide'

/** Milliseconds without a caret in the text before the bar fades. */
export const FADE_AFTER = 4000

/** What the editing bar shows, from where the caret is (rule T12). */
export class EditingBarState {
  /** Where the caret is, or last was: using the bar takes focus from the text, never the place. */
  private last: EditorFocus = { kind: 'none' }
  readonly focus: EditorFocus = $derived.by(() => this.remember(this.editor.focus))
  readonly mode: BarMode = $derived.by(() => this.modeOf(this.focus))
  readonly words: ToolbarWords = $derived.by(() => TOOLBAR_WORDS[this.host.language()])
  readonly place: string = $derived.by(() => placeText(this.focus, this.host.paper, this.host.words()))

  constructor(
    readonly editor: ControlledEditor,
    readonly host: EditingHost,
  ) {}

  private remember(focus: EditorFocus): EditorFocus {
    if (focus.kind !== 'none') this.last = focus
    return this.last
  }

  private modeOf(focus: EditorFocus): BarMode {
    if (focus.kind !== 'section') return focus.kind
    if (focus.state.schema !== sectionSchema) return 'title'
    return tableAt(focus.state) ? 'table' : 'text'
  }

  private get state() {
    return this.focus.kind === 'section' && this.focus.state.schema === sectionSchema
      ? this.focus.state
      : null
  }

  get type(): BlockType {
    return this.state ? blockTypeAt(this.state) : 'body'
  }

  /** Decisions and tasks are offered in the minutes alone. */
  get inMinutes(): boolean {
    return this.focus.kind === 'section' && splitKey(this.focus.key).section === 'minutes'
  }

  get canUndo(): boolean {
    return this.editor.canUndo
  }

  get canRedo(): boolean {
    return this.editor.canRedo
  }

  /** "Markeret: 2 punkter, 4 afsnit". */
  get selected(): string {
    const { wide } = this.words
    if (this.focus.kind !== 'wide') return ''
    const { items: n, paragraphs } = this.focus
    return fill(wide.selected, {
      items: n === 1 ? wide.oneItem : fill(wide.items, { n }),
      paragraphs: fill(wide.paragraphs, { n: paragraphs }),
    })
  }

  markOn(name: TextMark | 'link'): boolean {
    const type = sectionSchema.marks[name]
    return this.state !== null && type !== undefined && hasMark(this.state, type)
  }

  inList(kind: ListKind): boolean {
    return this.state !== null && listAround(this.state)?.node.type.name === kind
  }

  /** Whether a command would do something here. */
  can(command: Command): boolean {
    return this.state !== null && command(this.state)
  }

  get canIndent(): boolean {
    return this.can(indent)
  }

  get canOutdent(): boolean {
    return this.can(outdent)
  }

  get headerRow(): boolean {
    const place = this.state && tableAt(this.state)
    return place ? isHeaderRow(new Grid(place.grid.table), 0) : false
  }

  /** Runs a command in the text. Focus comes back from the bar, unless the command gave it to something. */
  run(command: Command): void {
    this.editor.run(command)
    const { activeElement } = document
    const onBar = activeElement === document.body || !!activeElement?.closest('[data-editing-bar]')
    if (onBar && this.focus.kind === 'section') this.editor.view(this.focus.key)?.focus()
  }

  toggleMark(name: TextMark): void {
    if (this.focus.kind === 'wide') this.editor.toggleMark(name)
    else this.run(toggleTextMark(name))
  }

  /** Copies what a wide selection covers. */
  copyWide(): void {
    this.editor.copySelection()
  }

  /** Empties what a wide selection covers. */
  deleteWide(): void {
    this.editor.deleteSelection()
  }

  hideKeyboard(): void {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  }

  toggleList(kind: ListKind): void {
    this.run(toggleList(kind))
  }

  setType(type: BlockType): void {
    this.run(setType(type, () => this.host.newId()))
  }

  clear(): void {
    this.run(clearFormatting)
  }

  decide(): void {
    if (this.focus.kind === 'section') this.host.chooseOutcome?.(splitKey(this.focus.key).owner)
  }

  /** Gives the caret back to the text. */
  returnToText(): void {
    if (this.focus.kind !== 'section') return
    const { anchor, head } = this.focus.state.selection
    this.editor.focusSection(this.focus.key, { anchor, head })
  }
}
