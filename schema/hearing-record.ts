import type { Change } from './changes.ts'
import { standpoints, type Said, type Stance, type Standpoint } from './hearing-answers.ts'
import { grouped } from './grouped.ts'
import type { Deadline, Party, Round, RoundPhase } from './hearing.ts'
import {
  anchor,
  receipt,
  replies,
  responses,
  rulings,
  threads,
  type Answer,
  type Margin,
  type Reply,
  type Response,
  type Ruling,
  type Target,
  type Thread,
  type ThreadKind,
} from './margin.ts'
import { standingOf, type ThreadState } from './margin-state.ts'
import { textOf } from './nodes.ts'
import { items, type Paper } from './paper.ts'
import { titleText } from './sections.ts'

/** What is kept of a hearing when the minutes are approved: in words and names, so that it needs nothing else (rule Q7). */

/** `GET /api/meetings/:id/hearing/record` */
export interface HearingRecord {
  /** ISO time of the approval. */
  at: string
  rounds: RecordedRound[]
  remarks: RecordedRemark[]
  /** Number of the last row of the margin that it tells of. */
  seq: number
}

export interface RecordedRound {
  phase: RoundPhase
  opened: string
  /** When it ended, at the latest with the approval; records from before it was kept have none. */
  closed?: string
  deadline: Deadline
  /** What was said of it, first at its start. */
  terms: Terms[]
  parties: RecordedParty[]
}

/** Until when, and who was asked, from a moment on. */
export interface Terms {
  at: string
  /** Name of who said so; null: the command line. */
  by: string | null
  deadline: Deadline
  /** Names of the organisations, or of people without one. */
  asked: string[]
}

export interface RecordedParty {
  name: string
  people: string[]
  stance: Stance
  answer: RecordedAnswer | null
  before: RecordedAnswer | null
  disagreeing: RecordedAnswer[]
}

export interface RecordedAnswer {
  by: string
  at: string
  answer: Answer
  text: string
  late: boolean
}

export interface RecordedPost {
  /** Null: nobody who is known any more. */
  by: string | null
  at: string
  text: string
  late: boolean
}

export interface RecordedRemark extends RecordedPost {
  kind: ThreadKind
  /** The item it was about; null: the meeting as a whole, or an item that is gone. */
  item: { number: number; title: string } | null
  /** The words it was about. */
  quote: string | null
  /** Of a suggestion: the words proposed in their place, none to take them away; null: none were proposed. */
  proposed: string | null
  replies: RecordedPost[]
  state: ThreadState
  ruling: { by: string | null; at: string; reason: string } | null
}

/** Everything that a record is drawn up from. */
export interface RecordSource {
  rounds: (Round & { terms: Terms[] })[]
  paper: Paper
  margin: Margin
  /** In milliseconds. */
  at: number
  /** Null: nobody who is known any more. */
  nameOf(user: string): string | null
}

export function drawRecord(source: RecordSource): HearingRecord {
  const { rounds, margin, at } = source
  return {
    at: isoOf(at),
    rounds: rounds.map((round) => recordedRound(round, source)),
    remarks: remarksOf(source),
    seq: lastRow(margin),
  }
}

function recordedRound(
  round: RecordSource['rounds'][number],
  { margin, at }: Pick<RecordSource, 'margin' | 'at'>,
): RecordedRound {
  const { phase, opened, deadline, terms } = round
  const closed = round.closed ?? isoOf(at)
  const parties = standpoints({ ...round, closed }, margin, at).map(partyOf)
  return { phase, opened, closed, deadline, terms, parties }
}

function partyOf({ party, stance, answer, before, disagreeing }: Standpoint): RecordedParty {
  const told = (said: Said | null) => said && answerOf(said, party)
  return {
    name: party.name,
    people: party.people.map(({ name }) => name),
    stance,
    answer: told(answer),
    before: told(before),
    disagreeing: disagreeing.map((said) => answerOf(said, party)),
  }
}

function answerOf({ author, at, answer, text, late }: Said, { name, people }: Party): RecordedAnswer {
  const by = people.find(({ id }) => id === author)?.name ?? name
  return { by, at: isoOf(at), answer, text, late }
}

/** Everything is read once: there may be thousands of each. */
function remarksOf(source: RecordSource): RecordedRemark[] {
  const { margin, paper } = source
  const said = {
    replies: grouped(replies(margin), ({ thread }) => thread),
    rulings: grouped(rulings(margin), ({ thread }) => thread),
    numbers: new Map(items.list(paper).map(({ id }, i) => [id, i + 1])),
  }
  return threads(margin).map((thread) => remarkOf(thread, said, source))
}

interface SaidBeside {
  /** By thread. */
  replies: ReadonlyMap<string, Reply[]>
  rulings: ReadonlyMap<string, Ruling[]>
  /** Of the items. */
  numbers: ReadonlyMap<string, number>
}

function remarkOf(thread: Thread, said: SaidBeside, source: RecordSource): RecordedRemark {
  const { margin, paper, nameOf } = source
  const { state, ruling } = standingOf(said.rulings.get(thread.id) ?? [], thread.id)
  const item = itemOf(margin, thread)
  const number = item === null ? undefined : said.numbers.get(item)
  return {
    ...postOf('threads', thread, source),
    kind: thread.kind,
    item: item === null || number === undefined ? null : { number, title: titleText(paper, item) },
    quote: thread.target.kind === 'text' ? thread.target.quote : null,
    proposed: thread.change && proposedBy(thread.change),
    replies: (said.replies.get(thread.id) ?? []).map((reply) => postOf('replies', reply, source)),
    state,
    ruling: ruling && {
      by: nameOf(ruling.author),
      at: isoOf(receipt(margin, 'rulings', ruling.id)?.at ?? ruling.at),
      reason: ruling.reason,
    },
  }
}

function postOf(
  root: 'threads' | 'replies',
  { id, author, at, text }: Thread | Reply,
  { margin, nameOf }: RecordSource,
): RecordedPost {
  const arrived = receipt(margin, root, id)
  const late = arrived?.late === true || (arrived?.editedLate ?? null) !== null
  return { by: nameOf(author), at: isoOf(arrived?.at ?? at), text, late }
}

function proposedBy(change: Change): string | null {
  if (change.kind === 'inline') return textOf(change.slice.content)
  return change.kind === 'insertBlock' ? textOf(change.blocks) : null
}

/** The item it stands at now. */
function itemOf(margin: Margin, { id, target }: Thread): string | null {
  const now: Target = anchor(margin, id) ?? target
  return now.kind === 'text' || now.kind === 'item' ? now.item : null
}

/** Remarks that nobody has ruled on. */
export function openRemarks(margin: Margin): number {
  const ruled = grouped(rulings(margin), ({ thread }) => thread)
  return threads(margin).filter(({ id }) => standingOf(ruled.get(id) ?? [], id).state === 'open').length
}

/** Answers that came after a record was drawn up. */
export function answeredSince(margin: Margin, { seq }: Pick<HearingRecord, 'seq'>): Response[] {
  return responses(margin).filter(({ id }) => (receipt(margin, 'responses', id)?.seq ?? Infinity) > seq)
}

function lastRow(margin: Margin): number {
  const rows = [...margin.getMap<{ seq?: number }>('receipts').values()].map((each) => each?.seq ?? 0)
  return rows.reduce((last, seq) => Math.max(last, seq), 0)
}

function isoOf(at: number): string {
  return new Date(at).toISOString()
}
