import {
  AUTHORED_ROOTS,
  SERVED_ROOTS,
  type AuthoredRoot,
  type ServedRoot,
} from '../../../schema/margin-entries.ts'
import { isMarginField, marginValueFits, servedValueFits } from '../../../schema/margin-values.ts'
import { isId } from '../../../schema/values.ts'
import { Entry } from './margin-entry.ts'
import { MarginGuard } from './margin-guard.ts'
import { Container } from './place.ts'
import type { Guard, OwnerOf, Policy } from './policy.ts'
import { KIND, TYPE, refuse, type Struct } from './scan.ts'

const RECEIPT_KEY = new RegExp(`^(?:late\\.)?(?:${AUTHORED_ROOTS.join('|')})\\.(.*)$`)

/** What may stand where in a margin (rule M9). */
class MarginPolicy implements Policy {
  /** A receipt says that an entry is on disk, and nobody compares a margin with the ledger's. */
  readonly showsAtOnce = false

  root(name: string): Container {
    if (isOneOf(AUTHORED_ROOTS, name)) return new Container('entries', null, name, 0)
    if (isOneOf(SERVED_ROOTS, name)) return new Container('header', null, name, 0)
    return refuse('forbidden', `root ${name}`)
  }

  place(struct: Struct, container: Container, key: string | null): Container | null {
    if (key === null) refuse('forbidden', `a list in ${container.name}`)
    if (container.kind === 'entries') return placeEntry(struct, container, key)
    const isKnown =
      container instanceof Entry ? isMarginField(container.root, key) : isServedKey(container.name, key)
    if (!isKnown) refuse('forbidden', `${container.name}.${key}`)
    if (struct.kind !== KIND.deleted && struct.kind !== KIND.value) refuse('forbidden', 'a field of no value')
    return null
  }

  checkValue(struct: Struct, container: Container, key: string | null): void {
    if (struct.kind !== KIND.value || key === null) return
    const fits =
      container instanceof Entry
        ? marginValueFits(container.root, key, struct.value)
        : servedValueFits(container.name as ServedRoot, struct.value)
    if (!fits) refuse('forbidden', `value of ${container.name}.${key}`)
  }

  guard(ownerOf: OwnerOf): Guard {
    return new MarginGuard(ownerOf)
  }
}

/** Of the rooms that hold a margin. */
export const MARGIN: Policy = new MarginPolicy()

function placeEntry(struct: Struct, container: Container, key: string): Container | null {
  if (!isId(key)) refuse('forbidden', `entry ${key}`)
  if (struct.kind === KIND.deleted) return null
  if (struct.kind !== KIND.type || struct.type !== TYPE.map) refuse('forbidden', 'an entry that is no map')
  return new Entry(container.name as AuthoredRoot, container, key, struct.client, struct.clock)
}

function isServedKey(root: string, key: string): boolean {
  const id = root === 'receipts' ? RECEIPT_KEY.exec(key)?.[1] : key
  return id !== undefined && isId(id)
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name)
}
