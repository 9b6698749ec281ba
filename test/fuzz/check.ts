import * as Y from 'yjs'
import type { Paper, SectionKey } from '../../schema/paper.ts'
import { sectionBlocks, schemaOf } from '../../schema/sections.ts'
import type { Account, Fate } from './account.ts'
import { checkMargins, type Standings } from './check-margin.ts'
import { PAPER } from './meeting.ts'
import { differing, differingToRead, saying } from './saying.ts'
import { homeOf, readWords, sectionsOf, type Words } from './words.ts'
import type { World } from './world.ts'

/** What came of one seed. */
export interface Outcome {
  /** What must never happen, and did. */
  faults: string[]
  /**
   * How many words ended how; `parted`: whole, with something of another's in between. Beside that: `doubled`, `returned`,
   * `torn`, and `halved`, of which what stood when they were being typed was deleted, or the rest went with a window.
   */
  fates: Record<Fate | 'parted' | 'doubled' | 'returned' | 'torn' | 'halved', number>
  /** Words in all. */
  words: number
  /** How much was said in the margin. */
  said: number
  /** How the texts of threads stand in the end. */
  standings: Standings
  /** Words that were lost or doubled by acts that met, and where; for `--trace`. */
  notes: string[]
}

const NONE: Outcome['fates'] = {
  there: 0,
  erased: 0,
  offered: 0,
  raced: 0,
  restructured: 0,
  unsaved: 0,
  gone: 0,
  parted: 0,
  doubled: 0,
  returned: 0,
  torn: 0,
  halved: 0,
}

/**
 * Looks at a world that has come to rest. `strict`: a word that was lost or doubled because two changes met is a fault
 * too.
 */
export function check(world: World, strict: boolean): Outcome {
  const outcome: Outcome = {
    faults: [...new Set(world.errors), ...world.audit.faults, ...world.account.faults],
    said: world.entries.size,
    standings: { found: 0, uncertain: 0, gone: 0 },
    fates: { ...NONE },
    words: world.account.words.size,
    notes: [],
  }
  checkPapers(world, outcome)
  checkReadable(world.audit.of(PAPER).doc, outcome)
  checkWords(world, outcome)
  checkMargins(world, outcome)
  if (strict) outcome.faults.push(...outcome.notes)
  return outcome
}

/** Everybody holds what the ledger holds. */
function checkPapers({ account, audit, desks }: World, { faults }: Outcome): void {
  const ledger = saying(audit.of(PAPER).doc)
  for (const { page } of desks) {
    if (!page) continue
    if (page.core.isRefused) faults.push(`${page.name} is refused`)
    if (waitsInVain(page.doc, account)) faults.push(`${page.name} waits for what never came`)
    const difference = page.onlyReads
      ? differingToRead(page.doc, audit.of(PAPER).doc)
      : differing(saying(page.doc), ledger)
    if (difference !== null) faults.push(`${page.name} differs from the ledger in ${difference}`)
    if (page.shown() !== null) faults.push(`${page.name} shows other text than it holds in ${page.shown()}`)
  }
}

/** Whether a paper waits for something else than what went with a window that was killed. */
export function waitsInVain({ store }: Y.Doc, { lostFrom }: Account): boolean {
  const { pendingStructs, pendingDs } = store
  const waits = [...(pendingStructs?.missing ?? [])]
  if (pendingDs !== null)
    for (const [client, ranges] of Y.decodeUpdateV2(pendingDs).ds.clients)
      waits.push(...ranges.map(({ clock, len }): [number, number] => [client, clock + len - 1]))
  return waits.some(([client, clock]) => clock < (lostFrom.get(client) ?? Infinity))
}

/** Reading a section deletes, for everybody, what the schema refuses: so reading must change nothing. */
function checkReadable(paper: Paper, { faults }: Outcome): void {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(paper))
  for (const key of sectionsOf(copy)) {
    const before = copy.getXmlFragment(key).toString()
    try {
      for (const block of sectionBlocks(copy, key)) schemaOf(key).nodeFromJSON(block).check()
    } catch (error) {
      faults.push(`${key} does not fit the schema: ${String(error)}`)
    }
    if (copy.getXmlFragment(key).toString() !== before) faults.push(`reading ${key} deletes text`)
  }
  copy.destroy()
}

function checkWords({ account, audit, desks }: World, outcome: Outcome): void {
  const paper = audit.of(PAPER).doc
  const offered = new Set(desks.flatMap(({ page }) => page?.offered() ?? []))
  const sections = new Map<SectionKey, Words>(
    sectionsOf(paper).map((key) => [key, readWords(paper.getXmlFragment(key))]),
  )
  const text = sectionsOf(paper)
    .map((key) => textOf(paper.getXmlFragment(key)))
    .join(' ')
  const entries = paper.getMap('items')
  const identity = (item: string): string => {
    const entry = entries.get(item)
    const name: unknown = entry instanceof Y.Map ? entry.get('printedNumber') : null
    return account.identity(item, typeof name === 'string' ? name : null)
  }
  for (const [word, { homes, removedBy, places, page }] of account.words) {
    const found = [...sections].filter(([, words]) => words.has(word))
    for (const [key] of found)
      if (!homes.has(homeOf(key, identity)))
        outcome.faults.push(`${word} of ${[...homes].join(', ')} stands in ${homeOf(key, identity)}`)
    const count = found.reduce((sum, [, words]) => sum + (words.get(word)?.length ?? 0), 0)
    const known = account.fateOf(word, count, offered.has(word))
    const fate = known === 'gone' && isParted(text, word) ? 'parted' : known
    outcome.fates[fate]++
    if (fate === 'gone') outcome.faults.push(`${word} of ${page} is gone, and nobody took it away`)
    if (count === 0 && removedBy.length === 0 && isTorn(text, word)) {
      const how = fate === 'raced' || fate === 'unsaved' ? 'halved' : 'torn'
      outcome.fates[how]++
      outcome.notes.push(`${word} of ${page} is ${how}`)
    }
    if (fate === 'restructured' || fate === 'raced')
      outcome.notes.push(`${word} of ${page} fell to ${namesOf(account.causesOf(word))}`)
    if (count > 0 && removedBy.length > 0) outcome.fates.returned++
    if (count > 1 && !places.some(({ act }) => act.family === 'copy')) {
      outcome.fates.doubled++
      outcome.notes.push(`${word} stands ${count} times by ${namesOf(places.map(({ act }) => act))}`)
    }
  }
}

/** Whether a word stands whole but for something that came into it, such as a space that an undo brought back. */
function isParted(text: string, word: string): boolean {
  return [...word].some((_, i) => i > 0 && RegExp(`${word.slice(0, i)}.{1,40}${word.slice(i)}`).test(text))
}

/** Whether a half of a word stands somewhere. */
function isTorn(text: string, word: string): boolean {
  return [word.slice(0, 4), word.slice(4)].some((half) => text.includes(half))
}

function textOf(type: Y.XmlFragment | Y.XmlElement): string {
  return type
    .toArray()
    .map((child) =>
      child instanceof Y.XmlText
        ? (child.toDelta() as { insert: unknown }[]).map(({ insert }) => String(insert)).join('')
        : child instanceof Y.XmlElement
          ? ` ${textOf(child)} `
          : '',
    )
    .join('')
}

function namesOf(acts: readonly { page: string; name: string }[]): string {
  return [...new Set(acts.map(({ page, name }) => `${page} "${name}"`))].join(', ')
}
