import { Decoration } from 'prosemirror-view'
import type { SectionKey } from '../../schema/paper.ts'
import { bySection, Layer } from './layer.ts'
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

const FIRM = { inclusiveStart: false, inclusiveEnd: false }

/** The marker in the sections that are mounted. */
export class Marks {
  readonly layer: Layer
  private bySection = new Map<SectionKey, TextMark[]>()

  constructor(private readonly sections: Sections) {
    this.layer = new Layer(sections, (key) => this.decorations(key))
  }

  /** Replaces all marks; only the sections in which one is another now are drawn. */
  set(marks: readonly TextMark[]): void {
    const before = this.bySection
    this.bySection = bySection(marks)
    for (const key of new Set([...before.keys(), ...this.bySection.keys()]))
      if (this.isOther(key)) this.layer.draw(key)
  }

  /** Compared with what is drawn: typing has moved that. */
  private isOther(key: SectionKey): boolean {
    const marks = this.bySection.get(key) ?? []
    const view = this.sections.get(key)?.view
    if (!view) return false
    const drawn = this.layer.drawn(view.state)
    const isSame = (mark: TextMark): boolean =>
      drawn.some(
        ({ from, to, spec }) =>
          from === mark.from && to === mark.to && spec.id === mark.id && spec.active === mark.active,
      )
    return marks.length !== drawn.length || !marks.every(isSame)
  }

  private decorations(key: SectionKey): Decoration[] {
    const some = (this.bySection.get(key) ?? []).filter(({ from, to }) => from < to)
    return some.map(({ from, to, id, active }) => {
      const attrs = {
        nodeName: 'mark',
        class: active ? 'hl on' : 'hl',
        'data-about': id,
        'aria-details': `about-${id}`,
      }
      return Decoration.inline(from, to, attrs, { ...FIRM, id, active })
    })
  }
}
