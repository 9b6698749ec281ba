import type { Node } from 'prosemirror-model'
import { Decoration } from 'prosemirror-view'
import * as Y from 'yjs'
import { grouped } from '../../schema/grouped.ts'
import { fragment, type Paper, type SectionKey } from '../../schema/paper.ts'
import type { Drawing, PaperEditor } from '../editor/paper-editor.svelte.ts'
import { sectionOf, textPlace } from '../sync/changed-places.ts'

/** The line beside each block and point of a list that is not on the server. */
export class UnsentLines implements Drawing {
  private bySection = new Map<SectionKey | null, string[]>()
  /** Sections in which an input method was at work when they were to be drawn. */
  private readonly due = new Set<SectionKey>()

  constructor(
    private readonly paper: Paper,
    private readonly editor: Pick<PaperEditor, 'redraw' | 'addDrawing'>,
  ) {
    editor.addDrawing(this)
  }

  /** Draws what waits now; only the sections in which it is another are drawn. */
  show(waiting: Iterable<string>): void {
    const before = this.bySection
    this.bySection = grouped(waiting, sectionOf)
    for (const key of new Set([...before.keys(), ...this.bySection.keys()]))
      if (key !== null && !isSame(before.get(key), this.bySection.get(key))) this.due.add(key)
    for (const key of this.due) if (this.editor.redraw(key)) this.due.delete(key)
  }

  decorations(key: SectionKey, doc: Node): Decoration[] {
    const places = this.bySection.get(key)
    return places === undefined ? [] : linesIn(key, fragment(this.paper, key), doc, 0, new Set(places))
  }
}

function linesIn(
  key: SectionKey,
  type: Y.XmlFragment,
  node: Node,
  start: number,
  places: ReadonlySet<string>,
): Decoration[] {
  const elements = type.toArray()
  const found: Decoration[] = []
  node.forEach((child, offset, index) => {
    const element = elements[index]
    if (!(element instanceof Y.XmlElement)) return
    const from = start + offset
    if (places.has(textPlace(key, element)))
      found.push(Decoration.node(from, from + child.nodeSize, { class: 'unsent' }))
    else if (!child.isTextblock) found.push(...linesIn(key, element, child, from + 1, places))
  })
  return found
}

function isSame(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((name) => b.includes(name))
}
