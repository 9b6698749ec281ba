import type { Anchor, TextTarget } from './margin-entries.ts'
import { sectionKey, type SectionKey } from './paper.ts'
import type { SectionText } from './section-text.ts'

/**
 * Where the text of a remark stands now. The place is known by two Yjs positions, by the words themselves and by what
 * stands around them; each of them alone is lost to everyday edits.
 */

/** How much of what stands before and after a quote is kept, in characters. */
export const CONTEXT = 32

/** So many letters stand nowhere else by chance. */
const TELLING = 16
/** So many around a place between two letters, where its positions are. */
const BESIDE = 10
/** From here on down words have nothing of what was meant. */
const UNLIKE = 0.3
/** Longer quotes are looked for by their ends. */
const WHOLE = 160
const END = 64
/** A shorter word stands in many places: so many letters beside it must be as they were, or so many further off. */
const SHORT = 8
const FRAME = 4
const MOVED = 12
/** So many places that read the same are looked at, the nearest first. */
const CANDIDATES = 200
/** Letters of text times letters of quote that are compared at most where nothing reads exactly the same. */
const COMPARED = 4_000_000

/** So much of what stood before and after a place between two letters is looked for, in this order. */
const AROUND = [
  [16, 16],
  [32, 0],
  [0, 32],
  [8, 8],
  [16, 0],
  [0, 16],
  [8, 0],
  [0, 8],
] as const

/** What is looked for. */
export type Sought = Pick<TextTarget, 'quote' | 'prefix' | 'suffix'>

export interface Place {
  from: number
  to: number
  /** Whether nothing else can be meant. */
  isSure: boolean
}

/** The texts of a paper's sections, each read when it is asked for. */
export interface Texts {
  keys: readonly SectionKey[]
  of(key: SectionKey): SectionText | null
}

/** What is known of a paper as it was: where threads stood in what texts. */
export interface Before {
  texts: ReadonlyMap<SectionKey, string>
  places: ReadonlyMap<string, { from: number; to: number }>
}

/** A target that says where a stretch of a section's text stands. Offsets are those of the text. */
export function targetAt(key: SectionKey, section: SectionText, from: number, to: number): TextTarget {
  const cut = key.lastIndexOf('/')
  return {
    kind: 'text',
    item: key.slice(0, cut),
    section: key.slice(cut + 1) as TextTarget['section'],
    ...section.positions(from, to),
    quote: section.text.slice(from, to),
    ...contextAt(section.text, from, to),
  }
}

/** Where a target stands by its positions and words alone; null: it takes a search. */
export function standsAt(section: SectionText, target: TextTarget): { from: number; to: number } | null {
  const [from, to] = [section.offsetOf(target.from), section.offsetOf(target.to)]
  if (from === null || to === null) return null
  // Between two letters something was put in: where that begins, else where it ends.
  const places: Stretch[] =
    from <= to
      ? [{ from, to }]
      : [
          { from: to, to },
          { from, to: from },
        ]
  return places.find((place) => isAt(section.text, place, target)) ?? null
}

/**
 * Where a thread's text stands in a paper that has changed.
 *
 * @param last where it stood last; at first, what its author meant
 * @param before what the paper was when that was found, as far as it is known
 */
export function reanchor(
  target: TextTarget,
  last: Anchor | null,
  texts: Texts,
  thread: string,
  before: Before | null = null,
): { anchor: Anchor; place: { from: number; to: number } | null } {
  const known: Anchor = last ?? { ...target, state: 'found' }
  const key = keyOf(known)
  const found = inOwnSection(known, texts.of(key), thread, before)
  const best = found?.isSure
    ? { key, ...found }
    : (elsewhere(known, key, texts) ?? (found && { key, ...found }))
  const section = best ? texts.of(best.key) : null
  if (!best || !section) return { anchor: { ...known, state: 'gone' }, place: null }
  const like = target.quote === '' ? 1 : similarity(section.text.slice(best.from, best.to), target.quote)
  // Edit by edit other words have come to its place: what was meant may still come back.
  if (like < UNLIKE) return { anchor: { ...target, state: 'gone' }, place: null }
  const isCertain = best.isSure && (known.state === 'found' || isMeant(target, best, section.text))
  const state = isCertain && like >= 0.5 ? 'found' : 'uncertain'
  return { anchor: { ...renewed(known, best, section), state }, place: { from: best.from, to: best.to } }
}

