import { entry, receipt, AUTHORED_ROOTS, type AuthoredRoot, type Margin } from '../../schema/margin.ts'
import type { Finding } from './words.ts'

/** Something that was said in a margin, and what of that the server has promised to keep. */
export interface Said {
  root: AuthoredRoot
  id: string
  author: string
  acknowledged: boolean
  /** What it read, the last at the end; empty for what has no words. */
  wordings: string[]
  /** How many of these are acknowledged. */
  kept: number
  deleted: 'no' | 'here' | 'acknowledged'
}

/**
 * Compares a margin with what was said in it. With `all` everything must be there, else only what was acknowledged must;
 * what is there must be its author's, read as they worded it last, or later than was acknowledged, and have its receipt.
 */
export function judgeSaid(said: readonly Said[], margin: Margin, all: boolean): Finding[] {
  const findings = said.flatMap((each) => {
    const fault = faultOf(each, margin, all)
    return fault === null ? [] : [{ ...fault, word: `${each.root}.${each.id}` }]
  })
  const known = new Set(said.map(({ root, id }) => `${root}.${id}`))
  for (const root of AUTHORED_ROOTS)
    for (const id of margin.getMap(root).keys())
      if (!known.has(`${root}.${id}`))
        findings.push({ ill: 'strange', word: `${root}.${id}`, detail: 'was said by nobody' })
  return findings
}

function faultOf(said: Said, margin: Margin, all: boolean): Omit<Finding, 'word'> | null {
  const { root, id, author, acknowledged, wordings, kept, deleted } = said
  const found = entry(margin, root, id)
  const mustBe = deleted === 'no' && (all || acknowledged)
  const mustNotBe = deleted === 'acknowledged' || (all && deleted === 'here')
  if (found === null) return mustBe ? { ill: 'lost', detail: `said by ${author}` } : null
  if (mustNotBe) return { ill: 'returned', detail: `deleted by ${author} (${deleted})` }
  if (found.author !== author)
    return { ill: 'altered', detail: `of ${author} is said to be ${found.author}'s` }
  if (receipt(margin, root, id) === null) return { ill: 'altered', detail: 'has no receipt' }
  const text = 'text' in found ? found.text : ''
  const at = wordings.lastIndexOf(text)
  const least = all ? wordings.length - 1 : kept - 1
  return at >= Math.max(0, least) ? null : { ill: 'altered', detail: `reads "${text}"` }
}
