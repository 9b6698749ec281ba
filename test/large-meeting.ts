import { emptyItem, FORMAT, type ItemJson, type MeetingJson } from '../schema/meeting.ts'
import type { Blocks } from '../schema/nodes.ts'

const WORDS =
  'udvalget drøftede sagen og besluttede at sekretariatet udarbejder en plan for det videre arbejde med indkøb i alle enheder inden næste møde hvor udkastet forelægges til endelig stillingtagen efter høring af de berørte parter'.split(
    ' ',
  )

/** About 2,550 characters fill a printed page. */
const PAGE = 2550

/** A meeting of about that many printed pages: one item for every five, four paragraphs a section. */
export function largeMeeting(pages: number): MeetingJson {
  const count = Math.max(1, Math.round(pages / 5))
  const section = Math.round((pages * PAGE) / count / 3)
  return {
    format: FORMAT,
    kind: 'minutes',
    forum: 'Samarbejdsforum',
    subject: 'Stort møde',
    number: 1,
    date: '2026-03-12',
    start: '09:00',
    end: '16:00',
    place: 'Lokale 4',
    online: null,
    people: [],
    items: Array.from({ length: count }, (_, index) => item(index, section)),
    annexes: [],
    nextMeetings: [],
    report: [],
  }
}

function item(index: number, characters: number): ItemJson {
  return {
    ...emptyItem(`large-item-${String(index).padStart(4, '0')}`, `Sag ${index + 1} om ${words(index, 30)}`),
    number: String(index + 1),
    duration: 10,
    kind: 'discussion',
    case: paragraphs(index, characters),
    recommendation: paragraphs(index + 1, characters),
    minutes: paragraphs(index + 2, characters),
  }
}

function paragraphs(seed: number, characters: number): Blocks {
  const count = Math.max(1, Math.round(characters / 500))
  return Array.from({ length: count }, (_, i) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: words(seed * 7 + i, Math.min(500, characters)) }],
  }))
}

function words(seed: number, characters: number): string {
  let text = ''
  for (let i = seed; text.length < characters; i++)
    text += (text ? ' ' : '') + (WORDS[(i * 13) % WORDS.length] ?? '')
  return text
}
