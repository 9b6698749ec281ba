import type { Meeting, PhaseChange, PhaseStep, User } from '../../schema/api.ts'
import type { Finding, LintContext } from '../../schema/lint.ts'
import { mayMove, REASON_MIN, wayOf, type Phase } from '../../schema/phases.ts'
import type { Language } from '../../schema/words/index.ts'
import { failures } from '../errors.ts'
import { audit } from '../forums/audit.ts'
import type { Hearings } from '../hearings/hearings.ts'
import type { Database } from '../store/database.ts'
import { sayFindings } from './finding-words.ts'
import { closedItems } from '../zones/zones.ts'
import type { Meetings } from './meetings.ts'

export interface PhasesParts {
  db: Database
  meetings: Meetings
  hearings: Hearings
  now: () => number
  /** What a meeting's paper lacks before it goes on to a phase. */
  lint(meeting: string, to: Phase, context: LintContext): Promise<Finding[]>
  /** Whether an item of a meeting is just being opened. */
  isOpening(meeting: string): boolean
  /** Called after a meeting has gone to another phase. */
  changed(meeting: string): void
}

/** The way of a meeting through its phases (rules R3–R6). */
export class Phases {
  constructor(private readonly parts: PhasesParts) {}

  /**
   * What is missing before a meeting can go on to a phase, in its closed items too. @throws Failure when the user may not
   * make the step
   */
  async findings(user: User, id: string, to: Phase): Promise<Finding[]> {
    const { may, phase } = await this.parts.meetings.seat(user.id, id)
    if (!mayMove(may, phase, to)) throw failures.forbidden()
    return this.lint(id, to)
  }

  /** @throws Failure when the change is not the user's to make, not possible, or something is missing that stops it */
  async set(user: User, id: string, step: PhaseStep, language: Language): Promise<Meeting> {
    const { meetings } = this.parts
    const { to } = step
    const { forum, phase: from, may } = await meetings.seat(user.id, id)
    if (!mayMove(may, from, to)) throw failures.forbidden()
    if (from === to) return meetings.get(user.id, id)
    const way = wayOf(from, to)
    if (way === null) throw failures.phaseStep()
    if (way === 'back') requireReason(step)
    else this.requireNothingMissing(await this.lint(id, to), step, language)
    await this.write(user, id, { forum, from, step })
    this.parts.changed(id)
    return meetings.get(user.id, id)
  }

  /** Every change so far, oldest first. @throws Failure when the user may not read the meeting */
  async history(user: User, id: string): Promise<PhaseChange[]> {
    await this.parts.meetings.seat(user.id, id)
    return this.parts.db
      .selectFrom('phaseChange')
      .leftJoin('user', 'user.id', 'phaseChange.by')
      .select([
        'phaseChange.from',
        'phaseChange.to',
        'user.name as by',
        'phaseChange.at',
        'phaseChange.reason',
      ])
      .where('phaseChange.meeting', '=', id)
      .orderBy('phaseChange.id')
      .execute()
  }

  private async lint(id: string, to: Phase): Promise<Finding[]> {
    const { hearings, lint } = this.parts
    return lint(id, to, await hearings.lintContext(id, to))
  }

  private requireNothingMissing(found: Finding[], { known = [] }: PhaseStep, language: Language): void {
    const errors = found.filter(({ level }) => level === 'error')
    if (errors.length > 0) throw failures.phaseErrors(sayFindings(errors, language))
    const seen = new Set(known)
    const unknown = found.filter(({ key }) => !seen.has(key))
    if (unknown.length > 0) throw failures.phaseWarnings(sayFindings(unknown, language))
  }

  private async write(
    user: User,
    meeting: string,
    { forum, from, step }: { forum: string; from: Phase; step: PhaseStep },
  ): Promise<void> {
    const { db, hearings, now } = this.parts
    const { to, round = {} } = step
    const time = now()
    const closed = await this.closed(db, meeting)
    // Read before: what arrives from now on is not in it, and is told apart by its number.
    const record = from === 'hearing' && to === 'approved' ? await hearings.draw(meeting, time) : null
    await db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('meeting')
        .set({ phase: to })
        .where('id', '=', meeting)
        .where('phase', '=', from)
        .executeTakeFirst()
      // Somebody else was faster: whoever asked is to look again.
      if (numUpdatedRows === 0n) throw failures.phaseMoved()
      // What was read may be of an item that has been closed since.
      if (closed !== (await this.closed(tx, meeting)) || this.parts.isOpening(meeting))
        throw failures.phaseMoved()
      const at = new Date(time).toISOString()
      const by = user.id
      const reason = step.reason?.trim() || null
      const { insertId } = await tx
        .insertInto('phaseChange')
        .values({ meeting, from, to, by, at, reason })
        .executeTakeFirstOrThrow()
      await hearings.open(tx, { meeting, forum, to, change: Number(insertId), by, at, wishes: round })
      if (record !== null) await hearings.keep(tx, record, { meeting, forum, by })
      await audit(tx, time, {
        actor: user.id,
        action: 'meeting.phase',
        forum,
        detail: `${meeting} ${from} ${to}`,
      })
    })
  }

  private async closed(db: Database, meeting: string): Promise<string> {
    return (await closedItems(db, meeting)).map(({ zone }) => zone).join()
  }
}

function requireReason({ reason = '' }: PhaseStep): void {
  if (reason.trim().length < REASON_MIN) throw failures.reasonNeeded(REASON_MIN)
}
