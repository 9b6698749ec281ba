import type { Meeting, Reminded, RoundChanges } from '../../schema/api.ts'
import { lastOf, standpoints, type Said, type Standpoint } from '../../schema/hearing-answers.ts'
import { answeredSince, type HearingRecord, type Terms } from '../../schema/hearing-record.ts'
import { isOver, partyOf, type Party, type Round } from '../../schema/hearing.ts'
import { respond, type Answer, type Response } from '../../schema/margin.ts'
import type { Abilities } from '../../schema/roles.ts'
import { Acts } from '../state/acts.svelte.ts'
import type { Ask } from '../state/server.ts'
import type { MarginRoom } from '../sync/margin-room.svelte.ts'

export interface HearingParts {
  meeting: string
  /** Id of the user. */
  me: string
  /** Null while none runs, and none ended with the meeting or the approval. */
  round(): Round | null
  may(): Abilities
  /** Null until the margin is there. */
  room(): MarginRoom | null
  now(): Date
  newId(): string
  ask: Ask
  /** Shows the changed meeting at once. */
  put(meeting: Meeting): void
}

/** The hearing of a meeting as one of its people sees it: their own answer, and everybody's (rules Q10, Q11). */
export class OpenHearing extends Acts {
  /** What the secretaries said of the round; null: not read yet. */
  terms: Terms[] | null = $state.raw(null)
  record: HearingRecord | null = $state.raw(null)
  /** What is chosen and not sent. */
  choice: string | null = $state(null)
  reminded: Reminded | null = $state.raw(null)

  /** For whom this user may answer; null: they are not asked. */
  readonly party: Party | null = $derived.by(() => {
    const round = this.parts.round()
    return round === null ? null : partyOf(round, this.parts.me)
  })
  readonly mayAnswer: boolean = $derived.by(
    () => this.party !== null && this.parts.may().respond && this.parts.round()?.closed === null,
  )
  /** What this user answered last. */
  readonly own: Said | null = $derived.by(() =>
    this.read((round, { doc }) => lastOf(round, doc, this.parts.me), null),
  )
  readonly standpoints: readonly Standpoint[] = $derived.by(() =>
    this.read((round, { doc }) => standpoints(round, doc, this.parts.now().getTime()), []),
  )
  /** How many answers the server has (rule Q13). */
  readonly answered: number = $derived.by(
    () => this.standpoints.filter(({ answer }) => answer !== null && answer.seq !== null).length,
  )
  /** Answers that the record does not tell of. */
  readonly since: readonly Response[] = $derived.by(() => {
    const { record } = this
    return record === null ? [] : this.read((_round, { doc }) => answeredSince(doc, record), [])
  })

  constructor(readonly parts: HearingParts) {
    super()
  }

  get round(): Round | null {
    return this.parts.round()
  }

  get isOver(): boolean {
    const { round } = this
    return round !== null && isOver(round, this.parts.now().getTime())
  }

  /** Whether it ended with the approval, and what is to be told of it is in the record. */
  get isKept(): boolean {
    const { round } = this
    return round !== null && round.closed !== null && round.phase === 'hearing'
  }

  /** Whether the answers are there. */
  get isLoaded(): boolean {
    return this.parts.room()?.loaded === 'ready'
  }

  /** Whether it is known what is there: also where nothing can be had. */
  get isKnown(): boolean {
    return this.isLoaded || this.parts.room()?.loaded === 'missing'
  }

  /** Whether the own answer is on this device alone, and will be for a while. */
  get isWaiting(): boolean {
    const room = this.parts.room()
    if (room === null || this.own === null) return false
    const { kind } = room.status
    return (kind === 'local' || kind === 'unsaved') && room.waiting.has(this.own.id)
  }

  /** Answers; what was answered before stays where it is. Without a network it waits on this device. */
  answer(answer: Answer, text: string): boolean {
    const { party, round, mayAnswer } = this
    const room = this.parts.room()
    if (!mayAnswer || room === null || room.isShut || party === null || round === null) return false
    const id = this.parts.newId()
    const signed = { author: this.parts.me, at: this.parts.now().getTime() }
    const made = { ...signed, round: round.id, organisation: party.id, answer, text: text.trim() }
    room.write(id, () => respond(room.doc, id, made))
    this.choice = null
    return true
  }

  /** Reads what the secretaries said of the round, or what was kept of it. */
  look(): Promise<boolean> {
    return this.act(async () => {
      if (this.isKept) this.record = await this.parts.ask<HearingRecord>('GET', `${this.address}/record`)
      else this.terms = await this.parts.ask<Terms[]>('GET', this.address)
    })
  }

  /** Asks others, or until another time. */
  change(wishes: RoundChanges): Promise<boolean> {
    return this.act(async () => {
      this.parts.put(await this.parts.ask<Meeting>('PATCH', this.address, wishes))
      this.terms = await this.parts.ask<Terms[]>('GET', this.address)
    })
  }

  /** Mails those whose answer is awaited; what became of it is in `reminded`. */
  remind(): Promise<boolean> {
    this.reminded = null
    return this.act(async () => {
      this.reminded = await this.parts.ask<Reminded>('POST', `${this.address}/reminders`)
    })
  }

  private read<T>(look: (round: Round, room: MarginRoom) => T, otherwise: T): T {
    const round = this.parts.round()
    const room = this.parts.room()
    if (round === null || room === null) return otherwise
    room.follow()
    return look(round, room)
  }

  private get address(): string {
    return `/meetings/${this.parts.meeting}/hearing`
  }
}
