import type { Meeting, PhaseChange as Change, RoundChanges } from '../../../schema/api.ts'
import type { Finding } from '../../../schema/lint.ts'
import { REASON_MIN, wayOf, type Phase } from '../../../schema/phases.ts'
import { Acts } from '../../state/acts.svelte.ts'
import type { Ask } from '../../state/server.ts'

export interface PhaseChangeParts {
  meeting: () => Meeting
  ask: Ask
  /** Shows the changed meeting at once. */
  put(meeting: Meeting): void
  /** What the paper holds from now on are minutes (rule R15). */
  beginMinutes(): void
}

/** A change of phase that is thought about: what is missing, why it goes back, and the change itself. */
export class PhaseChange extends Acts {
  /** Null: not looked through yet. */
  findings: Finding[] | null = $state.raw(null)
  history: Change[] | null = $state.raw(null)
  to: Phase | null = $state(null)
  reason = $state('')
  /** Whether what was approved is to be put right, and nobody asked again (rule R14). */
  corrects = $state(false)
  /** Where the phase asks for answers: what is to be other than by the forum's rules. */
  round: RoundChanges | null = $state.raw(null)

  readonly way = $derived.by(() => (this.to === null ? null : wayOf(this.parts.meeting().phase, this.to)))
  readonly errors = $derived((this.findings ?? []).filter(({ level }) => level === 'error'))
  readonly warnings = $derived((this.findings ?? []).filter(({ level }) => level === 'warning'))
  /** Whether everything is there that the change needs. */
  readonly ready = $derived.by(() =>
    this.way === 'back'
      ? this.reason.trim().length >= REASON_MIN
      : this.findings !== null && this.errors.length === 0,
  )

  constructor(private readonly parts: PhaseChangeParts) {
    super()
  }

  /** Reads what has been so far. */
  readHistory(): Promise<boolean> {
    return this.act(async () => {
      this.history = await this.parts.ask<Change[]>('GET', `${this.address}/phases`)
    })
  }

  /** Turns to a change, and looks what is missing for it. */
  async choose(to: Phase, corrects = false): Promise<void> {
    this.to = to
    this.corrects = corrects
    this.round = corrects ? { asked: [] } : null
    this.findings = null
    if (this.way === 'onward') await this.look(to)
  }

  /** Whether it was done. What has come to be missing meanwhile is shown instead. */
  async make(): Promise<boolean> {
    const { to, way, round } = this
    if (to === null || !this.ready) return false
    const known = (this.findings ?? []).map(({ key }) => key)
    const body = {
      to,
      ...(way === 'back' ? { reason: this.reason.trim() } : { known }),
      ...(round === null ? {} : { round }),
    }
    const done = await this.act(async () =>
      this.parts.put(await this.parts.ask<Meeting>('POST', `${this.address}/phase`, body)),
    )
    if (!done && way === 'onward') await this.lookAgain(to)
    if (done && way === 'onward' && (to === 'live' || to === 'hearing')) this.parts.beginMinutes()
    return done
  }

  private look(to: Phase): Promise<boolean> {
    return this.act(async () => {
      const found = await this.parts.ask<Finding[]>('GET', `${this.address}/findings?to=${to}`)
      if (this.to === to) this.findings = found
    })
  }

  /** What the server said stays on the page. */
  private async lookAgain(to: Phase): Promise<void> {
    const { problem } = this
    await this.look(to)
    this.problem ??= problem
  }

  private get address(): string {
    return `/meetings/${this.parts.meeting().id}`
  }
}
