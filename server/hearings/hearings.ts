import { createHash } from 'node:crypto'
import type { Meeting, RoundChanges, User } from '../../schema/api.ts'
import { danishDay } from '../../schema/deadlines.ts'
import {
  isAfter,
  isOver,
  ownDeadline,
  partyOf,
  roundPhase,
  type Deadline,
  type RoundPhase,
} from '../../schema/hearing.ts'
import type { HearingRecord, Terms } from '../../schema/hearing-record.ts'
import type { LintContext } from '../../schema/lint.ts'
import { hearingEnds, isFrozen, type Phase } from '../../schema/phases.ts'
import { failures } from '../errors.ts'
import { audit } from '../forums/audit.ts'
import type { Meetings } from '../meetings/meetings.ts'
import type { Seat } from '../meetings/seat.ts'
import type { Database } from '../store/database.ts'
import { closedItems, requirePhase } from '../zones/zones.ts'
import type { MarginReader } from './margin-reader.ts'
import {
  historyOf,
  insertRound,
  insertTerms,
  mayRespond,
  roundsOf,
  type NewTerms,
  type RoundHistory,
} from './rounds.ts'

export interface HearingsParts {
  db: Database
  meetings: Meetings
  reader: MarginReader
  newId: () => string
  now: () => number
  /** Called after a round asks others, or until another time. */
  changed(meeting: string): void
}

/** The phase change that opens a round. */
export interface Opening {
  meeting: string
  forum: string
  to: Phase
  /** Number of the phase change. */
  change: number
  by: string
  /** ISO time. */
  at: string
  wishes: RoundChanges
}

/** Rounds of answers to agendas and minutes, and what is kept of them (rules Q1, Q2, Q7). */
export class Hearings {
  constructor(private readonly parts: HearingsParts) {}

  /** Opens a round when a meeting has come to a phase that asks; within the transaction that brings it there. */
  async open(tx: Database, { meeting, forum, to, change, by, at, wishes }: Opening): Promise<void> {
    const phase = roundPhase(to)
    const candidates = phase === null ? [] : await candidatesIn(tx, forum, phase)
    const asked = chosen(candidates, wishes.asked)
    if (phase === null || asked.length === 0) return
    const deadline = wishes.deadline ?? (await this.ownDeadline(tx, { meeting, forum, phase, at }))
    this.requireAhead(wishes.deadline)
    const id = this.parts.newId()
    await insertRound(tx, { id, meeting, phase, change, opened: at })
    await insertTerms(tx, id, { deadline, asked, by, at })
    await audit(tx, Date.parse(at), {
      actor: by,
      action: 'hearing.opened',
      forum,
      detail: detailOf(meeting, deadline, asked),
    })
  }

  /**
   * Asks others, or until another time. A meeting that came to its phase before rounds were kept gets one.
   *
   * @throws Failure unless the user may, the meeting is in a phase that asks, and the deadline is not past
   */
  async change(user: User, meeting: string, wishes: RoundChanges): Promise<Meeting> {
    const { db, meetings, now } = this.parts
    const { forum, phase } = await meetings.seat(user.id, meeting, 'setPhase')
    if (roundPhase(phase) === null) throw failures.noRound()
    this.requireAhead(wishes.deadline)
    const at = new Date(now()).toISOString()
    await db.transaction().execute(async (tx) => {
      // A round that began after the approval would run for ever.
      await requirePhase(tx, meeting, phase)
      const round = (await roundsOf(tx, [meeting])).get(meeting)?.at(-1)
      if (round === undefined || round.closed !== null) {
        const change = await lastChange(tx, meeting)
        return this.open(tx, { meeting, forum, to: phase, change, by: user.id, at, wishes })
      }
      const candidates = await candidatesIn(tx, forum, phase)
      const asked =
        wishes.asked === undefined ? await askedNow(tx, round.id) : chosen(candidates, wishes.asked)
      if (asked.length === 0) throw failures.nobodyAsked()
      const terms: NewTerms = { deadline: wishes.deadline ?? round.deadline, asked, by: user.id, at }
      await insertTerms(tx, round.id, terms)
      await audit(tx, now(), {
        actor: user.id,
        action: 'hearing.changed',
        forum,
        detail: detailOf(meeting, terms.deadline, asked),
      })
    })
    this.parts.changed(meeting)
    return meetings.get(user.id, meeting)
  }

  /** What was said of the round that runs, oldest first. @throws Failure unless the user may read the margin */
  async terms(user: User, meeting: string): Promise<Terms[]> {
    await this.requireReader(user, meeting)
    return (await this.running(meeting))?.terms ?? []
  }

  /**
   * What is kept of the approval; of one that was taken back, nothing: an item may have been closed since.
   *
   * @throws Failure when there is nothing, or the user may not read the margin
   */
  async record(user: User, meeting: string): Promise<HearingRecord> {
    const { phase } = await this.requireReader(user, meeting)
    if (!isFrozen(phase)) throw failures.noRecord()
    const row = await this.parts.db
      .selectFrom('hearingRecord')
      .select('record')
      .where('meeting', '=', meeting)
      .orderBy('id', 'desc')
      .executeTakeFirst()
    if (!row) throw failures.noRecord()
    return JSON.parse(row.record) as HearingRecord
  }

  /** The round that runs in a meeting; null: none does. */
  async running(meeting: string): Promise<RoundHistory | null> {
    const round = (await historyOf(this.parts.db, meeting)).at(-1)
    return round?.closed === null ? round : null
  }

