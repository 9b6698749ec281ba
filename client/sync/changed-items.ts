import * as Y from 'yjs'
import { ROOTS, splitKey, type Root, type SectionKey } from '../../schema/paper.ts'

export function isRoot(name: string): name is Root {
  return (ROOTS as readonly string[]).includes(name)
}

/** The items a change of a paper touched: their text, their fields, or their place. */
export function itemsOf(changed: Y.Transaction['changedParentTypes']): string[] {
  const types = [...changed.keys()] as Y.AbstractType<unknown>[]
  return [...new Set(types.flatMap(itemOf))]
}

function itemOf(type: Y.AbstractType<unknown>): string[] {
  const parent = type._item?.parent
  if (type._item === null) {
    const name = Y.findRootTypeKey(type)
    return isRoot(name) ? [] : [splitKey(name as SectionKey).owner]
  }
  const inItems = parent instanceof Y.Map && parent._item === null && Y.findRootTypeKey(parent) === 'items'
  return inItems && type._item.parentSub !== null ? [type._item.parentSub] : []
}
