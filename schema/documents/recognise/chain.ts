import type { Candidate } from './candidates.ts'

/** How far numbers may jump within one agenda. */
const MOST_SKIPPED = 4
const STEP = 2
const SKIP = -1.5
/** What it costs to write the number in another way than the item before. */
const OTHER_STYLE = -1.5
const MOST_STYLES = 8
/** A number that follows the last of the sub-numbers, rather than the number itself, is worth a little less. */
const AFTER_SUB = -0.25

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
  const chains = new Endings()
  let best: Best | null = null
  for (const candidate of candidates) {
    const ending = chains.extend(candidate)
    if (!best || ending.score > best.score) best = ending
  }
  return { score: best?.score ?? 0, candidates: unwind(best) }
}

/** The best chains so far by the number they end with: one for each way of writing it. */
class Endings {
  /** By whole number, for most are. */
  private readonly whole = new Map<number, Best[]>()
  private readonly byNumber = new Map<string, Best[]>()
  /** By the number above, whatever the sub-number. */
  private readonly byParent = new Map<string, Best[]>()

  extend(candidate: Candidate): Best {
    const ending: Best = { score: candidate.score + startScore(candidate.value), candidate, before: null }
    this.lookBefore(ending)
    this.keep(ending)
    return ending
  }

  /** Numbers that may stand before: 3 or 3.2 before 4; 3.1 or 3 before 3.2. */
  private lookBefore(ending: Best): void {
    const { value } = ending.candidate
    const last = value.at(-1) ?? 0
    const parent = value.length > 1 ? value.slice(0, -1).join('.') : null
    const least = Math.max(1, last - 1 - MOST_SKIPPED)
    for (let before = last - 1; before >= least; before--) {
      const worth = (parent === null ? STEP : 0.5) + SKIP * (last - 1 - before)
      if (parent === null) {
        follow(ending, this.whole.get(before), worth)
        if (this.byParent.size) follow(ending, this.byParent.get(String(before)), worth + AFTER_SUB)
      } else follow(ending, this.byNumber.get(`${parent}.${before}`), worth)
    }
    if (parent === null) return
    const above = value.length === 2 ? this.whole.get(value[0] ?? 0) : this.byNumber.get(parent)
    follow(ending, above, last === 1 ? 0 : -1)
  }

  private keep(ending: Best): void {
    const { value } = ending.candidate
    if (value.length === 1) return keepIn(this.whole, value[0] ?? 0, ending)
    keepIn(this.byNumber, value.join('.'), ending)
    keepIn(this.byParent, value.slice(0, -1).join('.'), ending)
  }
}

/** Lets an ending follow the best of those before it, where that is worth more than what it has. */
function follow(ending: Best, before: Best[] | undefined, worth: number): void {
  for (const one of before ?? []) {
    const style = one.candidate.style === ending.candidate.style ? 0 : OTHER_STYLE
    const score = one.score + ending.candidate.score + worth + style
    if (score <= ending.score) continue
    ending.score = score
    ending.before = one
  }
}

function keepIn<K>(known: Map<K, Best[]>, number: K, ending: Best): void {
  const others = known.get(number)
  if (!others) return void known.set(number, [ending])
  const same = others.findIndex((other) => other.candidate.style === ending.candidate.style)
  if (same >= 0 && (others[same]?.score ?? 0) <= ending.score) others[same] = ending
  else if (same < 0 && others.length < MOST_STYLES) others.push(ending)
}

const startScore = (value: number[]) =>
  value.length > 1 ? -4 : value[0] === 1 ? 1 : -Math.min(4, Math.max(1, (value[0] ?? 0) - 1))

function unwind(best: Best | null): Candidate[] {
  const found: Candidate[] = []
  for (let at = best; at; at = at.before) found.push(at.candidate)
  return found.reverse()
}
