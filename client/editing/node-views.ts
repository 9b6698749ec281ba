import type { NodeViewConstructor } from 'prosemirror-view'
import { splitKey, type SectionKey } from '../../schema/paper.ts'
import { FootnoteView } from './footnote-view.ts'
import type { EditingHost } from './host.ts'
import { ReferenceView } from './reference-view.ts'
import { TaskView } from './task-view.ts'

/** The nodes of a section that are drawn by hand: tasks, footnote marks and references. */
export function sectionNodeViews(
  host: EditingHost,
): (key: SectionKey) => Record<string, NodeViewConstructor> {
  const views: Record<string, NodeViewConstructor> = {
    task: (node, view, getPos, decorations) => new TaskView(node, view, getPos, decorations, host),
    footnote: (node) => new FootnoteView(node),
    reference: (node) => new ReferenceView(node, host),
  }
  return (key) => (splitKey(key).section === 'title' ? {} : views)
}
