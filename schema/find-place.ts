import type { TextTarget } from './margin-entries.ts'
import { sameEnd, sameStart, similarity } from './similarity.ts'

/** How much of what stands before and after a quote is kept, in characters. */
export const CONTEXT = 32

/** So many letters stand nowhere else by chance. */
const TELLING = 16
/** Longer quotes are looked for by their ends. */
const WHOLE = 160
const END = 64
/** A shorter word stands in many places: so many letters beside it must be as they were, or so many further off. */
export const SHORT = 8
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

/** A part of a text, in offsets of it. */
export interface Stretch {
  from: number
  to: number
}

export interface Place extends Stretch {
  /** Whether nothing else can be meant. */
  isSure: boolean
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

type Beside = Pick<Sought, 'prefix' | 'suffix'>

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

/** By what stands on both sides of it, or on one: where most of that does. */
function gapIn(text: string, around: Beside, near: number): Place | null {
  const { prefix, suffix } = around
  if (prefix === '' && suffix === '') return text === '' ? { from: 0, to: 0, isSure: true } : null
  let best: (Place & { letters: number }) | null = null
  for (const [left, right] of AROUND) {
    const sides = { prefix: left === 0 ? '' : prefix.slice(-left), suffix: suffix.slice(0, right) }
    const place = gapBy(text, sides, near, prefix.length + suffix.length)
    if (place === null) continue
    const { before, after } = besides(text, place, around)
    const letters = place.isSure ? before + after : 0
    if (best === null || letters > best.letters) best = { ...place, letters }
    if (letters >= CONTEXT) break
  }
  return best && { from: best.from, to: best.to, isSure: best.isSure }
}

/** The nearest place between these letters; sure when they tell enough and stand nowhere else. */
function gapBy(text: string, { prefix, suffix }: Beside, near: number, known: number): Place | null {
  const pattern = prefix + suffix
  if (pattern.length < Math.min(6, known)) return null
  const found = occurrences(text, pattern, near).map((at) => at + prefix.length)
  const [at] = found.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))
  if (at === undefined) return null
  return { from: at, to: at, isSure: found.length === 1 && pattern.length >= Math.min(TELLING, known) }
}

/** Without the ends of lines: Enter and its undoing change nothing of what stands around. */
function unbroken(text: string): string {
  return text.replaceAll('\n', '')
}
