import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey, type EditorState } from 'prosemirror-state'
import { DecorationSet, type Decoration } from 'prosemirror-view'
import { grouped } from '../../schema/grouped.ts'
import type { SectionKey } from '../../schema/paper.ts'
import { SETTLED } from './composition.ts'
import type { Section } from './section.ts'
import type { Sections } from './sections.ts'

/** What is drawn over the text of the sections that are mounted. Between two drawings it moves along with the text. */
export class Layer {
  private readonly key = new PluginKey<DecorationSet>()
  /** Sections that were to be drawn while an input method was at work in them. */
  private readonly due = new Set<SectionKey>()

  constructor(
    private readonly sections: Sections,
    /** What is to be drawn in a section now; what ends behind the text is left out. */
    private readonly decorations: (key: SectionKey, doc: Node) => Decoration[],
  ) {}

  plugin({ key }: Pick<Section, 'key'>): Plugin {
    return new Plugin<DecorationSet>({
      key: this.key,
      state: {
        init: (_config, { doc }) => this.made(key, doc),
        apply: (tr, drawn, _before, { doc }) => {
          if (tr.getMeta(this.key) !== undefined) return this.made(key, doc)
          return tr.docChanged ? drawn.map(tr.mapping, tr.doc) : drawn
        },
      },
      props: {
        decorations: (state) => this.key.getState(state),
        handleDOMEvents: { compositionend: () => this.composed(key) },
      },
    })
  }

  /** What is drawn in a section, where typing has moved it. */
  drawn(state: EditorState): Decoration[] {
    return this.key.getState(state)?.find() ?? []
  }

  /** Draws a section anew. While an input method composes that would break it off: then afterwards. Whether it was done. */
  draw(key: SectionKey): boolean {
    const view = this.sections.get(key)?.view
    if (view?.composing) this.due.add(key)
    if (!view || view.composing) return false
    view.dispatch(view.state.tr.setMeta(this.key, true).setMeta('addToHistory', false))
    return true
  }

  private composed(key: SectionKey): false {
    setTimeout(() => this.due.delete(key) && this.draw(key), SETTLED)
    return false
  }

  private made(key: SectionKey, doc: Node): DecorationSet {
    const inside = this.decorations(key, doc).filter(({ to }) => to <= doc.content.size)
    return DecorationSet.create(doc, inside)
  }
}

/** Things by the section in which they are. */
export function bySection<T extends { key: SectionKey }>(list: readonly T[]): Map<SectionKey, T[]> {
  return grouped(list, ({ key }) => key)
}
