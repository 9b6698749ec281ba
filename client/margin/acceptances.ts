import type { Change } from '../../schema/changes.ts'
import type { UserStore } from '../sync/store.ts'

/** An acceptance whose receipt has not come: what is to be put into the text then. */
export interface Acceptance {
  /** Id of the ruling. */
  ruling: string
  thread: string
  /** As it was proposed, or as it was accepted. */
  change: Change
}

/** The acceptances that wait for the server, kept on the device (rule M51). */
export class Acceptances {
  private list: readonly Acceptance[] = []
  private readonly name: string
  /** Changes of the kept list, one after another: other windows change it too. */
  private line: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly store: UserStore,
    meeting: string,
  ) {
    this.name = `accepting:${meeting}`
  }

  get all(): readonly Acceptance[] {
    return this.list
  }

  /** Those of an earlier visit. */
  async restore(): Promise<void> {
    const kept = await this.read()
    const known = new Set(this.list.map(({ ruling }) => ruling))
    this.list = [...kept.filter(({ ruling }) => !known.has(ruling)), ...this.list]
  }

  add(acceptance: Acceptance): void {
    this.list = [...this.list, acceptance]
    this.change((kept) => [...kept, acceptance])
  }

  /** Takes one out; whether this window is the one that puts it into the text. */
  async take({ ruling }: Acceptance): Promise<boolean> {
    const isHere = this.list.some((each) => each.ruling === ruling)
    this.drop(ruling)
    return isHere && this.store.claim(`accepted:${ruling}`, Infinity).catch(() => true)
  }

  /** It is not wanted any more. */
  drop(ruling: string): void {
    const others = (list: readonly Acceptance[]): Acceptance[] =>
      list.filter((each) => each.ruling !== ruling)
    this.list = others(this.list)
    this.change(others)
  }

  private change(change: (kept: readonly Acceptance[]) => Acceptance[]): void {
    this.line = this.line
      .then(async () =>
        this.store.keep(this.name, change((await this.store.kept<Acceptance[]>(this.name)) ?? [])),
      )
      .catch(() => {
        // A store that takes nothing: they are in this window alone.
      })
  }

  private async read(): Promise<Acceptance[]> {
    return (await this.store.kept<Acceptance[]>(this.name).catch(() => null)) ?? []
  }
}