/** Whether what was doubtful is what the author meant, by all that is known of that. */
function isMeant(target: TextTarget, { from, to }: Stretch, text: string): boolean {
  const place = findPlace(text, target, from)
  return (
    place !== null &&
    place.isSure &&
    place.from < Math.max(to, from + 1) &&
    from < Math.max(place.to, place.from + 1)
  )
}

/** The best place for words in a text; null when nothing is like them. */
export function findPlace(text: string, sought: Sought, near: number): Place | null {
  if (sought.quote === '') return findGap(text, sought, near)
  if (sought.quote.length > WHOLE) return findLong(text, sought, near)
  const exact = occurrences(text, sought.quote, near).map((from) => ({
    from,
    to: from + sought.quote.length,
  }))
  return choose(text, sought, near, exact) ?? choose(text, sought, near, alike(text, sought.quote, near))
}

/** Whether what stands at a place and around it tells that it is the one. Where lines end tells nothing. */
export function isTelling(
  text: string,
  { from, to }: Stretch,
  { quote, prefix, suffix }: Sought,
  least = TELLING,
): boolean {
  const [now, own] = [unbroken(text.slice(from, to)), unbroken(quote)]
  const { before, after } = besides(text, { from, to }, { prefix, suffix })
  // The same two words stand side by side in many places.
  if (own !== '' && own.length < TELLING && !isFramed(text, { from, to }, { prefix, suffix })) return false
  const same = before + Math.max(sameStart(now, own), sameEnd(now, own)) + after
  return same >= Math.min(least, unbroken(prefix + quote + suffix).length)
}

/** How many letters right before and after a place are what they were. */
function besides(
  text: string,
  { from, to }: Stretch,
  { prefix, suffix }: Pick<Sought, 'prefix' | 'suffix'>,
): { before: number; after: number } {
  return {
    before: sameEnd(unbroken(text.slice(Math.max(0, from - 2 * CONTEXT), from)), unbroken(prefix)),
    after: sameStart(unbroken(text.slice(to, to + 2 * CONTEXT)), unbroken(suffix)),
  }
}

/** Without the ends of lines: Enter and its undoing change nothing of what stands around. */
function unbroken(text: string): string {
  return text.replaceAll('\n', '')
}

