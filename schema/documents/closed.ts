import { emptyItem, type ItemJson, type MeetingJson } from '../meeting.ts'

/** What a document has of closed items: the public wording in their place, nothing, or all of them (rule D119). */
export const CLOSED_PARTS = ['wording', 'nothing', 'whole'] as const
export type ClosedPart = (typeof CLOSED_PARTS)[number]

/** A meeting with so much of its closed items. Numbers stay as they are. */
export function withClosed(meeting: MeetingJson, part: ClosedPart): MeetingJson {
  const hidden = new Set(meeting.items.filter(({ closed }) => closed).map(({ id }) => id))
  if (part === 'whole' || hidden.size === 0) return meeting
  return {
    ...meeting,
    items: meeting.items.flatMap((item) =>
      !item.closed ? [item] : part === 'nothing' ? [] : [placeOf(item)],
    ),
    // Who is recused from a closed item would tell of it.
    people: meeting.people.map((person) => ({
      ...person,
      absences: person.absences.filter(({ kind, item }) => kind !== 'recused' || !hidden.has(item)),
    })),
    // What an import doubted is quoted in it, and nobody knows of which item.
    report: [],
  }
}

function placeOf(item: ItemJson): ItemJson {
  const { number, duration, closed, closedReason, publicWording } = item
  return { ...emptyItem(item.id, ''), number, duration, closed, closedReason, publicWording }
}
