import type { Forum, Me, Meeting, Member, Overview } from '../../schema/api.ts'
import { Failure, type Ask } from '../../client/state/server.ts'

export function member(user: string, fields: Partial<Member> = {}): Member {
  return {
    user,
    name: `Person ${user}`,
    email: `${user}@fjordland.example`,
    title: null,
    organisation: null,
    role: 'member',
    invited: null,
    linkExpires: null,
    ...fields,
  }
}

export function forum(id: string, fields: Partial<Forum> = {}): Forum {
  return {
    id,
    name: `Forum ${id}`,
    partOf: null,
    deadlines: { agenda: 14, minutes: 7, hearing: 7 },
    membersSeeDrafts: false,
    organisations: [{ id: 'fjordland', name: 'Region Fjordland', colour: 1 }],
    members: [member('nanna', { role: 'secretary', organisation: 'fjordland' })],
    role: 'secretary',
    ...fields,
  }
}

export function meeting(id: string, fields: Partial<Meeting> = {}): Meeting {
  return {
    id,
    forum: 'a',
    phase: 'draft',
    since: {},
    subject: null,
    number: null,
    date: null,
    start: null,
    end: null,
    place: null,
    items: 4,
    withoutCase: 0,
    withoutMinutes: 0,
    changed: null,
    ...fields,
  }
}

export function overview(forums: Forum[], meetings: Meeting[]): Overview {
  return { forums, meetings, tasks: [], mentions: [], at: '2026-03-10T08:00:00.000Z' }
}

export const me: Me = {
  user: {
    id: 'nanna',
    name: 'Nanna Dyrlund',
    email: 'nanna@fjordland.example',
    unconfirmed: false,
    operator: false,
  },
  mail: true,
}

/** A server of canned answers by `METHOD /path`; what is asked is written down. */
export function answers(canned: Record<string, unknown>): { ask: Ask; asked: string[]; bodies: unknown[] } {
  const asked: string[] = []
  const bodies: unknown[] = []
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const request = `${method} ${path}`
    asked.push(request)
    bodies.push(body)
    const answer = canned[request]
    if (answer instanceof Error) throw answer
    if (!(request in canned)) throw new Failure('refused', `no answer to ${request}`)
    return answer
  }
  return { ask: ask as Ask, asked, bodies }
}

export const unreachable = new Failure('unreachable', 'Serveren svarer ikke.')
export const signedOut = new Failure('signedOut', 'Log ind først.', 'signIn', 401)
