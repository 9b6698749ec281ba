import { Whereabouts, keyOf } from '../../client/margin/anchoring.ts'
import {
  anchor,
  AUTHORED_ROOTS,
  receipt,
  SERVED_ROOTS,
  threads,
  type AnchorState,
  type Margin,
  type TextTarget,
} from '../../schema/margin.ts'
import { fragment, type Paper } from '../../schema/paper.ts'
import { sectionText } from '../../schema/section-text.ts'
import { isLate } from '../../server/margin/lateness.ts'
import { waitsInVain, type Outcome } from './check.ts'
import { differing } from './saying.ts'
import type { Entries } from './entries.ts'
import { MARGIN, PAPER, ROUND } from './meeting.ts'
import { ordered } from './ordered.ts'
import { wordsIn } from './words.ts'
import type { World } from './world.ts'

export type Standings = Record<AnchorState, number>

const LETTERS = /[a-z]+/gi

/** Everybody holds the margin that the ledger holds, everybody's own words are in it, and threads are on their text. */
export function checkMargins({ account, audit, desks, entries }: World, outcome: Outcome): void {
  const { faults } = outcome
  const [paper, margin] = [audit.of(PAPER).doc, audit.of(MARGIN).doc]
  const ledger = saying(margin)
  for (const { page } of desks) {
    if (!page) continue
    const { core, doc } = page.remarks
    if (core.isRefused) faults.push(`the margin of ${page.name} is refused`)
    if (waitsInVain(doc, account)) faults.push(`the margin of ${page.name} waits for what never came`)
    const difference = differing(saying(doc), ledger)
    if (difference !== null)
      faults.push(`the margin of ${page.name} differs from the ledger in ${difference}`)
  }
  faults.push(...entries.compare(margin))
  checkReceipts(margin, entries, faults)
  checkAnchors(paper, margin, outcome)
}

function saying(margin: Margin): Map<string, string> {
  return new Map(
    [...AUTHORED_ROOTS, ...SERVED_ROOTS].map((root) => [root, ordered(margin.getMap(root).toJSON())]),
  )
}

/** What is there has a receipt, which says when it came, by the server's clock. */
function checkReceipts(margin: Margin, account: Entries, faults: string[]): void {
  for (const root of AUTHORED_ROOTS)
    for (const id of margin.getMap(root).keys()) {
      const [told, came] = [receipt(margin, root, id), account.arrivalOf(root, id)]
      if (!told || !came) faults.push(`${root}.${id} has no receipt`)
      else if (told.seq !== came.seq || told.at !== came.at || told.late !== isLate(ROUND, came.at))
        faults.push(
          `${root}.${id} came as ${ordered({ ...came })}, and its receipt says ${ordered({ ...told })}`,
        )
    }
}

/** A thread is on words that it is about, or says that it is not, to the server and to whoever looks at the paper. */
function checkAnchors(paper: Paper, margin: Margin, { faults, standings }: Outcome): void {
  const whereabouts = new Whereabouts(paper)
  for (const { id, target } of threads(margin)) {
    if (target.kind !== 'text') continue
    const { state, ...last } = anchor(margin, id) ?? { ...target, state: 'found' as const }
    standings[state]++
    const about = wordsIn(target.quote)
    const isAbout = (text: string): boolean =>
      about.some(
        (word) => text.includes(word) || (text.match(LETTERS) ?? []).some((left) => isLeftOf(left, word)),
      )
    if (state === 'found' && !isAbout(textAt(paper, last)))
      faults.push(`${id} about "${target.quote}" is said to be found at "${textAt(paper, last)}"`)
    const shown = whereabouts.of(id, last)
    const text = shown && sectionText(fragment(paper, keyOf(last))).text.slice(shown.from, shown.to)
    if (text !== null && !isAbout(text)) faults.push(`${id} about "${target.quote}" is shown at "${text}"`)
  }
}

function textAt(paper: Paper, place: TextTarget): string {
  const section = sectionText(fragment(paper, keyOf(place)))
  const [from, to] = [section.offsetOf(place.from), section.offsetOf(place.to)]
  return from === null || to === null ? '' : section.text.slice(from, to)
}

/** Of a word that was typed letter by letter undo may have taken some: at least half of it, in its order, is it still. */
function isLeftOf(left: string, word: string): boolean {
  let at = 0
  for (const letter of left) {
    at = word.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return 2 * left.length >= word.length
}
