import type { Deadline, Party, Round, RoundPhase } from '../../schema/hearing.ts'
import type { Terms } from '../../schema/hearing-record.ts'
import type { Phase } from '../../schema/phases.ts'
import { abilities, type Role } from '../../schema/roles.ts'
import type { Database } from '../store/database.ts'

/** Rounds as the database has them (rule Q1). */

/** A round with everything that was said of it. */
export interface RoundHistory extends Round {
  terms: Terms[]
}

/** Whether somebody of a role can be asked in a phase. */
export function mayRespond(role: Role, phase: Phase): boolean {
  return abilities(role, phase, { membersSeeDrafts: false }).respond
}

/** The rounds of meetings, oldest first. Who was asked about minutes that are in no hearing any more is left out. */
export async function roundsOf(db: Database, meetings: string[]): Promise<Map<string, Round[]>> {
  const found = new Map<string, Round[]>()
  const rows = await readRounds(db, meetings)
  const terms = await termsOf(db, rows)
  const last = (round: string) => terms.filter((each) => each.round === round).at(-1)
  const named = rows.filter(({ closed, phase }) => closed === null || phase === 'sent')
  const asked = await askedBy(
    db,
    named.flatMap(({ id }) => last(id) ?? []),
  )
  for (const { meeting, ...row } of rows) {
    const holds = last(row.id)
    if (holds === undefined) continue
    const round = { ...row, deadline: deadlineOf(holds), asked: asked.get(holds.id) ?? [] }
    found.set(meeting, [...(found.get(meeting) ?? []), round])
  }
  return found
}

/** The rounds of one meeting, oldest first, whole. */
export async function historyOf(db: Database, meeting: string): Promise<RoundHistory[]> {
  const rows = await readRounds(db, [meeting])
  const terms = await termsOf(db, rows)
  const asked = await askedBy(db, terms)
  return rows.flatMap(({ meeting: _meeting, ...row }) => {
    const own = terms.filter(({ round }) => round === row.id)
    const holds = own.at(-1)
    if (holds === undefined) return []
    const parties = (id: number) => asked.get(id) ?? []
    const said = own.map((each): Terms => ({
      at: each.at,
      by: each.name,
      deadline: deadlineOf(each),
      asked: parties(each.id).map(({ name }) => name),
    }))
    return [{ ...row, deadline: deadlineOf(holds), asked: parties(holds.id), terms: said }]
  })
}

export interface NewRound {
  id: string
  meeting: string
  phase: RoundPhase
  /** The phase change that opens it. */
  change: number
  /** ISO time of that. */
  opened: string
}

export async function insertRound(db: Database, round: NewRound): Promise<void> {
  await db.insertInto('round').values(round).execute()
}

export interface NewTerms {
  deadline: Deadline
  /** Who is asked, and for which organisation. */
  asked: { user: string; organisation: string | null }[]
  by: string | null
  at: string
}

/** Says anew until when and whom a round asks. */
export async function insertTerms(
  db: Database,
  round: string,
  { deadline, asked, by, at }: NewTerms,
): Promise<void> {
  const { insertId } = await db
    .insertInto('terms')
    .values({ round, ...deadline, by, at })
    .executeTakeFirstOrThrow()
  const terms = Number(insertId)
  await db
    .insertInto('asked')
    .values(asked.map((each) => ({ terms, ...each })))
    .execute()
}

async function readRounds(db: Database, meetings: string[]) {
  if (meetings.length === 0) return []
  const rows = await db
    .selectFrom('round')
    .selectAll()
    .where('meeting', 'in', meetings)
    .orderBy('change')
    .execute()
  if (rows.length === 0) return []
  const changes = await db
    .selectFrom('phaseChange')
    .select(['id', 'meeting', 'at'])
    .where('meeting', 'in', [...new Set(rows.map(({ meeting }) => meeting))])
    .orderBy('id')
    .execute()
  return rows.map(({ change, ...row }) => {
    const next = changes.find(({ id, meeting }) => meeting === row.meeting && id > change)
    return { ...row, closed: next?.at ?? null }
  })
}

function termsOf(db: Database, rounds: { id: string }[]) {
  if (rounds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('terms')
    .leftJoin('user', 'user.id', 'terms.by')
    .selectAll('terms')
    .select('user.name')
    .where(
      'terms.round',
      'in',
      rounds.map(({ id }) => id),
    )
    .orderBy('terms.id')
    .execute()
}

/** Who is asked by terms, in the order of their organisations. */
async function askedBy(db: Database, terms: { id: number }[]): Promise<Map<number, Party[]>> {
  const found = new Map<number, Party[]>()
  if (terms.length === 0) return found
  const rows = await db
    .selectFrom('asked')
    .innerJoin('user', 'user.id', 'asked.user')
    .leftJoin('organisation', 'organisation.id', 'asked.organisation')
    .select(['asked.terms', 'asked.user', 'user.name', 'asked.organisation'])
    .select('organisation.name as organisationName')
    .where(
      'asked.terms',
      'in',
      terms.map(({ id }) => id),
    )
    .orderBy((row) => row('asked.organisation', 'is', null))
    .orderBy('organisation.colour')
    .orderBy('organisation.name')
    .orderBy('user.name')
    .execute()
  for (const { terms: id, user, name, organisation, organisationName } of rows) {
    const parties = found.get(id) ?? []
    const party = parties.find((each) => each.id === organisation)
    if (party) party.people.push({ id: user, name })
    else
      parties.push({ id: organisation ?? user, name: organisationName ?? name, people: [{ id: user, name }] })
    found.set(id, parties)
  }
  return found
}

function deadlineOf({ day, time }: { day: string; time: string | null }): Deadline {
  return { day, time }
}
