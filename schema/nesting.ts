import type { Fragment, Node, ResolvedPos } from 'prosemirror-model'
import { OWN_NESTED_MAX } from './bounds.ts'

/** How deep blocks are nested in a node, itself counted; a section's text is one deeper than its blocks. */
export function nestingOf(node: Node): number {
  return node.isTextblock
    ? 1
    : 1 + node.children.reduce((deepest, child) => Math.max(deepest, nestingOf(child)), 0)
}

/** Whether content would be nested too deep where it is to be put (rule G14). */
export function isTooDeepAt(content: Fragment, $place: ResolvedPos): boolean {
  return content.content.some((node) => $place.depth + nestingOf(node) > OWN_NESTED_MAX)
}