  /** Of these meetings, those in whose hearing nobody has answered for whoever the user may answer for (rule U61). */
  async awaitedOf(user: string, meetings: readonly Meeting[]): Promise<string[]> {
    const { reader, now } = this.parts
    const asked = meetings.flatMap(({ id, round }) => {
      const party = round?.closed === null ? partyOf(round, user) : null
      return round && party ? [{ id, round, party }] : []
    })
    const awaited = await reader.awaited(new Map(asked.map(({ id, round }) => [id, round])), now())
    return asked.filter(({ id, party }) => awaited.get(id)?.has(party.id)).map(({ id }) => id)
  }

  /** What the margin and the clock say of a meeting that is to be approved (rule Q9). */
  async lintContext(meeting: string, to: Phase): Promise<LintContext> {
    if (to !== 'approved') return { hearingRuns: false, openRemarks: 0, cannotApprove: 0 }
    const { db, reader, now } = this.parts
    const round = await this.running(meeting)
    const { openRemarks, standpoints } = await reader.read(meeting, round, now())
    const closed = await closedItems(db, meeting)
    const inClosed = await Promise.all(closed.map(({ zone }) => reader.read(zone, null, now())))
    return {
      hearingRuns: round === null ? await this.runsByRules(meeting) : !isOver(round, now()),
      awaited: standpoints.flatMap(({ stance, party }) => (stance === 'awaited' ? party.name : [])),
      openRemarks: inClosed.reduce((sum, facts) => sum + facts.openRemarks, openRemarks),
      cannotApprove: standpoints.filter(({ answer }) => answer?.answer === 'cannotApprove').length,
    }
  }

  /** Draws up what is to be kept of a meeting's hearing. */
  async draw(meeting: string, at: number): Promise<HearingRecord> {
    const { db, reader } = this.parts
    return reader.record(meeting, await historyOf(db, meeting), at)
  }

  /** Keeps it, within the transaction of the approval; the audit has its digest (rule Q7). */
  async keep(
    tx: Database,
    record: HearingRecord,
    { meeting, forum, by }: { meeting: string; forum: string; by: string },
  ): Promise<void> {
    const text = JSON.stringify(record)
    await tx.insertInto('hearingRecord').values({ meeting, at: record.at, record: text }).execute()
    const digest = createHash('sha256').update(text).digest('base64url')
    await audit(tx, Date.parse(record.at), {
      actor: by,
      action: 'hearing.recorded',
      forum,
      detail: `${meeting} ${digest}`,
    })
  }

  /** Whoever reads the margin, but for guests: they are not shown who the others are (rule R10). */
  private async requireReader(user: User, meeting: string): Promise<Seat> {
    const seat = await this.parts.meetings.seat(user.id, meeting, 'readMargin')
    if (seat.role === 'guest') throw failures.forbidden()
    return seat
  }

  private requireAhead(deadline: Deadline | undefined): void {
    if (deadline !== undefined && isAfter(deadline, this.parts.now())) throw failures.deadlinePast()
  }

  private async ownDeadline(
    tx: Database,
    { meeting, forum, phase, at }: { meeting: string; forum: string; phase: RoundPhase; at: string },
  ): Promise<Deadline> {
    const rules = await rulesOf(tx, forum)
    const facts = await tx
      .selectFrom('meeting')
      .select(['date', 'start'])
      .where('id', '=', meeting)
      .executeTakeFirstOrThrow()
    return ownDeadline(phase, danishDay(at), rules, facts)
  }

  /** Of a meeting in hearing since before rounds were kept. */
  private async runsByRules(meeting: string): Promise<boolean> {
    const { db, meetings, now } = this.parts
    const found = await meetings.find(meeting)
    const ends = found && hearingEnds(found, await rulesOf(db, found.forum))
    return ends !== null && !isAfter({ day: ends, time: null }, now())
  }
}

/** Who may be asked in a phase: those who may answer. */
async function candidatesIn(db: Database, forum: string, phase: Phase): Promise<NewTerms['asked']> {
  const rows = await db
    .selectFrom('member')
    .select(['user', 'organisation', 'role'])
    .where('forum', '=', forum)
    .execute()
  return rows.flatMap(({ role, ...row }) => (mayRespond(role, phase) ? [row] : []))
}

/** All of them unless some are named. @throws Failure when one is named who may not answer */
function chosen(candidates: NewTerms['asked'], named: string[] | undefined): NewTerms['asked'] {
  if (named === undefined) return candidates
  return [...new Set(named)].map((user) => {
    const found = candidates.find((each) => each.user === user)
    if (!found) throw failures.unknownMember()
    return found
  })
}

function askedNow(db: Database, round: string): Promise<NewTerms['asked']> {
  return db
    .selectFrom('asked')
    .select(['user', 'organisation'])
    .where('terms', '=', (own) =>
      own.selectFrom('terms').select('id').where('round', '=', round).orderBy('id', 'desc').limit(1),
    )
    .execute()
}

async function lastChange(db: Database, meeting: string): Promise<number> {
  const { id } = await db
    .selectFrom('phaseChange')
    .select('id')
    .where('meeting', '=', meeting)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return id
}

function rulesOf(db: Database, forum: string) {
  return db
    .selectFrom('forum')
    .select(['agenda', 'minutes', 'hearing'])
    .where('id', '=', forum)
    .executeTakeFirstOrThrow()
}

function detailOf(meeting: string, { day, time }: Deadline, asked: NewTerms['asked']): string {
  return JSON.stringify({ meeting, day, time, asked: asked.map(({ user }) => user) })
}
