import type { ItemKind } from '../../meeting.ts'
import { findTimes, minutesBetween } from './dates.ts'
import { once } from './memo.ts'
import { isName, isOrganisation, isRoleWord, isShortName } from './pieces.ts'
import { remarkOf, splitOutside } from './person.ts'

/** What a printed heading of an item holds beside its title. */
export interface Tail {
  title: string
  duration: number | null
  /** The clock times that the duration is the distance of. */
  clock: string | null
  presenters: string[]
  /** No word says that they present. */
  presentersGuessed: boolean
  kind: ItemKind | null
  closed: boolean
  /** A sentence that only introduces the presenters: "Orientering ved …". */
  introduction: string | null
}

const MINUTES =
  /[\s,;–—-]*[([]?\s*(?:ca\.?\s*)?(?:kl\.\s*)?(\d{1,3})\s*(?:min(?:\.|utter|ut)?|m\.)\s*[)\]]?\s*[.,;]?$/i
const FACT_MINUTES = /^(?:ca\.?\s*)?(\d{1,3})\s*(?:min(?:\.|utter|ut)?|m\.)$/i
const HOURS =
  /[\s,;–—-]*[([]?\s*(?:ca\.?\s*)?(\d{1,2}(?:[.,]5)?|½|en halv|en|halv|1\s?½)\s*(?:times?|timer)\s*[)\]]?\s*\.?$/i
const CLOCK =
  /[\s,;–—-]*[([]?\s*(?:kl\.?\s*)?\d{1,2}[.:]\d{2}\s*[-–—]\s*(?:kl\.?\s*)?\d{1,2}[.:]\d{2}\s*[)\]]?\s*$/i
const BY =
  /^(.*?\S)?[\s,;(–—-]*(?<![\p{L}])(ved|v\/|v\.|oplæg (?:ved|af)|oplægsholder:?|fremlægges af|indledes af)\s*(\p{Lu}[^()]*)\)?\s*$/u
