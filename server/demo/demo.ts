import * as Y from 'yjs'
import { addDays, type Day } from '../../schema/deadlines.ts'
import { fromMeetingJson } from '../../schema/new-paper.ts'
import { paperRoom } from '../../schema/protocol.ts'
import { factsIn, type MeetingJson } from '../../schema/meeting.ts'
import type { Paper } from '../../schema/paper.ts'
import type { Role } from '../../schema/roles.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { App } from '../app.ts'
import type { Database } from '../store/database.ts'
import type { Ledger } from '../store/store.ts'
import { historyOf } from '../hearings/rounds.ts'
import { MarginRows } from './margin.ts'
import { demoMeetings, type DemoMeeting, type DemoStep } from './meetings.ts'
import { FORUM, ORGANISATIONS, PEOPLE } from './people.ts'

type Server = Pick<App, 'accounts' | 'forums' | 'members' | 'meetings' | 'hearings'> & {
  ledger: Ledger
  db: Database
}

const DAY = 24 * 60 * 60 * 1000
/** Invited, but never here. */
const NOT_YET = ['Amalie Kragelund', 'Ulla Frimodt']
/** Two secretaries, for two browsers; and one of each other role. */
const SHOWN = ['Karen Holmskov', 'Nanna Dyrlund', 'Rasmus Hvidtfeldt', 'Signe Ravnborg', 'Bent Rosenlund']

/** Fills in a fictional forum: people, organisations, four meetings and what is said beside them. What is there already stays as it is. */
export async function fillDemo(server: Server, now: number, newId: () => string): Promise<void> {
  const users = await demoPeople(server)
  const author = users.get('Nanna Dyrlund') ?? ''
  await server.forums.create(author, { ...FORUM, organisations: [...ORGANISATIONS] })
  await demoMembers(server, author, users)
  await beenHere(server.db, users, now)
  const heads = await server.ledger.heads()
  for (const demo of demoMeetings(new Date(now).toISOString().slice(0, 10))) {
    const { id, meeting, steps } = demo
    await server.meetings.put(author, id, { forum: FORUM.id, ...factsIn(meeting) })
    if (heads.has(paperRoom(id))) continue
    const paper = await writePaper(server.ledger, { id, meeting, author, now, newId })
    await walk(server, { id, author, steps, now })
    await speak(server, { demo, paper, users, author, now, newId })
  }
}

/** A one-time sign-in link for each role. */
export async function demoLinks(accounts: Accounts): Promise<{ role: Role; name: string; link: string }[]> {
  const links = []
  for (const { name, email, role } of PEOPLE.filter((person) => SHOWN.includes(person.name))) {
    const user = await accounts.find(email)
    if (user === null) continue
    const link = await accounts.link({ user, forum: null, next: '/', shownTo: null, life: DAY })
    links.push({ role, name, link })
  }
  return links
}

async function demoPeople({ accounts }: Server): Promise<Map<string, string>> {
  const users = new Map<string, string>()
  for (const { name, email } of PEOPLE)
    users.set(name, (await accounts.find(email)) ?? (await accounts.create(email, name)))
  return users
}

async function demoMembers(server: Server, author: string, users: Map<string, string>): Promise<void> {
  const { organisations, members } = await server.forums.get(author, FORUM.id)
  for (const { name, title, role, organisation: of } of PEOPLE) {
    const user = users.get(name) ?? ''
    const organisation = organisations.find((each) => each.name === of)?.id ?? null
    const fields = { title, organisation, role }
    if (!members.some((member) => member.user === user))
      await server.members.add(null, FORUM.id, user, fields)
  }
}

/** All but a few have opened their invitation long ago. */
async function beenHere(db: Database, users: Map<string, string>, now: number): Promise<void> {
  const came = [...users].filter(([name]) => !NOT_YET.includes(name)).map(([, user]) => user)
  await db
    .updateTable('person')
    .set({ opened: new Date(now - 60 * DAY).toISOString() })
    .where('user', 'in', came)
    .where('opened', 'is', null)
    .execute()
}

/** Brings a new meeting to the phase it would be in; it was begun some weeks before the first. */
async function walk(
  { db, hearings }: Server,
  { id, author, steps, now }: { id: string; author: string; steps: DemoStep[]; now: number },
): Promise<void> {
  const [first] = steps
  if (!first) return
  await db
    .updateTable('meeting')
    .set({ created: morningOf(addDays(first.day, -20)), phase: steps.at(-1)?.to })
    .where('id', '=', id)
    .execute()
  for (const [i, step] of steps.entries()) {
    const from = steps[i - 1]?.to ?? ('draft' as const)
    const [to, at] = [step.to, timeOf(step, now)]
    const row = { meeting: id, from, to, by: author, at, reason: null }
    const { insertId } = await db.insertInto('phaseChange').values(row).executeTakeFirstOrThrow()
    const opening = { meeting: id, forum: FORUM.id, to, change: Number(insertId), by: author, at, wishes: {} }
    if (to === 'hearing') await hearings.open(db, opening)
  }
}

/** Before the morning of the day itself the meeting has just begun. */
function timeOf({ day }: DemoStep, now: number): string {
  return new Date(Math.min(now, Date.parse(morningOf(day)))).toISOString()
}

interface Speech {
  demo: DemoMeeting
  paper: Paper
  users: Map<string, string>
  author: string
  now: number
  newId: () => string
}

/** Lets people say what they say beside a meeting; of one that is approved that is kept as the approval keeps it. */
async function speak(server: Server, { demo, paper, users, author, now, newId }: Speech): Promise<void> {
  const { id, remarks, answers, steps } = demo
  if (remarks.length === 0) return
  const [heard, last] = [steps.find(({ to }) => to === 'hearing'), steps.at(-1)]
  const came = last ? Date.parse(timeOf(last, now)) : now
  const from = heard ? Date.parse(timeOf(heard, now)) + DAY : Math.max(came, now - DAY)
  const rows = new MarginRows({ meeting: id, paper, users, from, until: now, newId })
  const round = (await historyOf(server.db, id)).at(-1)?.id ?? ''
  const { organisations } = await server.forums.get(author, FORUM.id)
  for (const remark of remarks) rows.remark(remark)
  for (const answer of answers) {
    const of = PEOPLE.find(({ name }) => name === answer.by)?.organisation
    rows.answer(answer, round, organisations.find(({ name }) => name === of)?.id ?? '')
  }
  await server.ledger.append(rows.rows)
  if (!heard) return
  const record = await server.hearings.draw(id, came)
  await server.hearings.keep(server.db, record, { meeting: id, forum: FORUM.id, by: author })
}

function morningOf(day: Day): string {
  return `${day}T08:00:00.000Z`
}

interface NewPaper {
  id: string
  meeting: MeetingJson
  author: string
  now: number
  newId: () => string
}

async function writePaper(ledger: Ledger, { id, meeting, author, now, newId }: NewPaper): Promise<Paper> {
  const paper = new Y.Doc()
  fromMeetingJson(paper, meeting, newId)
  const bytes = Y.encodeStateAsUpdate(paper)
  const claims = [...Y.decodeStateVector(Y.encodeStateVector(paper)).keys()]
  const { clientID: client } = paper
  await ledger.append([{ room: paperRoom(id), seq: 1, author, client, at: now, bytes, claims }])
  return paper
}
