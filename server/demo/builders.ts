import { addDays, workingDayFrom, type Day } from '../../schema/deadlines.ts'
import { emptyItem, emptyPerson, FORMAT, type ItemJson, type MeetingJson } from '../../schema/meeting.ts'
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

/** A task, due so many days after a day, or on the next working day. */
export function task(id: string, owner: string, due: [day: Day, days: number], text: string): Block {
  return {
    type: 'task',
    attrs: { id, owner, due: workingDayFrom(addDays(...due)) },
    content: [{ type: 'text', text }],
  }
}

type ItemFields = Partial<Omit<ItemJson, 'id' | 'title' | 'attachments'>> & { attachments?: string[] }

export function item(id: string, title: string, { attachments = [], ...fields }: ItemFields): ItemJson {
  return {
    ...emptyItem(id, title),
    ...fields,
    attachments: attachments.map((file) => ({ title: file, file: null })),
  }
}

type MeetingFields = Partial<MeetingJson> & {
  number: number
  date: string
  items: ItemJson[]
  /** Who was away from a meeting that was held. */
  apologies?: string[]
}

/** Who came is known of a meeting that was held, of one to come nothing. */
export function meeting({ apologies = [], ...fields }: MeetingFields): MeetingJson {
  const attendance = (name: string) => {
    if (fields.kind !== 'minutes') return null
    return apologies.includes(name) ? 'apology' : 'present'
  }

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
        ...emptyPerson(name),
        title,
        organisation,
        group: organisation,
        functions,
        attendance: attendance(name),
      }),
    ),
    annexes: [],
    nextMeetings: [],
    report: [],
    ...fields,
  }
}
