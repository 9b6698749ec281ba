import * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { clientsOf } from '../merging/moving-client.ts'
import { isRoot } from './changed-items.ts'

type Type = Y.AbstractType<unknown>

/**
 * The places of a paper that an own change touched: blocks and points of lists (`textPlace`), entries of a root and the
 * header (`entryPlace`). What the change took away is no place any more.
 */
export function placesOf({ doc, changed, beforeState }: Y.Transaction): string[] {
  const made = clientsOf(doc.clientID).flatMap((client) => madeIn(doc, client, beforeState.get(client) ?? 0))
  const types = [...(changed.keys() as Iterable<Type>), ...made]
  return [...new Set(types.flatMap((type) => placeOf(type) ?? []))]
}

/** A block or a point of a list in a section. */
export function textPlace(section: string, block: Pick<Type, '_item'>): string {
  const { client, clock } = block._item?.id ?? { client: 0, clock: 0 }
  return `${section}#${client}:${clock}`
}

/** An entry of a root; the header is the root `meeting` itself. */
export function entryPlace(root: string, id = ''): string {
  return `${root}#${id}`
}

/** The section in which a place is; null: it is in none. */
export function sectionOf(place: string): SectionKey | null {
  const [root = ''] = place.split('#')
  return root.includes('/') ? (root as SectionKey) : null
}

/** The types in which a client has put something since a clock. */
function madeIn(doc: Y.Doc, client: number, since: number): Type[] {
  const structs = doc.store.clients.get(client) ?? []
  const found: Type[] = []
  for (let at = structs.length - 1; at >= 0; at--) {
    const struct = structs[at]
    if (struct === undefined || struct.id.clock + struct.length <= since) break
    if (!(struct instanceof Y.Item) || struct.deleted) continue
    if (struct.content instanceof Y.ContentType) found.push(struct.content.type)
    else if (struct.parent instanceof Y.AbstractType) found.push(struct.parent)
  }
  return found
}

function placeOf(type: Type): string | null {
  let place: Type | null = null
  let root = type
  while (root._item !== null) {
    const { parent } = root._item
    if (!(parent instanceof Y.AbstractType)) return null
    if (isPlace(root)) place ??= root
    root = parent
  }
  const name = Y.findRootTypeKey(root)
  if (!isRoot(name)) return place && textPlace(name, place)
  return place === null
    ? name === 'meeting'
      ? entryPlace(name)
      : null
    : entryPlace(name, place._item?.parentSub ?? '')
}

/** Of a list each point is a place of its own. */
function isPlace(type: Type): boolean {
  const name = type instanceof Y.XmlElement ? type.nodeName : ''
  const isOutermost = type._item?.parent instanceof Y.AbstractType && type._item.parent._item === null
  return name === 'list_item' || (isOutermost && !name.endsWith('_list'))
}
