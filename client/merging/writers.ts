import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { typingClient } from './moving-client.ts'
import type { Change } from './salvage.ts'

interface Presence {
  name: string
  section: string | null
}

/** Who is behind a Yjs client, as far as this window has met them. */
export class Writers {
  /** Also those who have left. */
  readonly #names = new Map<number, string>()

  constructor(private readonly awareness: Awareness) {
    awareness.on('change', this.#meet)
  }

  destroy(): void {
    this.awareness.off('change', this.#meet)
  }

  name(client: number): string | null {
    return this.#names.get(client) ?? this.#names.get(typingClient(client)) ?? null
  }

  /**
   * Who made a change; null when nobody can be told for sure. A deletion says nothing of its maker: then it is who
   * writes in that section, when nobody else is here.
   */
  of({ update, transaction }: Change, section: SectionKey): string | null {
    const clients = new Set(
      Y.decodeUpdate(update)
        .structs.filter(({ id }) => id.clock >= (transaction.beforeState.get(id.client) ?? 0))
        .map(({ id }) => id.client),
    )
    const names = new Set([...clients].map((client) => this.name(client)))
    return only(names.size > 0 ? names : this.#writingIn(section))
  }

  #writingIn(section: SectionKey): Set<string | null> {
    const others = [...this.awareness.getStates()]
      .filter(([client]) => client !== this.awareness.clientID)
      .map(([, state]) => presenceOf(state))
    const isThere = others.some((each) => each?.section === section)
    return new Set(isThere ? others.map((each) => each?.name ?? null) : [])
  }

  readonly #meet = ({ added, updated }: { added: number[]; updated: number[] }): void => {
    for (const client of [...added, ...updated]) {
      const presence = presenceOf(this.awareness.getStates().get(client))
      if (presence !== null) this.#names.set(client, presence.name)
    }
  }
}

function only(names: ReadonlySet<string | null>): string | null {
  const [name] = names
  return names.size === 1 ? (name ?? null) : null
}

/** Read with care: it came over the wire. */
function presenceOf(state: Record<string, unknown> | undefined): Presence | null {
  const user = state?.user as { name?: unknown } | null | undefined
  const cursor = state?.cursor as { section?: unknown } | null | undefined
  if (typeof user?.name !== 'string') return null
  return { name: user.name, section: typeof cursor?.section === 'string' ? cursor.section : null }
}