const BY_START = /^\(?(?:ved |v\/|v\. ?|oplæg |oplægsholder|fremlægges af |indledes af )/i
const PRESENTERS_LONGEST = 200
const BY_WORD = /ved|v\/|v\.|oplæg|fremlægges|indledes|[/|]/
const SLASH_BY = /^(.*\S)\s*[/|]\s*(\p{Lu}[^()/|]+)$/u
const SLASH = '/'
const IN_BRACKETS = /^(.*\S)\s*[([]([^()[\]]{2,120})[)\]]\s*$/u
const KIND_WORDS: [ItemKind, RegExp][] = [
  ['decision', /^(til )?(beslutning(spunkt)?|godkendelse|b)$/i],
  ['discussion', /^(til )?(drøftelse(spunkt)?|d)$/i],
  ['information', /^(til )?(orientering(spunkt)?|efterretning|information|o)$/i],
]
const KIND_TAIL = /\s+[–—-]\s*((?:til )?(?:beslutning|drøftelse|orientering|godkendelse|efterretning))\.?$/i
const CLOSED = /\s*[–—-]?\s*[([]?(lukket( punkt)?|fortroligt)[)\]]?$/i
const CLOSED_BEFORE = /^lukket( punkt| sag)?\s*[:–—-]\s*(?=\S)/i
const LOOKED_AT = 400
const MOST_FACTS = 5
/** Each takes one fact off the end of the title; false when it is not there. */
const TAKERS = [takeFacts, takeDuration, takeBrackets, takeClosed, takeKind, takePresenters]

export const kindNamed = (text: string): ItemKind | null =>
  KIND_WORDS.find(([, pattern]) => pattern.test(text.trim().replace(/\.$/, '')))?.[0] ?? null

/** Reads duration, presenters, kind and "lukket" off the end of a heading, in whatever order they stand. */
export function readTail(printed: string): Tail {
  const tail: Tail = {
    title: printed.trim(),
    duration: null,
    clock: null,
    presenters: [],
    presentersGuessed: false,
    kind: null,
    closed: false,
    introduction: null,
  }
  if (printed.length > LOOKED_AT) return tail
  takeClosedBefore(tail)
  for (let round = 0; round < MOST_FACTS; round++) if (!TAKERS.some((take) => take(tail))) break
  tail.title = tail.title
    .replace(/[\s–—-]+$/, '')
    .replace(/^[\s–—:-]+/, '')
    .trim()
  return tail
}

/** The tail of what a line says. */
export const tailOf = once('tail', (line) => readTail(line.plain))

function takeDuration(tail: Tail): boolean {
  if (tail.duration !== null || !/[\d½ne]/.test(tail.title.slice(-14))) return false
  const minutes = atEnd(MINUTES, tail.title)
  if (minutes) return cut(tail, minutes, Number(minutes[1]))
  const hours = atEnd(HOURS, tail.title)
  if (hours) return cut(tail, hours, hoursOf(hours[1] ?? ''))
  const clock = atEnd(CLOCK, tail.title)
  const span = clock ? findTimes(clock[0])[0] : undefined
  const between = span?.end ? minutesBetween(span.start, span.end) : null
  if (!clock || between === null || !cut(tail, clock, between)) return false
  tail.clock = span?.printed ?? null
  return true
}

/** What stands at the end is looked for at the end alone. */
function atEnd(pattern: RegExp, title: string): RegExpExecArray | null {
  const from = Math.max(0, title.length - 48)
  const found = pattern.exec(title.slice(from))
  if (found) found.index += from
  return found
}

/** Whether a title ends in one of these letters: most do not, and are not looked at further. */
const endsWithin = (title: string, letters: string) =>
  letters.includes(title.charAt(title.length - 1).toLowerCase())

function cut(tail: Tail, found: RegExpExecArray, duration: number): boolean {
  const left = tail.title.slice(0, found.index).trim()
  if (!left) return false
  tail.title = left
  tail.duration = duration
  return true
}

function hoursOf(text: string): number {
  if (/halv|^½/.test(text)) return 30
  if (/½/.test(text)) return 90
  return text === 'en' ? 60 : Math.round(Number(text.replace(',', '.')) * 60)
}

/** What stands before the brackets at the end of a title, and in them; null when it ends otherwise. */
function lastBrackets(title: string): { before: string; inside: string } | null {
  const last = title.charAt(title.length - 1)
  const found = last === ')' || last === ']' ? IN_BRACKETS.exec(title) : null
  return found ? { before: found[1] ?? '', inside: found[2] ?? '' } : null
}

/** "(beslutning)", "(Karen Holm)", "(lukket)". */
function takeBrackets(tail: Tail): boolean {
  const found = lastBrackets(tail.title)
  if (!found) return false
  const { before, inside } = found
  const kind = kindNamed(inside)
  const names = splitOutside(inside)
  if (kind && !tail.kind) tail.kind = kind
  else if (/^lukket( punkt)?$/i.test(inside)) tail.closed = true
  else if (tail.presenters.length === 0 && names.every(isName)) {
    tail.presenters = names
    tail.presentersGuessed = true
  } else return false
  tail.title = before
  return true
}

/** "(15 min., beslutning)": several facts in one pair of brackets. */
function takeFacts(tail: Tail): boolean {
  const found = lastBrackets(tail.title)
  if (!found) return false
  const parts = found.inside.split(/\s*[,;]\s*/)
  const facts = parts.map((part) => ({
    kind: kindNamed(part),
    duration: Number(FACT_MINUTES.exec(part)?.[1]) || null,
    closed: /^lukket( punkt)?$/i.test(part),
  }))
  if (parts.length < 2 || !facts.every((fact) => fact.kind ?? fact.duration ?? fact.closed)) return false
  tail.kind ??= facts.find((fact) => fact.kind)?.kind ?? null
  tail.duration ??= facts.find((fact) => fact.duration)?.duration ?? null
  tail.closed ||= facts.some((fact) => fact.closed)
  tail.title = found.before
  return true
}

function takeClosed(tail: Tail): boolean {
  const found = tail.closed || !endsWithin(tail.title, 't)]') ? null : atEnd(CLOSED, tail.title)
  if (!found?.index) return false
  tail.closed = true
  tail.title = tail.title.slice(0, found.index)
  return true
}

/** "Lukket punkt: Personsag". */
function takeClosedBefore(tail: Tail): void {
  const found = CLOSED_BEFORE.exec(tail.title)
  if (!found) return
  tail.closed = true
  tail.title = tail.title.slice(found[0].length)
}

/** "… – til beslutning". */
function takeKind(tail: Tail): boolean {
  const found = tail.kind || !endsWithin(tail.title, 'ge.') ? null : atEnd(KIND_TAIL, tail.title)
  if (!found?.index) return false
  tail.kind = kindNamed(found[1] ?? '')
  tail.title = tail.title.slice(0, found.index)
  return true
}

function takePresenters(tail: Tail): boolean {
  if (tail.presenters.length || !BY_WORD.test(tail.title)) return false
  const found = BY.exec(tail.title) ?? slashNames(tail.title)
  const before = (found?.[1] ?? '').replace(/[\s,;(–—-]+$/, '')
  const names = presenterNames(found?.[3] ?? '')
  if (!found || !before || !names) return false
  tail.presenters = names
  tail.presentersGuessed = found[2] === SLASH
  const sentence = /^(.{8,}?[.?!])\s+(\p{Lu}[^.?!]{0,60})$/u.exec(before)
  tail.title = sentence?.[1] ?? before
  tail.introduction = sentence ? `${sentence[2] ?? ''} ${found[2] ?? 'ved'} ${found[3] ?? ''}`.trim() : null
  return true
}

function slashNames(title: string): RegExpExecArray | null {
  const found = SLASH_BY.exec(title)
  if (!found || !splitOutside(found[2] ?? '').every(isName)) return null
  return Object.assign(found, { 2: SLASH, 3: found[2] })
}

/** "v/ Lise Holm, 10 min." under a title: nothing but who presents, and how long; null when it is something else. */
export function presenterLine(text: string): Tail | null {
  if (text.length > PRESENTERS_LONGEST || !BY_START.test(text)) return null
  const bare = text.replace(/^\((.*)\)$/, '$1')
  const tail = readTail(`x ${bare.charAt(0).toLowerCase()}${bare.slice(1)}`)
  return tail.title === 'x' && tail.presenters.length > 0 ? tail : null
}

/** The names of those who present; null when the text is something else ("ved møder i foråret"). */
export function presenterNames(text: string): string[] | null {
  const names = splitOutside(text.replace(/[.)\s]+$/, '')).filter((part) => !remarkOf(part))
  const good = names.length > 0 && names.length <= 12 && names.every(isPresenter)
  return good ? names : null
}

/** A name, a name behind a title, a first name, an office or an organisation. */
function isPresenter(part: string): boolean {
  if (isShortName(part)) return true
  const words = part.split(/\s+/)
  if (words.length > 8) return false
  if (isOrganisation(part) || /^(alle|sekretariatet|formandskabet|formanden)$/i.test(part)) return true
  const role = words.findLastIndex(isRoleWord)
  return role >= 0 && (role === words.length - 1 || isShortName(words.slice(role + 1).join(' ')))
}