function sameStart(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

function sameEnd(a: string, b: string): number {
  let length = 0
  while (length < a.length && a.at(-1 - length) === b.at(-1 - length)) length++
  return length
}

/** How alike two texts are: 1 when they are the same, 0 when nothing is. Of long ones the ends are compared. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1
  const length = Math.max(a.length, b.length)
  if (Math.min(a.length, b.length) === 0) return 0
  if (length <= 2 * WHOLE) return 1 - distance(a, b) / length
  return (similarity(a.slice(0, WHOLE), b.slice(0, WHOLE)) + similarity(a.slice(-WHOLE), b.slice(-WHOLE))) / 2
}

function inOwnSection(
  known: Anchor,
  section: SectionText | null,
  thread: string,
  before: Before | null,
): Place | null {
  if (!section) return null
  const { text } = section
  const old = before?.texts.get(keyOf(known))
  // Of what is gone its place says nothing. In the same text it was looked for already.
  if (known.state === 'gone')
    return old === text ? null : findPlace(text, known, section.offsetOf(known.from) ?? 0)
  const [from, to] = [section.offsetOf(known.from), section.offsetOf(known.to)]
  const stands = standsAt(section, known)
  if (stands) return { ...stands, isSure: true }
  const was = before?.places.get(thread)
  const moved = old !== undefined && was ? mapped(old, text, was) : null
  const hasMoved = moved !== null && text.slice(moved.from, moved.to) === known.quote
  // The words themselves were edited.
  if (!hasMoved && from !== null && to !== null && from < to && isEdited(text.slice(from, to), known.quote))
    return { from, to, isSure: true }
  const near = moved?.from ?? from ?? to ?? was?.from ?? 0
  const place = hasMoved ? { ...moved, isSure: true } : findPlace(text, known, near)
  return place && from === to && isLeftBeside(text, place, from) ? { ...place, isSure: false } : place
}

/** Whether a short word stands right where its letters went: it may be the same one that stood beside them. */
function isLeftBeside(text: string, { from, to }: Stretch, gone: number | null): boolean {
  if (gone === null || to - from === 0 || to - from >= SHORT) return false
  const between = gone < from ? text.slice(gone, from) : text.slice(to, Math.max(to, gone))
  return between.length <= to - from + 1 && !between.includes('\n')
}

/** Whether words came of others by everyday edits: some changed, or some put in between. */
function isEdited(now: string, quote: string): boolean {
  if (similarity(now, quote) >= 0.6) return true
  let [start, end] = [0, 0]
  const length = Math.min(now.length, quote.length)
  while (start < length && now[start] === quote[start]) start++
  while (end < length - start && now.at(-1 - end) === quote.at(-1 - end)) end++
  return start + end >= quote.length * 0.7
}

/** Words that were cut out and put in elsewhere. */
function elsewhere(known: Anchor, own: SectionKey, texts: Texts): (Place & { key: SectionKey }) | null {
  if (known.quote.length < 4) return null
  const found: (Place & { key: SectionKey })[] = []
  for (const key of texts.keys) {
    const text = key === own ? undefined : texts.of(key)?.text
    if (text === undefined || !text.includes(known.quote)) continue
    const place = findPlace(text, known, 0)
    if (place?.isSure) found.push({ key, ...place })
  }
  // In two places at once: nobody can say which of them is meant.
  return found.length === 1 ? (found[0] ?? null) : null
}

function renewed(
  known: Anchor,
  { key, from, to }: Place & { key: SectionKey },
  section: SectionText,
): Anchor {
  const context = contextAt(section.text, from, to)
  const isSame = key === keyOf(known) && section.text.slice(from, to) === known.quote
  const stands = isSame && section.offsetOf(known.from) === from && section.offsetOf(known.to) === to
  // Written anew for every key that is typed beside it, it would be more traffic than the key.
  if (
    stands &&
    (similarity(context.prefix, known.prefix) + similarity(context.suffix, known.suffix)) / 2 >= 0.6
  )
    return known
  return { ...known, ...targetAt(key, section, from, to) }
}

/** How a stretch moved through a change; null when that touched it, or may have, beside the same letters. */
function mapped(old: string, text: string, { from, to }: Stretch): Stretch | null {
  const longest = Math.min(old.length, text.length)
  const [start, end] = [sameStart(old, text), sameEnd(old, text)]
  if (to <= Math.min(start, longest - end)) return { from, to }
  const shift = text.length - old.length
  return from >= old.length - Math.min(end, longest - start) ? { from: from + shift, to: to + shift } : null
}

interface Stretch {
  from: number
  to: number
}

/** The stretch that fits best, if any fits; sure when what is around it fits and no other is as good. */
function choose(text: string, sought: Sought, near: number, stretches: Stretch[]): Place | null {
  const scored = stretches
    .map((stretch) => ({ ...stretch, ...fitOf(text, sought, stretch) }))
    .sort((a, b) => b.score - a.score || Math.abs(a.from - near) - Math.abs(b.from - near))
  const [best] = scored
  if (!best) return null
  const second = scored.find(({ from, to }) => from >= best.to || to <= best.from)
  const isLong = sought.quote.length >= 20 && best.like === 1
  if (best.around < 0.4 && !isLong) return null
  // A short word stands in many places, and something like its neighbours in some of them.
  const isTold = sought.quote.length >= SHORT || isFramed(text, best, sought)
  const stands = isLong || (best.side >= 0.85 && isTold)
  const isSure = stands && best.isWhole && (!second || best.score - second.score >= 0.08)
  return { from: best.from, to: best.to, isSure }
}

/** Whether what stood right beside it on both sides stands there still, or right behind what was put in between. */
function isFramed(
  text: string,
  { from, to }: Stretch,
  { prefix, suffix }: Pick<Sought, 'prefix' | 'suffix'>,
): boolean {
  const before = unbroken(text.slice(Math.max(0, from - 2 * CONTEXT), from))
  const after = unbroken(text.slice(to, to + 2 * CONTEXT))
  const [left, right] = [unbroken(prefix), unbroken(suffix)]
  return (
    (before.endsWith(left.slice(-FRAME)) || before.includes(left.slice(-MOVED))) &&
    (after.startsWith(right.slice(0, FRAME)) || after.includes(right.slice(0, MOVED)))
  )
}

interface Fit {
  score: number
  like: number
  /** How much of what stood around it does: mostly, and on the better side. */
  around: number
  side: number
  /** Whether it begins and ends at words as the quote does. */
  isWhole: boolean
}

function fitOf(text: string, { quote, prefix, suffix }: Sought, { from, to }: Stretch): Fit {
  const now = text.slice(from, to)
  const before = likeness(unbroken(text.slice(Math.max(0, from - 2 * CONTEXT), from)), unbroken(prefix), -1)
  const after = likeness(unbroken(text.slice(to, to + 2 * CONTEXT)), unbroken(suffix), 1)
  // Nothing around it is nothing to go by.
  const sides = [...(prefix === '' ? [] : [before]), ...(suffix === '' ? [] : [after])]
  const side = Math.max(0, ...sides)
  const around =
    sides.length === 0 ? 0 : (sides.reduce((sum, each) => sum + each, 0) / sides.length + side) / 2
  const like = similarity(now, quote)
  const isWhole =
    isInWord(text[from - 1], now.at(0)) === isInWord(prefix.at(-1), quote.at(0)) &&
    isInWord(now.at(-1), text[to]) === isInWord(quote.at(-1), suffix.at(0))
  return { score: like * 0.5 + around * 0.5, like, around, side, isWhole }
}

/** Whether a word goes on from one letter to the next. */
function isInWord(left: string | undefined, right: string | undefined): boolean {
  return [left, right].every((letter) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter))
}

