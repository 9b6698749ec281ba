import { EditorState, type Transaction } from 'prosemirror-state'
import { initProseMirrorDoc, ySyncPluginKey } from 'y-prosemirror'
import type * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { schemaOf } from '../../schema/sections.ts'
import { endOfChange, writeBack } from './write-back.ts'

/** Changes a section as an own change, which undo takes back; a view of it that is mounted follows. */
export function editSection(doc: Y.Doc, key: SectionKey, change: (tr: Transaction) => void): void {
  const section = doc.getXmlFragment(key)
  const { doc: node, mapping } = initProseMirrorDoc(section, schemaOf(key))
  const { tr } = EditorState.create({ doc: node })
  change(tr)
  if (!tr.docChanged) return
  const meta = { mapping, isOMark: new Map() }
  doc.transact(() => writeBack(section, tr.doc, meta, endOfChange(tr)), ySyncPluginKey)
}
