import { CONTEXT, findPlace, isTelling, SHORT, type Place, type Sought, type Stretch } from './find-place.ts'
import type { Anchor, TextTarget } from './margin-entries.ts'
import { sectionKey, type SectionKey } from './paper.ts'
import type { SectionText } from './section-text.ts'
import { sameEnd, sameStart, similarity } from './similarity.ts'

/**
 * Where the text of a remark stands now. The place is known by two Yjs positions, by the words themselves and by what
 * stands around them; each of them alone is lost to everyday edits.
 */

/** So many letters around a place between two letters tell that it is the one, where its positions are. */
const BESIDE = 10
/** So many at the end of a line, where its positions are. */
const ENDING = 4
/** From here on down words have nothing of what was meant. */
const UNLIKE = 0.3

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
  const stretch = { from: Math.min(from, to), to: Math.max(from, to) }
  const isEnd = target.quote === '' && isSameEnd(section.text, stretch, target)
  const end = isEnd ? { from: stretch.from, to: stretch.from } : null
  return places.find((place) => isAt(section.text, place, target)) ?? end
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

/** Whether a stretch reads as what is looked for; of a place between two letters what stands around it does. */
function isAt(text: string, place: Stretch, sought: Sought): boolean {
  if (sought.quote !== '') return text.slice(place.from, place.to) === sought.quote
  return isTelling(text, place, sought, BESIDE)
}

/** Whether a line ends as it did, or with what was put in there, whatever line comes next. */
function isSameEnd(text: string, { from, to }: Stretch, { prefix, suffix }: Sought): boolean {
  const isEnd = (rest: string): boolean => rest === '' || rest.startsWith('\n')
  return isEnd(suffix) && isEnd(text.slice(to)) && sameEnd(text.slice(0, from), prefix) >= ENDING
}

function contextAt(text: string, from: number, to: number): { prefix: string; suffix: string } {
  return { prefix: text.slice(Math.max(0, from - CONTEXT), from), suffix: text.slice(to, to + CONTEXT) }
}

function keyOf({ item, section }: Pick<TextTarget, 'item' | 'section'>): SectionKey {
  return section === 'body' ? `${item}/body` : sectionKey(item, section)
}
