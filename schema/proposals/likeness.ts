import { lineText, type Line } from '../node-text.ts'

/** What a cut or a join, and a border that moved, must win in letters to be seen as one. */
const CUT = 0.5
const MOVE = 10
/** So many letters at an edge show that a line is a part of another, though much was written in it. */
const EDGE = 5

/** A line as it is compared. */
export interface Profile {
  text: string
  /** How often each word is there. */
  words: ReadonlyMap<string, number>
  letters: number
}

/** How many letters two groups of lines have in common; 0 when they are not the same ones. */
export function likeness(left: readonly Profile[], right: readonly Profile[], isPart: IsPart): number {
  const [one, other] = [left[0], right[0]]
  if (left.length > 1 && right.length > 1) {
    if (isJoinedAndCut(left, right)) return alike(left, right) - 2 * CUT * left.length
    return hasMoved(left, right) ? alike(left, right) - MOVE : 0
  }
  if (left.length > 1)
    return left.every((part) => isPart(part, other)) ? alike(left, right) - CUT * left.length : 0
  if (right.length === 1) return alike(left, right)
  if (!isPart(other, one) || !isPart(right.at(-1), one)) return 0
  const parts = right.filter((part) => isPart(part, one))
  return alike(left, parts) - CUT * parts.length
}

/** Whether what stands at a border stood on the other side of it. */
function hasMoved(left: readonly Profile[], right: readonly Profile[]): boolean {
  const isIn = (edge: string, line: Profile | undefined): boolean => line?.text.includes(edge) === true
  return (
    [...left, ...right].every(({ letters }) => letters > 0) &&
    (isIn(right[0]?.text.slice(-EDGE) ?? '', left[1]) || isIn(right[1]?.text.slice(0, EDGE) ?? '', left[0]))
  )
}

/** Whether what stood at the border between two lines stands in one of them now. */
function isJoinedAndCut([first, second]: readonly Profile[], [one, other]: readonly Profile[]): boolean {
  if (!first || !second || !one || !other) return false
  const [tail, head] = [first.text.slice(-EDGE), second.text.slice(0, EDGE)]
  return [one, other].some(({ text }) => text.includes(tail + head))
}

function alike(left: readonly Profile[], right: readonly Profile[]): number {
  const [one, other] = [lettersIn(left), lettersIn(right)]
  const [short, long] = [Math.min(one, other), Math.max(one, other)]
  if (short === 0) return long === 0 && left.length === right.length ? CUT : 0
  const common = commonOf(left, right)
  const isRest = common === short && short > EDGE
  return isRest || (common >= short / 2 && common >= long / 5) ? common : 0
}

export type IsPart = (part: Profile | undefined, whole: Profile | undefined) => boolean

/** Whether a line may be a part of another that was cut, or of which one was made. Asked again and again. */
export function partsKnown(): IsPart {
  const known = new Map<Profile, Map<Profile, boolean>>()
  return (part, whole) => {
    if (!part || !whole) return false
    const of = known.get(part) ?? new Map<Profile, boolean>()
    known.set(part, of)
    const answer = of.get(whole) ?? isPartOf(part, whole)
    of.set(whole, answer)
    return answer
  }
}

function isPartOf(part: Profile, whole: Profile): boolean {
  if (part.letters === 0) return false
  const common = commonOf([part], [whole])
  if (common >= part.letters / 2) return true
  const isEdgeIn = (one: Profile, other: Profile): boolean =>
    [one.text.slice(0, EDGE), one.text.slice(-EDGE)].some((edge) => other.text.includes(edge))
  return common >= part.letters / 3 && (isEdgeIn(part, whole) || isEdgeIn(whole, part))
}

export function profileOf({ node }: Line): Profile {
  const text = lineText(node).trim()
  const words = new Map<string, number>()
  let letters = 0
  for (const [word] of text.matchAll(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu)) {
    words.set(word, (words.get(word) ?? 0) + 1)
    letters += word.length
  }
  return { text, words, letters }
}

export function lettersIn(group: readonly Profile[]): number {
  return group.reduce((sum, { letters }) => sum + letters, 0)
}

/** How many letters of words are in both groups of lines. */
function commonOf(left: readonly Profile[], right: readonly Profile[]): number {
  let letters = 0
  left.forEach((line, i) => {
    for (const word of line.words.keys())
      if (!left.some((each, before) => before < i && each.words.has(word)))
        letters += word.length * Math.min(countIn(left, word), countIn(right, word))
  })
  return letters
}

function countIn(group: readonly Profile[], word: string): number {
  let count = 0
  for (const { words } of group) count += words.get(word) ?? 0
  return count
}
