import type { Node } from 'prosemirror-model'

/** Whether two neighbouring lists may become one. */
export function sameList(before: Node, after: Node): boolean {
  return (
    before.type === after.type &&
    before.type.name.endsWith('_list') &&
    before.attrs.style === after.attrs.style
  )
}
