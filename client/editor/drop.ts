import { Slice, Fragment } from 'prosemirror-model'
import { dropPoint } from 'prosemirror-transform'
import { isTooDeepAt } from '../../schema/nesting.ts'
import type { Desk } from './desk.ts'
import type { Section } from './section.ts'

/** Text dragged from one section and dropped in another: moved, or copied with the key for it, as one step. */
export class Drop {
  private source: Section | null = null

  constructor(
    private readonly desk: Desk,
    private readonly copies: (event: DragEvent) => boolean,
  ) {}

  /**
   * Whether a drag may not begin: what the mouse has just selected lies under the press, and the browser takes that
   * for the wish to drag it.
   */
  start(event: DragEvent): boolean {
    if (this.desk.dragging) return true
    this.source = event.target instanceof Node ? this.desk.sections.of(event.target) : null
    return false
  }

  /** A static section takes a drop too. */
  over(event: DragEvent): void {
    if (event.target instanceof Node) this.desk.sections.of(event.target)?.mount()
  }

  /** Whether the drop was one between sections; within one, and from outside, the view does it. */
  drop(event: DragEvent): boolean {
    const { source } = this
    this.source = null
    const point = this.desk.coords.pointUnder(event.clientX, event.clientY)
    const target = point && this.desk.sections.get(point.key)
    const dragged = source?.view?.dragging
    if (!source?.view || !dragged || !target || target === source || !this.desk.editable()) return false
    const slice = fitting(dragged.slice, target, point.pos)
    const move = !this.copies(event)
    let end = point.pos
    this.desk.transactSections([source, target], () => {
      this.desk.edit(target.key, (tr) => {
        const at = dropPoint(tr.doc, point.pos, slice) ?? point.pos
        tr.replaceRange(at, at, slice)
        end = tr.mapping.map(at, 1)
      })
      if (move) this.desk.edit(source.key, (tr) => tr.deleteSelection())
    })
    source.view.dragging = null
    this.desk.place({ key: target.key, pos: end }, false)
    this.desk.noteCaretAfter()
    return true
  }
}

/** Between a title and a text only the words can travel, and to where all would be nested too deep. */
function fitting(slice: Slice, { schema, node }: Section, pos: number): Slice {
  const isOfIts = slice.content.firstChild?.type.schema === schema
  if (isOfIts && !isTooDeepAt(slice.content, node.resolve(pos))) return slice
  const words = slice.content.textBetween(0, slice.content.size, ' ', ' ')
  return words === '' ? Slice.empty : new Slice(Fragment.from(schema.text(words)), 0, 0)
}
