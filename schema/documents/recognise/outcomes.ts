import type { Outcome, OutcomeKind } from '../../meeting.ts'
import { textOf, type Blocks } from '../../nodes.ts'
import { findDates } from './dates.ts'

export interface FoundOutcome {
  outcome: Outcome
  /** The sentence it was read from. */
  quote: string
  confidence: number
}

/** One pattern for what is said in several ways, each with a name. */
function anyOf(flags: string, ways: Record<string, string>): RegExp {
  return new RegExp(Object.values(ways).join('|'), flags)
}

const NOT_ADOPTED = /\b(blev |er )?(ikke (fulgt|godkendt|tiltrådt|vedtaget|imødekommet)|afvist|forkastet)\b/i
const ADOPTED = anyOf('iu', {
  recommendation: String.raw`\bindstilling(en|erne)?\s+(blev |er |bliver )?(\p{L}+ )?(godkendt|tiltrådt|fulgt|vedtaget|godkendes|tiltrædes|følges)`,
  agenda: String.raw`^(dagsorden(en)?|referatet)\b.{0,40}\b(godkendt|godkendes)`,
  anything: String.raw`^(?!der\s)(\S+ ){1,12}(blev|er) (\p{L}+ ){0,2}(godkendt|vedtaget|tiltrådt)\b`,
  short: String.raw`^(godkendt|tiltrådt|vedtaget|fulgt)\b`,
  bySomebody: String.raw`\b(godkendte|tiltrådte|vedtog|fulgte indstillingen)\b`,
})
const WITH =
  /\bmed (den |de |det |en |følgende |disse |enkelte |få )?(\p{L}+ )?(bemærkning|tilføjelse|forbehold|ændring|præcisering|justering|tilpasning|kommentar|rettelse)/iu
const NOTED = /\b(tog|taget|tages|blev|er|tager)\b.{0,120}\btil efterretning|^til efterretning/i
const DISCUSSED = anyOf('iu', {
  passive: String.raw`\b(blev|er)\s(\p{L}+ ){0,2}drøftet\b`,
  bySomebody: String.raw`\bdrøftede\b`,
  short: String.raw`^drøftet\b`,
  item: String.raw`^(emnet|punktet|sagen|temaet) (blev )?drøftet`,
})
const POSTPONED = anyOf('i', {
  short: String.raw`^(udsat|udsættes|udskydes|genoptages)\b`,
  item: String.raw`\b(punktet|emnet|sagen|beslutningen|drøftelsen|behandlingen|indstillingen|orienteringen|temaet|det|godkendelsen)\s.{0,60}(udsættes|udsat|udskydes|udskudt|genoptages|udsætte)\b`,
  again: String.raw`\bdrøftes igen på (et )?(næste|kommende|senere) møde`,
})
const CONDITION = /^(såfremt|hvis|når|i tilfælde)\b/i
const FORWARDED =
  /\b(sendes|sendt|videresendes|videresendt|oversendes|oversendt|bringes|løftes)\b.{0,60}\b(videre|ind på|til (drøftelse|behandling|godkendelse|beslutning|politisk)|over til|op i|til)\b/i
const PURPOSE = 'drøftelse|behandling|godkendelse|beslutning'
const DIRECTION = String.raw`(?:behandling|drøftelse|godkendelse|beslutning|videre|ind|op|over)\s+(?:(?:til|i|på|hos)\s+)`
const RECEIVER = String.raw`((?:det )?[\p{Lu}\p{L}][\p{L}-]*(?:\s\p{Lu}[\p{L}-]*|\s(?:niveau|for|i|og)\b)*)`
const FORWARDED_TO = new RegExp(
  String.raw`\b${DIRECTION}(?:(?:${PURPOSE})\s+(?:i|på|hos)\s+)?${RECEIVER}`,
  'u',
)
const POINT = /^(?:ad|pkt\.?|punkt|indstillingspunkt)\s*(\d{1,2})\s*[.:)–-]\s*/i
const MOST_SENTENCES = 300

/** Outcomes that the phrases of the minutes tell of; each kind once for each point. */
export function readOutcomes(minutes: Blocks): FoundOutcome[] {
  const found: FoundOutcome[] = []
  if (minutes.length === 0) return found
  for (const sentence of sentences(textOf(minutes))) {
    const point = POINT.exec(sentence)
    const text = point ? sentence.slice(point[0].length) : sentence
    for (const one of outcomesOf(text)) {
      const outcome = { ...one, point: point ? Number(point[1]) : null }
      if (!found.some((other) => isSame(other.outcome, outcome)))
        found.push({ outcome, quote: sentence, confidence: confidenceOf(outcome.kind, text) })
    }
  }
  return withoutWeaker(found)
}

function outcomesOf(text: string): Omit<Outcome, 'point'>[] {
  const found: Omit<Outcome, 'point'>[] = []
  const add = (kind: OutcomeKind, to: string | null = null) => found.push({ kind, to })
  if (NOT_ADOPTED.test(text)) add('rejected')
  else if (ADOPTED.test(text)) add(WITH.test(text) ? 'adoptedWith' : 'adopted')
  if (NOTED.test(text)) add('noted')
  if (DISCUSSED.test(text)) add('discussed')
  if (CONDITION.test(text)) return found
  if (POSTPONED.test(text)) add('postponed', postponedTo(text))
  if (FORWARDED.test(text)) {
    const to = FORWARDED_TO.exec(text)?.[1]?.trim() ?? null
    if (to) add('forwarded', to)
  }
  return found
}

function postponedTo(text: string): string | null {
  const date = findDates(text)[0]
  if (date) return date.printed
  return (
    /\b(?:til|på)\s+((?:det |et )?(?:næste|kommende|følgende|senere|næstkommende)\s+møde(?:t)?|mødet\s+(?:i|den|d\.)\s+[^.,;]{2,40})/i.exec(
      text,
    )?.[1] ?? null
  )
}

const isSame = (a: Outcome, b: Outcome) => a.kind === b.kind && a.point === b.point

/** "Godkendt med bemærkning" stands over "godkendt". */
function withoutWeaker(found: FoundOutcome[]): FoundOutcome[] {
  return found.filter(
    ({ outcome }) =>
      outcome.kind !== 'adopted' ||
      !found.some((other) => other.outcome.kind === 'adoptedWith' && other.outcome.point === outcome.point),
  )
}

const confidenceOf = (kind: OutcomeKind, text: string) =>
  /^(indstilling|godkendt|taget til|drøftet|dagsorden)/i.test(text) ? 0.9 : kind === 'forwarded' ? 0.6 : 0.75

/** Sentences, split at end marks and line breaks; not after an ordinal or an abbreviation. */
function sentences(text: string): string[] {
  return text
    .slice(0, 200_000)
    .split(/\n|(?<=[\p{L}\p{N})]{3}[.!?])\s+(?=\p{Lu})/u)
    .map((sentence) => sentence.trim().slice(0, 600))
    .filter(Boolean)
    .slice(0, MOST_SENTENCES)
}
