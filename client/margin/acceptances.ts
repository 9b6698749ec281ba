import type { Change } from '../../schema/changes.ts'
import { acceptingName } from '../sync/kept-names.ts'
import type { UserStore } from '../sync/store.ts'

/** An edit of the paper that was about to be made. */
export interface BegunEdit {
  /** The Yjs client that makes it. */
  client: number
  /** Of that client, before it. */
  clock: number
}

/** An acceptance that is not known to be in the text: what is to be put there once the server has granted it. */
export interface Acceptance {
  /** Id of the ruling. */
  ruling: string
  thread: string
  /** As it was proposed, or as it was accepted. */
  change: Change
  /** The edit that was about to be made when this was noted; without it none was begun. */
  begun?: BegunEdit | undefined
}

/** The acceptances that are not known to be in the text, kept on the device and shared by its windows (rule M51). */
export class Acceptances {
  private list: readonly Acceptance[] = []
  /** Those that the disk did not take: this window alone has them. */
  private readonly unkept = new Set<string>()
  private readonly name: string

  constructor(
    private readonly store: UserStore,
    meeting: string,
  ) {
    this.name = acceptingName(meeting)
  }

  get all(): readonly Acceptance[] {
    return this.list
  }

  /** Takes up what other windows have left, of this visit or an earlier one; the rulings that are new here. */
  async restore(): Promise<string[]> {
    const kept = (await this.read()) ?? []
    const known = new Set(this.list.map(({ ruling }) => ruling))
    const fresh = kept.filter(({ ruling }) => !known.has(ruling))
    this.list = [...fresh, ...this.list]
    return fresh.map(({ ruling }) => ruling)
  }

  add(acceptance: Acceptance): void {
    this.list = [...this.list, acceptance]
    void this.change((kept) => [...kept, acceptance]).then((isKept) => {
      if (!isKept) this.unkept.add(acceptance.ruling)
    })
  }

  /** One as it is kept now; null when it is there no more, by whatever window. */
  async now(ruling: string): Promise<Acceptance | null> {
    const isMeant = (each: Acceptance): boolean => each.ruling === ruling
    const kept = await this.read()
    const found = kept?.find(isMeant) ?? null
    if (found === null && (kept === null || this.unkept.has(ruling))) return this.list.find(isMeant) ?? null
    if (found === null) this.forget(ruling)
    return found
  }

  /** Notes that the edit is about to be made, or is not; resolves when that is on the disk, or cannot be. */
  async note(ruling: string, begun: BegunEdit | undefined): Promise<void> {
    const noted = (list: readonly Acceptance[]): Acceptance[] =>
      list.map((each) => (each.ruling === ruling ? { ...each, begun } : each))
    this.list = noted(this.list)
    await this.change(noted)
  }

  /** Keeps again what this window knows: the browser has cleared the store. */
  readonly keep = (): void => {
    const here = new Set(this.list.map(({ ruling }) => ruling))
    void this.change((kept) => [...kept.filter(({ ruling }) => !here.has(ruling)), ...this.list])
  }

  /** It is in the text, or not wanted any more. */
  drop(ruling: string): void {
    this.forget(ruling)
    void this.change((kept) => without(kept, ruling))
  }

  private forget(ruling: string): void {
    this.list = without(this.list, ruling)
  }

  /** Whether the disk took it. */
  private change(change: (kept: readonly Acceptance[]) => Acceptance[]): Promise<boolean> {
    return this.store
      .keepChanged<Acceptance[]>(this.name, (kept) => change(kept ?? []))
      .then(
        () => true,
        () => false,
      )
  }

  /** Null when the store fails, or has never kept any. */
  private async read(): Promise<Acceptance[] | null> {
    return this.store.kept<Acceptance[]>(this.name).catch(() => null)
  }
}

function without(list: readonly Acceptance[], ruling: string): Acceptance[] {
  return list.filter((each) => each.ruling !== ruling)
}
