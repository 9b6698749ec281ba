import { baseKeymap, chainCommands } from 'prosemirror-commands'
import { undoInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { Plugin, type Command } from 'prosemirror-state'
import { splitKey, type SectionKey } from '../../schema/paper.ts'
import { cycleHeading, hardBreak } from './blocks.ts'
import { choicesFor } from './choices.ts'
import { insertFootnote } from './footnotes.ts'
import { linkPlugin, openLink } from './links.ts'
import { notesPlugin } from './notes.ts'
import { suggestions } from './suggest.ts'
import { pastePlugin } from './paste.ts'
import { openTask } from './task-view.ts'
import type { EditingHost } from './host.ts'
import { listRules } from './input-rules.ts'
import { handleKeys, type Chord } from './keys.ts'
import { enterInList, shiftTabInList, tabInList, toggleList } from './lists.ts'
import { toggleTextMark } from './marks.ts'
import { boundedNesting } from './nesting.ts'
import { tabLeaves } from './tab-leaves.ts'
import { tablePlugin } from './table-plugin.ts'
import { arrowInTable } from './table-arrows.ts'
import { addRow, moveRow, nextCell, previousCell } from './tables.ts'
import { enterInTask, taskIds, toggleTask } from './tasks.ts'
import { titlePlugins } from './title.ts'

/** The plugins of a section: what writing in it does. Titles are plain lines. */
export function sectionPlugins(host: EditingHost): (key: SectionKey) => Plugin[] {
  return (key) => (splitKey(key).section === 'title' ? titlePlugins() : textPlugins(host, key))
}

function textPlugins(host: EditingHost, key: SectionKey): Plugin[] {
  return [
    tabLeaves(),
    suggestions(choicesFor(host, key)),
    openTask(),
    new Plugin({ props: { handleKeyDown: handleKeys(textKeys(host, key)) } }),
    listRules(),
    taskIds(() => host.newId()),
    tablePlugin(),
    pastePlugin(host),
    boundedNesting(host),
    linkPlugin(),
    notesPlugin(host),
    keymap(baseKeymap),
  ]
}

/** The keys of the text (ui.md, 4.11). Undo, find and the keys between sections belong to others. */
function textKeys(host: EditingHost, key: SectionKey): (readonly [Chord, Command])[] {
  const newId = () => host.newId()
  // Tasks belong to the minutes.
  const tasks = splitKey(key).section === 'minutes'
  return [
    ['Mod-b', toggleTextMark('strong')],
    ['Mod-i', toggleTextMark('em')],
    ['Mod-u', toggleTextMark('underline')],
    ['Mod-k', openLink],
    ['Mod-Alt-1', cycleHeading],
    ['Mod-Alt-f', insertFootnote],
    ['Mod-Shift-7', toggleList('ordered_list')],
    ['Mod-Shift-8', toggleList('bullet_list')],
    ...(tasks ? [['Mod-Shift-9', toggleTask(newId)] as const] : []),
    ['Tab', chainCommands(tabInList, nextCell)],
    ['Shift-Tab', chainCommands(shiftTabInList, previousCell)],
    ['Mod-Enter', addRow(1)],
    ['Alt-ArrowUp', moveRow(-1)],
    ['Alt-ArrowDown', moveRow(1)],
    ['ArrowUp', arrowInTable(-1)],
    ['ArrowDown', arrowInTable(1)],
    ['Enter', chainCommands(enterInTask(newId), enterInList)],
    ['Shift-Enter', hardBreak],
    ['Backspace', undoInputRule],
  ]
}
