import type { AuthoredRoot } from '../../../schema/margin-entries.ts'
import type { Judged } from './judged.ts'
import { Container, type Place } from './place.ts'

/** An entry of a margin, and the client that made it: it is that client's user's (rule M8). */
export class Entry extends Container {
  /** Whom it names as its author, where its client has no user since a backup was restored. */
  author: string | null = null

  constructor(
    readonly root: AuthoredRoot,
    /** Where it stands: under its id. */
    readonly entries: Container,
    override readonly id: string,
    readonly client: number,
    readonly clock: number,
  ) {
    super('entry', null, root, 1, id)
  }

  get place(): Place | undefined {
    return this.entries.under(this.id)
  }
}

/** The entry that a struct makes, or is in. */
export function entryOf({ place: { container }, opens }: Judged['structs'][number]): Entry | null {
  const entry = opens ?? container
  return entry instanceof Entry ? entry : null
}

/** Whether it holds answers or is one: what was answered stands, each with its receipt (rule Q3). */
export function isAnswer(container: Container | null): boolean {
  return container instanceof Entry ? container.root === 'responses' : container?.name === 'responses'
}

/** Whether it is the key of a receipt for a change that came late. */
export function isLateEdit(key: string): boolean {
  return key.startsWith('late.')
}
