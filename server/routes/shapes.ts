import { z } from 'zod'
import type * as api from '../../schema/api.ts'
import type { Deadlines } from '../../schema/deadlines.ts'
import { FACT_MAX, NUMBER_MAX, oneLine, VISIBLE } from '../../schema/facts.ts'
import { isId } from '../../schema/values.ts'
import { STANCES } from '../../schema/hearing-answers.ts'
import type * as records from '../../schema/hearing-record.ts'
import { ROUND_PHASES, type Deadline, type Round } from '../../schema/hearing.ts'
import { FINDING_KINDS, type Finding } from '../../schema/lint.ts'
import { ANSWERS, RULINGS, THREAD_KINDS } from '../../schema/margin-entries.ts'
import { PHASES } from '../../schema/phases.ts'
import { ROLES } from '../../schema/roles.ts'
import { READER_ROLES, type Readers } from '../../schema/zones.ts'

/** The shapes of schema/api.ts as zod checks them and as `/api/openapi.json` tells them. */

export const id = z.string().regex(/^[0-9a-zA-Z-]{8,64}$/, 'an id of 8 to 64 letters, digits and hyphens')
export const itemId = z.string().refine(isId, 'the id of an item')
const text = (max: number) => z.string().trim().min(1).max(max)
const line = (max: number) =>
  z.string().overwrite(oneLine).min(1).max(max).regex(VISIBLE, 'something that can be seen')
const optional = (max: number) => line(max).nullable()
const email = z.string().trim().toLowerCase().pipe(z.email()).pipe(z.string().max(254))
const date = z.iso.date().nullable()
const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00')
  .nullable()
const role = z.enum(ROLES)
export const phase = z.enum(PHASES)
const days = z.number().int().min(0).max(365)

export const user = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  unconfirmed: z.boolean(),
  operator: z.boolean(),
}) satisfies z.ZodType<api.User>

export const me = z.object({ user, mail: z.boolean() }) satisfies z.ZodType<api.Me>

const organisation = z.object({
  id: z.string(),
  name: z.string(),
  colour: z.number(),
}) satisfies z.ZodType<api.Organisation>

export const member = z.object({
  user: z.string(),
  name: z.string(),
  email: z.string(),
  title: z.string().nullable(),
  organisation: z.string().nullable(),
  role,
  invited: z.string().nullable(),
  linkExpires: z.string().nullable(),
}) satisfies z.ZodType<api.Member>

const deadlines = z.object({ agenda: days, minutes: days, hearing: days }) satisfies z.ZodType<Deadlines>

export const forum = z.object({
  id: z.string(),
  name: z.string(),
  partOf: z.string().nullable(),
  deadlines,
  membersSeeDrafts: z.boolean(),
  organisations: z.array(organisation),
  members: z.array(member),
  role: z.enum([...ROLES, 'guest']),
}) satisfies z.ZodType<api.Forum>

const deadline = z.object({ day: z.iso.date(), time }) satisfies z.ZodType<Deadline>

const round = z.object({
  id: z.string(),
  phase: z.enum(ROUND_PHASES),
  opened: z.string(),
  closed: z.string().nullable(),
  deadline,
  asked: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      people: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  ),
}) satisfies z.ZodType<Round>

export const meeting = z.object({
  id: z.string(),
  forum: z.string(),
  phase,
  since: z.partialRecord(phase, z.string()),
  round: round.optional(),
  correction: z.object({ reason: z.string() }).optional(),
  closed: z.array(z.string()).optional(),
  subject: z.string().nullable(),
  number: z.number().nullable(),
  date: z.string().nullable(),
  start: z.string().nullable(),
  end: z.string().nullable(),
  place: z.string().nullable(),
  items: z.number(),
  withoutCase: z.number(),
  withoutMinutes: z.number(),
  changed: z.string().nullable(),
}) satisfies z.ZodType<api.Meeting>

const task = z.object({
  id: z.string(),
  meeting: z.string(),
  item: z.string(),
  itemNumber: z.number(),
  text: z.string(),
  due: z.string().nullable(),
  done: z.boolean(),
}) satisfies z.ZodType<api.MyTask>

const mention = z.object({
  id: z.string(),
  meeting: z.string(),
  zone: z.string().optional(),
  item: z.string().nullable(),
  by: z.string(),
  at: z.string(),
}) satisfies z.ZodType<api.MyMention>

export const overview = z.object({
  forums: z.array(forum),
  meetings: z.array(meeting),
  tasks: z.array(task),
  mentions: z.array(mention),
  awaited: z.array(z.string()).optional(),
  at: z.string(),
}) satisfies z.ZodType<api.Overview>

export const invitation = z.object({
  member,
  link: z.string().nullable(),
}) satisfies z.ZodType<api.Invitation>

export const newForum = z.object({
  id,
  name: line(200),
  partOf: optional(200),
  organisations: z.array(line(200)).max(100),
}) satisfies z.ZodType<api.NewForum>

export const forumChanges = z.object({
  name: line(200).optional(),
  partOf: optional(200).optional(),
  deadlines: deadlines.optional(),
  membersSeeDrafts: z.boolean().optional(),
})

export const newOrganisation = z.object({ name: line(200) })
export { organisation }

