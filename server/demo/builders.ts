import { FORMAT, type ItemJson, type MeetingJson } from '../../schema/meeting.ts'
import type { Block, Blocks } from '../../schema/nodes.ts'
import { PEOPLE } from './people.ts'

/** Short ways to write the demo's meetings down. */

export function p(text: string): Block {
  return { type: 'paragraph', content: [{ type: 'text', text }] }
}

/** "Det indstilles, at …" and its points. */
export function recommendation(...points: string[]): Blocks {
  const content = points.map((text): Block => ({ type: 'list_item', content: [p(text)] }))
  return [p('Det indstilles, at Direktørforum'), { type: 'ordered_list', content }]
}

export function task(id: string, owner: string, due: Date, text: string): Block {
  return { type: 'task', attrs: { id, owner, due: isoDay(due) }, content: [{ type: 'text', text }] }
}

type ItemFields = Partial<Omit<ItemJson, 'id' | 'title' | 'attachments'>> & { attachments?: string[] }

export function item(id: string, title: string, { attachments = [], ...fields }: ItemFields): ItemJson {
  return {
    id,
    title,
    number: null,
    presenters: [],
    duration: null,
    kind: null,
    closed: false,
    closedReason: null,
    publicWording: null,
    case: [],
    recommendation: [],
    minutes: [],
    outcomes: [],
    ...fields,
    attachments: attachments.map((file) => ({ title: file, file: null })),
  }
}

type MeetingFields = Partial<MeetingJson> & { number: number; date: string; items: ItemJson[] }

export function meeting(fields: MeetingFields): MeetingJson {
  return {
    format: FORMAT,
    kind: 'agenda',
    forum: 'Direktørforum – Sundhedsklynge Øst',
    subject: null,
    start: '09:00',
    end: '11:00',
    place: 'Mødelokale Klitten, Birkevang Rådhus, Torvegade 14',
    online: null,
    people: PEOPLE.filter(({ role }) => role !== 'observer').map(
      ({ name, title, organisation, functions }) => ({
        person: null,
        name,
        title,
        organisation,
        group: organisation,
        functions,
        attendance: 'present',
        substituteFor: null,
      }),
    ),
    annexes: [],
    nextMeetings: [],
    report: [],
    ...fields,
  }
}

/** `2026-03-12` */
export function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** A day some days later. */
export function daysAfter(date: Date, days: number): Date {
  return new Date(date.getTime() + days * 24 * 60 * 60 * 1000)
}

/** `12. marts` */
export function spokenDay(date: Date): string {
  return new Intl.DateTimeFormat('da-DK', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(date)
}
