import { Plugin, PluginKey, type EditorState } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { SectionKey } from '../../schema/paper.ts'
import type { Section } from './section.ts'
import type { Sections } from './sections.ts'

/** A place where the text that is searched for stands. */
export interface Match {
  key: SectionKey
  from: number
  to: number
}

const KEY = new PluginKey<DecorationSet>('matches')

/** Shows matches of a search: each with a grey outline, the current one inverted. */
export class Matches {
  private bySection = new Map<SectionKey, Match[]>()
  private current: Match | null = null

  constructor(private readonly sections: Sections) {}

  /** Replaces all matches; `current` is an index into them. */
  set(matches: readonly Match[], current: number | null): void {
    const before = this.bySection
    this.bySection = new Map()
    for (const match of matches)
      this.bySection.set(match.key, [...(this.bySection.get(match.key) ?? []), match])
    this.current = current === null ? null : (matches[current] ?? null)
    for (const key of new Set([...before.keys(), ...this.bySection.keys()])) this.draw(key)
  }

  plugin(section: Section): Plugin {
    return new Plugin<DecorationSet>({
      key: KEY,
      state: {
        init: (_config, state) => this.decorations(section.key, state),
        apply: (tr, drawn, _before, state) =>
          tr.getMeta(KEY) === undefined
            ? drawn.map(tr.mapping, tr.doc)
            : this.decorations(section.key, state),
      },
      props: { decorations: (state) => KEY.getState(state) },
    })
  }

  private draw(key: SectionKey): void {
    const view = this.sections.get(key)?.view
    view?.dispatch(view.state.tr.setMeta(KEY, true).setMeta('addToHistory', false))
  }

  private decorations(key: SectionKey, state: EditorState): DecorationSet {
    const size = state.doc.content.size
    const inside = (this.bySection.get(key) ?? []).filter(({ to }) => to <= size)
    const drawn = inside.map((match) =>
      Decoration.inline(match.from, match.to, { class: match === this.current ? 'match now' : 'match' }),
    )
    return DecorationSet.create(state.doc, drawn)
  }
}
