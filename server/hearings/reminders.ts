import type { Reminded, User } from '../../schema/api.ts'
import { isOver, type Deadline } from '../../schema/hearing.ts'
import { fill, SERVER_WORDS, WORDS, type Language } from '../../schema/words/index.ts'
import { writeDate } from '../../schema/dates.ts'
import { failures } from '../errors.ts'
import { audit } from '../forums/audit.ts'
import { pathOf } from '../forums/invitations.ts'
import type { Mail, Mailer } from '../mail.ts'
import type { Meetings } from '../meetings/meetings.ts'
import type { Database } from '../store/database.ts'
import type { Hearings } from './hearings.ts'
import type { MarginReader } from './margin-reader.ts'
import { mayRespond, type RoundHistory } from './rounds.ts'

export interface RemindersParts {
  db: Database
  meetings: Meetings
  hearings: Hearings
  reader: MarginReader
  mailer: Mailer | null
  baseUrl: string
  now: () => number
  log: { warn(detail: object, message: string): void }
}

/** Somebody is reminded at most once in so many milliseconds. */
const PAUSE = 24 * 60 * 60 * 1000

interface Addressee {
  id: string
  name: string
  email: string
}

/** Mails to those whose answer is awaited (rule Q6). */
export class Reminders {
  constructor(private readonly parts: RemindersParts) {}

  /**
   * Reminds everybody asked for an organisation that has not answered; where the server cannot send mail, nobody, and the
   * mail is answered to be passed on.
   *
   * @throws Failure unless the user may, and a round runs
   */
  async send(user: User, meeting: string, language: Language): Promise<Reminded> {
    const { meetings, hearings, mailer } = this.parts
    const { forum } = await meetings.seat(user.id, meeting, 'setPhase')
    const round = await hearings.running(meeting)
    if (round === null) throw failures.noRound()
    const people = await this.awaited(meeting, forum, round)
    const mail = await this.mail(user, meeting, forum, round, language)
    if (mailer === null) {
      const toPass = { to: people.map(({ email }) => email), ...mail }
      return { sent: [], recent: [], failed: [], toPass: people.length === 0 ? null : toPass }
    }
    const answer: Reminded = { sent: [], recent: [], failed: [], toPass: null }
    for (const person of people) answer[await this.remind(user, round.id, person, mail)].push(person.name)
    if (answer.sent.length > 0)
      await audit(this.parts.db, this.parts.now(), {
        actor: user.id,
        action: 'hearing.reminded',
        forum,
        detail: `${meeting} ${answer.sent.length}`,
      })
    return answer
  }

  /** Those who are asked for whom nobody has answered, as far as they still may. */
  private async awaited(meeting: string, forum: string, round: RoundHistory): Promise<Addressee[]> {
    const { db, reader, now } = this.parts
    const { standpoints } = await reader.read(meeting, round, now())
    const people = standpoints.filter(({ answer }) => answer === null).flatMap(({ party }) => party.people)
    if (people.length === 0) return []
    const rows = await db
      .selectFrom('user')
      .innerJoin('member', 'member.user', 'user.id')
      .select(['user.id', 'user.name', 'user.email', 'member.role'])
      .where('member.forum', '=', forum)
      .where(
        'user.id',
        'in',
        people.map(({ id }) => id),
      )
      .orderBy('user.name')
      .execute()
    return rows.flatMap(({ role, ...person }) => (mayRespond(role, round.phase) ? [person] : []))
  }

  private async remind(
    { id: by }: User,
    round: string,
    { id: user, email: to }: Addressee,
    mail: Omit<Mail, 'to'>,
  ): Promise<'sent' | 'recent' | 'failed'> {
    const { db, mailer, log } = this.parts
    const noted = await this.note(round, user, by)
    if (noted === null) return 'recent'
    try {
      await mailer?.({ to, ...mail })
      return 'sent'
    } catch (error) {
      log.warn({ error: String(error) }, 'a reminder could not be sent')
      await db.deleteFrom('reminder').where('id', '=', noted).execute()
      return 'failed'
    }
  }

  /** Notes a reminder before it goes out, so that two who press at once send one; null: there was one lately. */
  private note(round: string, user: string, by: string): Promise<number | null> {
    const { db, now } = this.parts
    return db.transaction().execute(async (tx) => {
      const since = new Date(now() - PAUSE).toISOString()
      const last = await tx
        .selectFrom('reminder')
        .select('id')
        .where('round', '=', round)
        .where('user', '=', user)
        .where('at', '>', since)
        .executeTakeFirst()
      if (last) return null
      const at = new Date(now()).toISOString()
      const { insertId } = await tx
        .insertInto('reminder')
        .values({ round, user, by, at })
        .executeTakeFirstOrThrow()
      return Number(insertId)
    })
  }

  private async mail(
    { name: inviter }: User,
    meeting: string,
    forum: string,
    round: RoundHistory,
    language: Language,
  ): Promise<Omit<Mail, 'to'>> {
    const { db, baseUrl, now } = this.parts
    const { name, date } = await db
      .selectFrom('meeting')
      .innerJoin('forum', 'forum.id', 'meeting.forum')
      .select(['forum.name', 'meeting.date'])
      .where('meeting.id', '=', meeting)
      .executeTakeFirstOrThrow()
    const words = SERVER_WORDS[language].mail
    const link = `${baseUrl}${pathOf(forum, { meeting, item: null })}`
    const values = {
      forum: name,
      meeting: date === null ? name : `${name}, ${writeDate(date, WORDS[language])}`,
      inviter,
      deadline: sayDeadline(round.deadline, language),
      link,
    }
    const { subject, text, late } = words.reminders[round.phase]
    return {
      subject: fill(subject, values),
      text: fill(isOver(round, now()) ? late : text, values),
    }
  }
}

/** "torsdag den 12. marts 2026 kl. 12.00" */
function sayDeadline({ day, time }: Deadline, language: Language): string {
  const date = writeDate(day, WORDS[language])
  if (time === null) return date
  const [hour = '0', minute = '00'] = time.split(':')
  return fill(SERVER_WORDS[language].mail.at, { date, hour: Number(hour), minute })
}
