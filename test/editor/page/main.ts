import { mount } from 'svelte'
import { Awareness } from 'y-protocols/awareness'
import { absolutePositionToRelativePosition, initProseMirrorDoc } from 'y-prosemirror'
import * as Y from 'yjs'
import '../../../client/app.css'
import { PaperEditor } from '../../../client/editor/paper-editor.svelte.ts'
import * as paper from '../../../schema/paper.ts'
import { schemaOf, sectionNode, writeSection } from '../../../schema/sections.ts'
import { NAMES } from './names.ts'
import Paper from './Paper.svelte'
import { seed } from './seed.ts'

/* A page that is nothing but a paper; the browser tests drive it and look inside through `window.lab`. */

const query = new URLSearchParams(location.search)
const doc = new Y.Doc()
seed(doc, Number(query.get('items') ?? 3), Number(query.get('chars') ?? 0))
const awareness = new Awareness(doc)
awareness.setLocalStateField('user', { id: 'me', name: 'Nanna', organisation: 'Regionen', colour: 1 })

let updates = 0
doc.on('update', () => updates++)
const editor = new PaperEditor({
  doc,
  awareness,
  editable: query.get('editable') !== 'no',
  plugins: () => [],
  nodeViews: () => ({}),
  heading: (key) => headingOf(key),
})
mount(Paper, { target: document.body, props: { doc, editor } })

function headingOf(key: paper.SectionKey): string {
  const { owner, section } = paper.splitKey(key)
  return section === 'title' ? owner.slice(1) : NAMES[section]
}

const COLLEAGUE = 4711

/** Another person, always the same: changes made here arrive as remote updates. */
function remote(change: (theirs: Y.Doc) => void): void {
  const theirs = new Y.Doc()
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc))
  theirs.clientID = COLLEAGUE
  change(theirs)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(doc)), 'remote')
}

/** Another window's awareness state, with a caret between two positions of a section. */
function peer(client: number, name: string, key: paper.SectionKey, anchor: number, head: number): void {
  const { fragment, schema } = { fragment: paper.fragment(doc, key), schema: schemaOf(key) }
  const { mapping } = initProseMirrorDoc(fragment, schema)
  const place = (pos: number) =>
    Y.relativePositionToJSON(absolutePositionToRelativePosition(pos, fragment, mapping))
  awareness.states.set(client, {
    user: { id: name, name, organisation: 'Birkevang', colour: 2 },
    cursor: { section: key, anchor: place(anchor), head: place(head) },
  })
  awareness.emit('change', [{ added: [], updated: [client], removed: [] }, 'remote'])
}

const lab = {
  peer,
  Y,
  doc,
  awareness,
  editor,
  paper,
  remote,
  writeSection,
  sectionNode,
  updates: () => updates,
}
export type Lab = typeof lab
Object.assign(window, { lab })
