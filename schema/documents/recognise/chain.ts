import type { Candidate } from './candidates.ts'

/** How far numbers may jump within one agenda. */
const MOST_SKIPPED = 4
const STEP = 2
const SKIP = -1.5
const STYLE = -1.5
const MOST_STYLES = 8

interface Best {
  score: number
  candidate: Candidate
  before: Best | null
}

export interface Chain {
  score: number
  candidates: Candidate[]
}

/**
 * The chain of item numbers: of all rising sequences the one with the highest sum of heading scores and steps. "2." as
 * item and "2." as point of a recommendation can be told apart only over the whole document. Linear: each candidate
 * looks at the best ending so far of the few numbers that may come before its own.
 */
export function bestChain(candidates: Candidate[]): Chain {
  const bestByValue = new Map<string, Best[]>()
  let best: Best | null = null
  for (const candidate of candidates) {
    const ending = extend(candidate, bestByValue)
    if (!best || ending.score > best.score) best = ending
    remember(bestByValue, ending)
  }
  return { score: best?.score ?? 0, candidates: unwind(best) }
}

function extend(candidate: Candidate, known: Map<string, Best[]>): Best {
  let best: Best = { score: candidate.score + startScore(candidate.value), candidate, before: null }
  for (const [value, step] of predecessors(candidate.value)) {
    for (const before of known.get(value) ?? []) {
      const style = before.candidate.style === candidate.style ? 0 : STYLE
      const score = before.score + candidate.score + step + style
      if (score > best.score) best = { score, candidate, before }
    }
  }
  return best
}

/** The best ending for each number and way of writing it; sub-numbers also under their parent. */
function remember(known: Map<string, Best[]>, ending: Best): void {
  const { value } = ending.candidate
  keep(known, value.join('.'), ending)
  if (value.length > 1) keep(known, `${value.slice(0, -1).join('.')}.*`, ending)
}

function keep(known: Map<string, Best[]>, key: string, ending: Best): void {
  const others = known.get(key)
  if (!others) return void known.set(key, [ending])
  const same = others.findIndex((other) => other.candidate.style === ending.candidate.style)
  if (same >= 0 && (others[same]?.score ?? 0) <= ending.score) others[same] = ending
  else if (same < 0 && others.length < MOST_STYLES) others.push(ending)
}

const startScore = (value: number[]) =>
  value.length > 1 ? -4 : value[0] === 1 ? 1 : -Math.min(4, Math.max(1, (value[0] ?? 0) - 1))

/** Numbers that may stand before, with what the step is worth: 3 or 3.2 before 4; 3.1 or 3 before 3.2. */
function predecessors(value: number[]): [string, number][] {
  const last = value.at(-1) ?? 0
  const parent = value.slice(0, -1)
  const found: [string, number][] = []
  for (let skipped = 0; skipped <= MOST_SKIPPED; skipped++) {
    const before = last - 1 - skipped
    if (before < 1) break
    const worth = (parent.length ? 0.5 : STEP) + SKIP * skipped
    const name = [...parent, before].join('.')
    found.push([name, worth])
    if (!parent.length) found.push([`${name}.*`, worth - 0.25])
  }
  if (parent.length) found.push([parent.join('.'), last === 1 ? 0 : -1])
  return found
}

function unwind(best: Best | null): Candidate[] {
  const found: Candidate[] = []
  for (let at = best; at; at = at.before) found.push(at.candidate)
  return found.reverse()
}
