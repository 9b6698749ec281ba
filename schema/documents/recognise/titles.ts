import { findDates, findTimes, type PrintedDate, type PrintedTime } from './dates.ts'

/** What a document's own heading says. */
export interface Titled {
  kind: 'agenda' | 'minutes' | null
  forum: string | null
  number: number | null
  /** What is left, without kind and date. */
  subject: string
  dates: PrintedDate[]
  times: PrintedTime[]
  place: string | null
  /** The line speaks of a meeting: "4. møde i …". */
  meeting: boolean
}

const KIND =
  /^(?:(?:endelig(?:t)?|godkendt|foreløbig(?:t)?|revideret|udkast(?:\s+til)?|samlet|åben|tillæg(?:\s+til)?)\s+)*(dagsordens?(?:forslag)?|tillægsdagsorden|mødeindkaldelse|indkaldelse|agenda|referat(?:et)?|mødereferat|beslutningsreferat|beslutningsprotokol|protokol|mødeprotokol|dagsorden\s*(?:og|\/|\+|&)\s*referat|dagsorden\s+med\s+referat)(?![\p{L}])\s*/iu
const JOINT = /^(?:(?:fra|for|til|af|over|vedr\.?|vedrørende|i)\s+|[:–-]\s*)+/i
const MEETING =
  /^(?:(?:det\s+)?(\d{1,3})\.\s*)?((?:ordinært|ekstraordinært|konstituerende|ordinære|ekstraordinære|konstituerende|fælles|virtuelt|opstarts)?\s*-?\s*møde(?:t)?)(?:\s+nr\.?\s*(\d{1,3}))?\s*(?:i|for|med|af)\s+(.+)$/iu
const NUMBER = /^(?:(?:det\s+)?(\d{1,3})\.\s*(?:\p{L}+\s)?møde|møde\s+(?:nr\.?\s*)?(\d{1,3}))\b/iu
const PLACE_TAIL =
  /,?\s+(?:på|i|hos|sted:)\s+((?:mødelokale|lokale|rådhuset|regionshuset)\b.*|\p{Lu}[\p{L}. ]*(?:rådhus|hospital|sygehus|regionshus)\b.*)$/iu

export const isKindWord = (text: string) => KIND.test(text) && text.replace(KIND, '').trim() === ''

/** Reads a heading such as "Referat af 4. møde i Direktørforum den 5. maj 2025 kl. 9-11". */
export function readTitle(source: string): Titled {
  const text = source.slice(0, 400).trim()
  const kind = KIND.exec(text)
  const joint = (kind ? text.slice(kind[0].length) : text).replace(JOINT, '')
  const dates = findDates(joint)
  const undated = dates.reduce((left, date) => left.replace(date.printed, ' '), joint)
  const times = findTimes(undated)
  const bare = tidy(times.reduce((left, time) => left.replace(time.printed, ' '), undated))
  const place = PLACE_TAIL.exec(bare)?.[1] ?? null
  const subject = tidy(place ? bare.replace(PLACE_TAIL, '') : bare)
  const meeting = MEETING.exec(subject)
  const number =
    Number(meeting?.[1] ?? meeting?.[3] ?? NUMBER.exec(subject)?.[1] ?? NUMBER.exec(subject)?.[2]) || null
  const spoken = meeting !== null || number !== null
  return {
    kind: kind ? kindOf(kind[1] ?? '') : null,
    forum: meeting?.[4]
      ? tidy(meeting[4])
      : kind && subject && !spoken && /^\p{Lu}/u.test(subject)
        ? subject
        : null,
    number,
    subject,
    dates,
    times,
    place,
    meeting: spoken,
  }
}

const kindOf = (word: string) => (/referat|protokol/i.test(word) ? 'minutes' : 'agenda')

const tidy = (text: string) =>
  text
    .replace(/\b(kl\.?|klokken|den|d\.|afholdt|dato:)(?=\s*$|\s+[,–-])/gi, ' ')
    .replace(/\(\s*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:–-]+|[\s,;:–-]+$/g, '')
