import ArrowDown from '@lucide/svelte/icons/arrow-down'
import ArrowLeft from '@lucide/svelte/icons/arrow-left'
import ArrowRight from '@lucide/svelte/icons/arrow-right'
import ArrowUp from '@lucide/svelte/icons/arrow-up'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import Plus from '@lucide/svelte/icons/plus'
import SquareCheck from '@lucide/svelte/icons/square-check'
import Trash from '@lucide/svelte/icons/trash-2'
import X from '@lucide/svelte/icons/x'
import type { Command } from 'prosemirror-state'
import type { ToolbarWords } from '../../schema/words/toolbar.ts'
import type { EditingBarState } from './bar.svelte.ts'
import type { BlockType } from './blocks.ts'
import { keyName } from './key-names.ts'
import { INSERT_ICONS } from './insert-icons.ts'
import { insertOptions } from './insert-options.ts'
import type { MenuEntry } from './tool-menu.svelte.ts'
import { addColumn, deleteColumn, deleteRow, moveColumn } from './table-commands.ts'
import { addRow, moveRow } from './tables.ts'

/** The paragraph types at the caret. */
export function typeEntries(bar: EditingBarState): MenuEntry[] {
  const { type: words } = bar.words
  const radio = (type: BlockType, more: Partial<MenuEntry> = {}): MenuEntry => ({
    id: type,
    label: words[type],
    checked: bar.type === type,
    run: () => bar.setType(type),
    ...more,
  })
  const decision: MenuEntry = {
    id: 'decision',
    label: words.decision,
    icon: CircleCheck,
    apart: true,
    run: () => bar.decide(),
  }
  return [
    radio('body'),
    radio('heading', { look: 'heading', key: keyName('Mod-Alt-1') }),
    radio('smallHeading', { look: 'smallHeading', key: words.again }),
    radio('quote', { look: 'quote' }),
    ...(bar.inMinutes && bar.host.chooseOutcome ? [decision] : []),
    ...(bar.inMinutes ? [radio('task', { icon: SquareCheck, key: keyName('Mod-Shift-9') })] : []),
    { id: 'clear', label: words.clear, icon: X, apart: true, run: () => bar.clear() },
  ]
}

/** What can be inserted at the caret. */
export function insertEntries(bar: EditingBarState): MenuEntry[] {
  const { focus } = bar
  if (focus.kind !== 'section') return []
  return insertOptions(bar.host, focus.key, focus.state).map(({ id, label, hint, key, command }) => ({
    id,
    label,
    icon: INSERT_ICONS[id],
    apart: id === 'bulletList',
    run: () => bar.run(command),
    ...(hint === null ? {} : { hint }),
    ...(key === null ? {} : { key }),
  }))
}

type Run = (command: Command) => void

/** What can be done to the row with the caret. */
export function rowEntries(words: ToolbarWords['table'], run: Run): MenuEntry[] {
  return [
    { id: 'above', label: words.rowAbove, icon: Plus, run: () => run(addRow(-1)) },
    { id: 'below', label: words.rowBelow, icon: Plus, key: keyName('Mod-Enter'), run: () => run(addRow(1)) },
    { id: 'up', label: words.rowUp, icon: ArrowUp, key: keyName('Alt-ArrowUp'), run: () => run(moveRow(-1)) },
    {
      id: 'down',
      label: words.rowDown,
      icon: ArrowDown,
      key: keyName('Alt-ArrowDown'),
      run: () => run(moveRow(1)),
    },
    { id: 'delete', label: words.deleteRow, icon: Trash, bad: true, apart: true, run: () => run(deleteRow) },
  ]
}

/** What can be done to the column with the caret. */
export function columnEntries(words: ToolbarWords['table'], run: Run): MenuEntry[] {
  return [
    { id: 'before', label: words.columnBefore, icon: Plus, run: () => run(addColumn(-1)) },
    { id: 'after', label: words.columnAfter, icon: Plus, run: () => run(addColumn(1)) },
    { id: 'left', label: words.columnLeft, icon: ArrowLeft, run: () => run(moveColumn(-1)) },
    { id: 'right', label: words.columnRight, icon: ArrowRight, run: () => run(moveColumn(1)) },
    {
      id: 'delete',
      label: words.deleteColumn,
      icon: Trash,
      bad: true,
      apart: true,
      run: () => run(deleteColumn),
    },
  ]
}