/** How much what stands on one side is what stood there. A few letters say little. */
function likeness(text: string, context: string, side: -1 | 1): number {
  const { length } = context
  const beside = side > 0 ? text.slice(0, length) : text.slice(Math.max(0, text.length - length))
  return similarity(beside, context) * Math.min(1, length / 12)
}

function occurrences(text: string, quote: string, near: number): number[] {
  const found: number[] = []
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) found.push(at)
  if (found.length <= CANDIDATES) return found
  return found.sort((a, b) => Math.abs(a - near) - Math.abs(b - near)).slice(0, CANDIDATES)
}

/** Stretches that read nearly like a quote, from around a place where the text is too long to be looked through. */
function alike(text: string, quote: string, near: number): Stretch[] {
  const reach = Math.floor(COMPARED / quote.length / 2)
  const start = Math.max(0, Math.min(near - reach, text.length - 2 * reach))
  const window = text.slice(start, start + 2 * reach)
  const found = nearMatch(window, quote, Math.floor(quote.length * 0.35))
  return found ? [{ from: start + found.from, to: start + found.to }] : []
}

/** The stretch with the fewest letters to change (Sellers); null when all take more than `most`. */
function nearMatch(text: string, quote: string, most: number): Stretch | null {
  let costs = Array.from({ length: quote.length + 1 }, (_, i) => i)
  let starts = costs.map(() => 0)
  let best: (Stretch & { cost: number }) | null = null
  for (let j = 1; j <= text.length; j++) {
    const [nextCosts, nextStarts] = [[0], [j]]
    for (let i = 1; i <= quote.length; i++) {
      const change = (costs[i - 1] ?? 0) + (quote[i - 1] === text[j - 1] ? 0 : 1)
      const added = (costs[i] ?? 0) + 1
      const lacking = (nextCosts[i - 1] ?? 0) + 1
      const cost = Math.min(change, added, lacking)
      nextCosts.push(cost)
      nextStarts.push((cost === change ? starts[i - 1] : cost === added ? starts[i] : nextStarts[i - 1]) ?? 0)
    }
    ;[costs, starts] = [nextCosts, nextStarts]
    const cost = costs[quote.length] ?? Infinity
    if (cost <= most && cost < (best?.cost ?? Infinity))
      best = { from: starts[quote.length] ?? 0, to: j, cost }
  }
  return best
}

