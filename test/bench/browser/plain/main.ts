import '@fontsource/ibm-plex-serif/latin-400.css'
import 'prosemirror-view/style/prosemirror.css'
import { baseKeymap } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { redo, undo, yCursorPlugin, ySyncPlugin, yUndoPlugin } from 'y-prosemirror'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { sectionSchema } from '../../../../schema/nodes.ts'

/* What ours is measured beside: the whole text in one fragment and one view, as y-prosemirror's own example has it. */

const server = new URLSearchParams(location.search).get('server') ?? ''
const doc = new Y.Doc()
const provider = new WebsocketProvider(server, 'plain', doc, { disableBc: true })
provider.awareness.setLocalStateField('user', { name: 'A', color: '#336699' })
provider.once('sync', () => {
  const plugins = [
    ySyncPlugin(doc.getXmlFragment('text')),
    yCursorPlugin(provider.awareness),
    yUndoPlugin(),
    keymap({ 'Mod-z': undo, 'Mod-y': redo }),
    keymap(baseKeymap),
  ]
  const state = EditorState.create({ schema: sectionSchema, plugins })
  new EditorView(document.querySelector('#text'), { state })
})