export const newMember = z.object({
  email,
  name: line(200),
  title: optional(200),
  organisation: z.string().nullable(),
  role,
  landing: z.object({ meeting: id, item: itemId.nullable() }).optional(),
}) satisfies z.ZodType<api.NewMember>

export const memberChanges = z.object({
  title: optional(200).optional(),
  organisation: z.string().nullable().optional(),
  role: role.optional(),
})

export const newMeeting = z.object({
  forum: id,
  subject: optional(FACT_MAX),
  number: z.number().int().min(0).max(NUMBER_MAX).nullable(),
  date,
  start: time,
  end: time,
  place: optional(FACT_MAX),
}) satisfies z.ZodType<api.NewMeeting>

export const roundChanges = z.object({
  deadline: deadline.optional(),
  asked: z.array(z.string().max(64)).max(1000).optional(),
}) satisfies z.ZodType<api.RoundChanges>

export const phaseStep = z.object({
  to: phase,
  round: roundChanges.optional(),
  reason: z.string().trim().max(1000).optional(),
  known: z.array(z.string().max(200)).max(20_000).optional(),
}) satisfies z.ZodType<api.PhaseStep>

const readers = z.object({
  roles: z.array(z.enum(READER_ROLES)),
  except: z.array(z.string().min(1).max(64)).max(1000),
}) satisfies z.ZodType<Readers>

export const itemClosing = z.object({
  reason: line(500),
  publicWording: text(10_000).nullable(),
  readers,
  before: readers.nullable().optional(),
}) satisfies z.ZodType<api.ItemClosing>

export const closedItems = z.array(
  z.object({ item: z.string(), readers }) satisfies z.ZodType<api.ClosedItem>,
)

export const phaseChanges = z.array(
  z.object({
    from: phase,
    to: phase,
    by: z.string().nullable(),
    at: z.string(),
    reason: z.string().nullable(),
  }) satisfies z.ZodType<api.PhaseChange>,
)

export const findings = z.array(
  z.object({
    key: z.string(),
    kind: z.enum(FINDING_KINDS),
    level: z.enum(['error', 'warning']),
    item: z.string().nullable(),
    number: z.number().nullable(),
    names: z.array(z.string()).optional(),
  }) satisfies z.ZodType<Finding>,
)

const names = z.array(z.string())
const terms = z.object({
  at: z.string(),
  by: z.string().nullable(),
  deadline,
  asked: names,
}) satisfies z.ZodType<records.Terms>
export const termsList = z.array(terms)

const answered = z.object({
  by: z.string(),
  at: z.string(),
  answer: z.enum(ANSWERS),
  text: z.string(),
  late: z.boolean(),
}) satisfies z.ZodType<records.RecordedAnswer>

const post = z.object({
  by: z.string().nullable(),
  at: z.string(),
  text: z.string(),
  late: z.boolean(),
}) satisfies z.ZodType<records.RecordedPost>

export const hearingRecord = z.object({
  at: z.string(),
  rounds: z.array(
    z.object({
      phase: z.enum(ROUND_PHASES),
      opened: z.string(),
      closed: z.string().optional(),
      deadline,
      terms: termsList,
      parties: z.array(
        z.object({
          name: z.string(),
          people: names,
          stance: z.enum(STANCES),
          answer: answered.nullable(),
          before: answered.nullable(),
          disagreeing: z.array(answered),
        }),
      ),
    }),
  ),
  remarks: z.array(
    post.extend({
      kind: z.enum(THREAD_KINDS),
      item: z.object({ number: z.number(), title: z.string() }).nullable(),
      quote: z.string().nullable(),
      proposed: z.string().nullable(),
      replies: z.array(post),
      state: z.enum(['open', ...RULINGS]).exclude(['withdrawn']),
      ruling: z.object({ by: z.string().nullable(), at: z.string(), reason: z.string() }).nullable(),
    }),
  ),
  seq: z.number(),
}) satisfies z.ZodType<records.HearingRecord>

export const reminded = z.object({
  sent: names,
  recent: names,
  failed: names,
  toPass: z.object({ to: names, subject: z.string(), text: z.string() }).nullable(),
}) satisfies z.ZodType<api.Reminded>

export const newGuest = z.object({
  email,
  name: line(200),
  organisation: optional(200),
  item: itemId.nullable(),
}) satisfies z.ZodType<api.NewGuest>

export const guest = z.object({
  user: z.string(),
  name: z.string(),
  email: z.string(),
  organisation: z.string().nullable(),
  item: z.string().nullable(),
  invited: z.string().nullable(),
  linkExpires: z.string().nullable(),
}) satisfies z.ZodType<api.Guest>

export const guestInvitation = z.object({
  guest,
  link: z.string().nullable(),
}) satisfies z.ZodType<api.GuestInvitation>

export const myChanges = z.object({
  name: line(200).optional(),
  email: email.optional(),
}) satisfies z.ZodType<api.MyChanges>

export const signInRequest = z.object({ email })
export const token = z.object({ token: z.string().min(1).max(200) })
export const signedIn = z.object({ user, next: z.string() })
export const looked = z.object({ name: z.string(), expires: z.string() }) satisfies z.ZodType<api.LinkLook>

export const failure = z.object({
  error: z.object({ id: z.string(), message: z.string() }),
}) satisfies z.ZodType<api.ApiError>
