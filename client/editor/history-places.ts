import type { Memory } from './history.ts'
import { settle, type Point, type Span } from './point.ts'
import { toAbsolute, toRelative } from './relative.ts'
import type { Section } from './section.ts'
import type { Sections } from './sections.ts'

/** A selection as the history keeps it. Null when y-prosemirror cannot say where it is. */
export function remember(sections: Sections, span: Span, wide: boolean): Memory | null {
  const anchor = end(sections, span.anchor)
  const head = end(sections, span.head)
  return anchor && head ? { wide, anchor, head } : null
}

function end(sections: Sections, point: Point): Memory['anchor'] | null {
  const section = sections.get(point.key)
  const at = section && toRelative(section.content, point.pos)
  return at ? { key: point.key, at } : null
}

/** Where a kept selection is now. Null when its section is not on the page or its place is gone. */
export function recall(sections: Sections, memory: Memory): Span | null {
  const anchor = place(sections, memory.anchor)
  const head = place(sections, memory.head)
  return anchor && head ? { anchor, head } : null
}

function place(sections: Sections, { key, at }: Memory['anchor']): Point | null {
  const section = sections.get(key)
  const pos = section && toAbsolute(section.content, at)
  return section && pos !== null ? { key, pos: settle(section.node, pos) } : null
}

/** The selection of a mounted section. */
export function spanOf(section: Section): Span | null {
  if (!section.view) return null
  const { anchor, head } = section.view.state.selection
  return { anchor: { key: section.key, pos: anchor }, head: { key: section.key, pos: head } }
}
