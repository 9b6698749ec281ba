import { Plugin, PluginKey, type EditorState } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { SectionKey } from '../../schema/paper.ts'
import type { Section } from './section.ts'
import type { Sections } from './sections.ts'

/** A stretch of text that something beside the paper is about. */
export interface TextMark {
  key: SectionKey
  from: number
  to: number
  /** Of what is beside the paper; its element on the page has the id `about-<id>`. */
  id: string
  active: boolean
}

const KEY = new PluginKey<DecorationSet>('marks')
const FIRM = { inclusiveStart: false, inclusiveEnd: false }

/** The marker in the sections that are mounted. Between two settings it moves along with the text. */
export class Marks {
  private bySection = new Map<SectionKey, TextMark[]>()

  constructor(private readonly sections: Sections) {}

  /** Replaces all marks; only the sections in which one is another now are drawn. */
  set(marks: readonly TextMark[]): void {
    const before = this.bySection
    this.bySection = new Map()
    for (const mark of marks) this.bySection.set(mark.key, [...(this.bySection.get(mark.key) ?? []), mark])
    for (const key of new Set([...before.keys(), ...this.bySection.keys()]))
      if (this.isOther(key)) this.draw(key)
  }

  plugin(section: Section): Plugin {
    return new Plugin<DecorationSet>({
      key: KEY,
      state: {
        init: (_config, state) => this.decorations(section.key, state),
        apply: (tr, drawn, _before, state) => {
          if (tr.getMeta(KEY) !== undefined) return this.decorations(section.key, state)
          return tr.docChanged ? drawn.map(tr.mapping, tr.doc) : drawn
        },
      },
      props: { decorations: (state) => KEY.getState(state) },
    })
  }

  /** Compared with what is drawn: typing has moved that. */
  private isOther(key: SectionKey): boolean {
    const marks = this.bySection.get(key) ?? []
    const view = this.sections.get(key)?.view
    if (!view) return false
    const drawn = KEY.getState(view.state)?.find() ?? []
    const isSame = (mark: TextMark): boolean =>
      drawn.some(
        ({ from, to, spec }) =>
          from === mark.from && to === mark.to && spec.id === mark.id && spec.active === mark.active,
      )
    return marks.length !== drawn.length || !marks.every(isSame)
  }

  private draw(key: SectionKey): void {
    const view = this.sections.get(key)?.view
    // It would break off what an input method composes; the next setting draws it.
    if (!view || view.composing) return
    view.dispatch(view.state.tr.setMeta(KEY, true).setMeta('addToHistory', false))
  }

  private decorations(key: SectionKey, state: EditorState): DecorationSet {
    const size = state.doc.content.size
    const inside = (this.bySection.get(key) ?? []).filter(({ from, to }) => from < to && to <= size)
    const drawn = inside.map(({ from, to, id, active }) => {
      const attrs = {
        nodeName: 'mark',
        class: active ? 'hl on' : 'hl',
        'data-about': id,
        'aria-details': `about-${id}`,
      }
      return Decoration.inline(from, to, attrs, { ...FIRM, id, active })
    })
    return DecorationSet.create(state.doc, drawn)
  }
}
