import type { Forum, NewMeeting } from '../../../schema/api.ts'
import {
  emptyItem,
  emptyPerson,
  factsIn,
  FORMAT,
  type MeetingJson,
  type PersonJson,
} from '../../../schema/meeting.ts'
import { isStanding } from '../../../schema/standing.ts'
import type { Words } from '../../../schema/words/index.ts'
import { asKnown } from './known-people.ts'

/** The first content of a meeting, before date and place are put in. */
export type Seed = Pick<MeetingJson, 'people' | 'items'> & Partial<MeetingJson>

/** The forum's standing items and all its members. */
export function templateSeed(words: Words, forum: Forum, newId: () => string): Seed {
  return {
    people: forum.members.map((member) => personOf(forum, member.user)),
    items: words.forum.create.standingItems.map((title) => emptyItem(newId(), title)),
  }
}

/**
 * The standing items and people of an earlier meeting, without any of its text, outcomes or attendance (rule U11). A
 * meeting in which no item is known as standing gives the template's.
 */
export function earlierSeed(words: Words, earlier: MeetingJson, newId: () => string): Seed {
  const standing = earlier.items.filter(({ title }) => isStanding(title))
  const template = words.forum.create.standingItems.map((title) => emptyItem(newId(), title))
  const items = standing.map((item) => ({
    ...emptyItem(newId(), item.title),
    presenters: item.presenters,
    duration: item.duration,
    kind: item.kind,
  }))
  return {
    people: earlier.people.map((person) => ({
      ...person,
      attendance: null,
      substituteFor: null,
      absences: [],
    })),
    items: items.length > 0 ? items : template,
  }
}

/** The whole meeting: the seed under the header that was typed. */
export function meetingOf(seed: Seed, forum: Forum, facts: NewMeeting): MeetingJson {
  return {
    annexes: [],
    nextMeetings: [],
    report: [],
    online: null,
    kind: 'agenda',
    ...seed,
    people: asKnown(seed.people, forum),
    format: FORMAT,
    forum: seed.forum ?? forum.name,
    ...factsIn(facts),
  }
}

function personOf(forum: Forum, user: string): PersonJson {
  const member = forum.members.find((each) => each.user === user)
  const organisation = forum.organisations.find(({ id }) => id === member?.organisation)
  return {
    // Who comes is known at the meeting.
    ...emptyPerson(member?.name ?? ''),
    person: user,
    title: member?.title ?? null,
    organisation: organisation?.name ?? null,
    functions: member?.role === 'secretary' ? ['secretary'] : [],
  }
}
