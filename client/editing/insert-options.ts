import type { Command, EditorState } from 'prosemirror-state'
import { splitKey, type SectionKey } from '../../schema/paper.ts'
import { ancestor, setType } from './blocks.ts'
import { insertFootnote } from './footnotes.ts'
import type { EditingHost } from './host.ts'
import { keyName } from './key-names.ts'
import { toggleList } from './lists.ts'
import { openReferences } from './suggest.ts'
import { insertTable, tableAt } from './tables.ts'
import { beginTask } from './task-view.ts'

export type InsertId =
  'table' | 'task' | 'bulletList' | 'orderedList' | 'heading' | 'quote' | 'footnote' | 'reference'

/** Something the insert menu offers. */
export interface InsertOption {
  id: InsertId
  label: string
  hint: string | null
  key: string | null
  command: Command
}

/** What can be inserted at the selection, in the order of the menu. */
export function insertOptions(host: EditingHost, key: SectionKey, state: EditorState): InsertOption[] {
  const minutes = splitKey(key).section === 'minutes'
  return all(host).filter(({ id }) => {
    if (id === 'table') return tableAt(state) === null
    if (id === 'task') return minutes && tableAt(state) === null
    if (id === 'footnote') return ancestor(state, 'footnote') === null
    return true
  })
}

function all(host: EditingHost): InsertOption[] {
  const { insert } = host.words().editing
  const newId = () => host.newId()
  const space = (key: string) => `${key} ${insert.space}`
  const option = (id: InsertId, key: string | null, command: Command, hint: string | null = null) => ({
    id,
    label: insert[id],
    hint,
    key,
    command,
  })
  return [
    option('table', insert.tableSize, insertTable()),
    option('task', keyName('Mod-Shift-9'), beginTask(newId), insert.taskHint),
    option('bulletList', space('-'), toggleList('bullet_list')),
    option('orderedList', space('1.'), toggleList('ordered_list')),
    option('heading', keyName('Mod-Alt-1'), setType('heading', newId)),
    option('quote', null, setType('quote', newId)),
    option('footnote', keyName('Mod-Alt-f'), insertFootnote),
    option('reference', '#', openReferences),
  ]
}