function findLong(text: string, { quote, prefix, suffix }: Sought, near: number): Place | null {
  const exact = text.indexOf(quote)
  if (exact >= 0) return { from: exact, to: exact + quote.length, isSure: text.indexOf(quote, exact + 1) < 0 }
  const head = findPlace(
    text,
    { quote: quote.slice(0, END), prefix, suffix: quote.slice(END, 2 * END) },
    near,
  )
  const tail = findPlace(
    text,
    { quote: quote.slice(-END), prefix: quote.slice(-2 * END, -END), suffix },
    near + quote.length,
  )
  if (!head && !tail) return null
  const from = head?.from ?? Math.max(0, (tail?.to ?? 0) - quote.length)
  const to = tail?.to ?? Math.min(text.length, from + quote.length)
  const isWhole = head !== null && tail !== null && from < to && to - from < 2 * quote.length
  return from < to ? { from, to, isSure: isWhole && head.isSure && tail.isSure } : head
}

/** A place between two letters, wherever lines end now. */
function findGap(text: string, { prefix, suffix }: Sought, near: number): Place | null {
  const exact = gapIn(text, { prefix, suffix }, near)
  if (exact?.isSure) return exact
  const around = { prefix: unbroken(prefix), suffix: unbroken(suffix) }
  const found = gapIn(unbroken(text), around, unbroken(text.slice(0, near)).length)
  if (!found?.isSure) return exact
  const at = offsetOf(text, found.from, prefix.endsWith('\n'))
  return { from: at, to: at, isSure: true }
}

/** Where in a text so many of its letters have passed; at the end of a line before or after that. */
function offsetOf(text: string, letters: number, isAfter: boolean): number {
  let [at, left] = [0, letters]
  while (left > 0 || (isAfter && text[at] === '\n')) if (text[at++] !== '\n') left--
  return at
}

/** By what stands on both sides of it, then on one. */
function gapIn(
  text: string,
  { prefix, suffix }: Pick<Sought, 'prefix' | 'suffix'>,
  near: number,
): Place | null {
  if (prefix === '' && suffix === '') return text === '' ? { from: 0, to: 0, isSure: true } : null
  let doubtful: Place | null = null
  for (const [left, right] of AROUND) {
    const [before, after] = [left === 0 ? '' : prefix.slice(-left), suffix.slice(0, right)]
    const pattern = before + after
    if (pattern.length < Math.min(6, prefix.length + suffix.length)) continue
    const found = occurrences(text, pattern, near).map((at) => at + before.length)
    const [at] = found.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))
    if (at === undefined) continue
    const isSure = found.length === 1 && pattern.length >= Math.min(TELLING, prefix.length + suffix.length)
    if (isSure) return { from: at, to: at, isSure }
    doubtful ??= { from: at, to: at, isSure: false }
  }
  return doubtful
}

/** Whether a stretch reads as what is looked for; of a place between two letters what stands around it does. */
function isAt(text: string, place: Stretch, sought: Sought): boolean {
  return sought.quote === ''
    ? isTelling(text, place, sought, BESIDE)
    : text.slice(place.from, place.to) === sought.quote
}

function contextAt(text: string, from: number, to: number): { prefix: string; suffix: string } {
  return { prefix: text.slice(Math.max(0, from - CONTEXT), from), suffix: text.slice(to, to + CONTEXT) }
}

function keyOf({ item, section }: Pick<TextTarget, 'item' | 'section'>): SectionKey {
  return section === 'body' ? `${item}/body` : sectionKey(item, section)
}

/** Letters to add, take away or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    row = next
  }
  return row[b.length] ?? 0
}
