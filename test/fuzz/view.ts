import { EditorState, type Plugin, type PluginView, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { initProseMirrorDoc } from 'y-prosemirror'
import type * as Y from 'yjs'
import { taskIds } from '../../client/editing/tasks.ts'
import { bindingOf, isFromYjs, narrow, syncPlugin, tame } from '../../client/editor/binding.ts'
import type { Content } from '../../client/editor/relative.ts'
import { fragment, type Paper, type SectionKey } from '../../schema/paper.ts'
import { schemaOf } from '../../schema/sections.ts'

/**
 * A mounted section without a page: the editor's own binding around a state, dispatched to as a section does it, with
 * nothing drawn.
 */
export class View {
  state: EditorState
  readonly fragment: Y.XmlFragment
  private readonly plugins: PluginView[] = []

  constructor(
    readonly key: SectionKey,
    paper: Paper,
    newId: () => string,
  ) {
    this.fragment = fragment(paper, key)
    const content = read(this.fragment, key)
    this.state = EditorState.create({ doc: content.node, plugins: [syncPlugin(content), taskIds(newId)] })
    tame(bindingOf(this.state))
    for (const plugin of this.state.plugins as Plugin[]) {
      const made = plugin.spec.view?.(this as unknown as EditorView)
      if (made) this.plugins.push(made)
    }
    // The sync plugin takes the first transaction it sees for the initial render.
    if (this.fragment.length > 0) this.dispatch(this.state.tr.setMeta('addToHistory', false))
  }

  readonly dispatch = (tr: Transaction): void => {
    const before = this.state
    this.state = before.apply(isFromYjs(tr) ? narrow(before, tr) : tr)
    for (const plugin of this.plugins) plugin.update?.(this as unknown as EditorView, before)
  }

  hasFocus(): boolean {
    return false
  }

  destroy(): void {
    for (const plugin of this.plugins) plugin.destroy?.()
  }
}

/** What a section that is not mounted reads. An empty fragment is one empty paragraph, and nothing is written. */
export function read(root: Y.XmlFragment, key: SectionKey): Content {
  const schema = schemaOf(key)
  if (root.length > 0) {
    const { doc, mapping } = initProseMirrorDoc(root, schema)
    return { fragment: root, node: doc, mapping }
  }
  const node = schema.topNodeType.createAndFill() ?? schema.topNodeType.create()
  return { fragment: root, node, mapping: new Map() }
}
