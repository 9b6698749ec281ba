import type { Node as DocumentNode } from 'prosemirror-model'
import type { Plugin } from 'prosemirror-state'
import type { Decoration } from 'prosemirror-view'
import type { SectionKey } from '../../schema/paper.ts'
import { Layer } from './layer.ts'
import { Marks } from './marks.ts'
import { Matches } from './matches.ts'
import type { Section } from './section.ts'
import type { Sections } from './sections.ts'
import type { StaticPages } from './static-pages.ts'

/** What somebody else draws in the text; it is no part of it. */
export interface Drawing {
  decorations(key: SectionKey, doc: DocumentNode): Decoration[]
  /** The same in the static HTML of a section; what is seen near the window alone has none. */
  dress?(key: SectionKey, element: HTMLElement, doc: DocumentNode): void
}

/** All that is drawn over the text beside carets: what a search found, the marker, and what others draw. */
export class Overlay {
  readonly matches: Matches
  readonly marks: Marks
  private readonly layer: Layer
  private drawings: readonly Drawing[] = []

  constructor(
    private readonly sections: Sections,
    private readonly pages: Pick<StaticPages, 'refresh'>,
  ) {
    this.matches = new Matches(sections)
    this.marks = new Marks(sections)
    this.layer = new Layer(sections, (key, doc) =>
      this.drawings.flatMap((drawing) => drawing.decorations(key, doc)),
    )
  }

  plugins(section: Section): Plugin[] {
    return [this.matches.layer, this.marks.layer, this.layer].map((layer) => layer.plugin(section))
  }

  /** Draws in a section's static HTML. */
  dress(element: HTMLElement, doc: DocumentNode): void {
    const key = element.dataset.text as SectionKey | undefined
    if (key !== undefined) this.drawings.forEach((drawing) => drawing.dress?.(key, element, doc))
  }

  /** Lets somebody else draw in the text too; answers how to stop. */
  add(drawing: Drawing): () => void {
    this.drawings = [...this.drawings, drawing]
    return () => {
      this.drawings = this.drawings.filter((each) => each !== drawing)
    }
  }

  /** Draws in a section anew; whether that could be done now. */
  redraw(key: SectionKey): boolean {
    const section = this.sections.get(key)
    if (!section) return false
    if (section.view) return this.layer.draw(key)
    this.pages.refresh((each) => each === section)
    return true
  }
}
