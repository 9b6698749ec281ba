import { expect, test, vi } from 'vitest'
import type { Node } from 'prosemirror-model'
import type { Thread } from '../../schema/margin.ts'
import type { Block } from '../../schema/nodes.ts'
import { proposalsOf } from '../../schema/proposals/compare.ts'
import { makes } from '../../schema/proposals/trial.ts'
import { p } from '../schema/builders.ts'
import { randomOf } from '../server/random.ts'
import { editOf, edited, WORDS, type Edit, type Kind } from './edits.ts'
import { KEY, Meeting } from './meeting.ts'

vi.setConfig({ testTimeout: 300_000 })

const RUNS = Number(process.env.RUNS ?? 60)
const SEED = Number(process.env.SEED ?? 20261126)

/** What people do in an office: mostly words, and now and then blocks. */
const MIX: [Kind, number][] = [
  ['insert', 34],
  ['append', 8],
  ['replace', 6],
  ['erase', 18],
  ['embolden', 2],
  ['split', 8],
  ['join', 5],
  ['heading', 4],
  ['bullets', 4],
  ['numbers', 2],
  ['quote', 2],
  ['lift', 2],
  ['newBlock', 4],
  ['removeBlock', 1],
]

interface Figures {
  inserted: number
  there: number
  doubled: string[]
  shapes: number
  shaped: number
  flagged: number
  /** Words beside a neighbour of theirs, of those that have any left. */
  beside: number
  placed: number
  silent: string[]
  twice: string[]
  granted: number
  accepted: number
}

function chosen(random: () => number, words: string): Edit {
  let left = random() * MIX.reduce((sum, [, weight]) => sum + weight, 0)
  const kind = MIX.find(([, weight]) => (left -= weight) < 0)?.[0] ?? 'insert'
  return { kind, at: random(), within: random(), words }
}

/** Ten paragraphs of everyday words, of which none is there once alone. */
function blocks(random: () => number): Block[] {
  return Array.from({ length: 10 }, () =>
    p(`${Array.from({ length: 18 }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ')}.`),
  )
}

function wordsOf(doc: Node): string[] {
  return doc.textBetween(0, doc.content.size, '\n', '\n').match(/[\p{L}\p{N}]+/gu) ?? []
}

function countOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function run(seed: number, figures: Figures): void {
  const random = randomOf(seed)
  const meeting = new Meeting(random, blocks(random))
  const { secretary, hub } = meeting
  const before = meeting.server.node(KEY)

  // The member, on the train.
  let after = before
  for (let i = 0; i < 8; i++) after = edited(after, chosen(random, `m${seed}x${i}`))
  const proposals = proposalsOf(before, after)
  expect(makes(before, proposals, after), `seed ${seed}`).toBe(true)
  const sent = meeting.sentOf(before, proposals)

  // The secretary, in a cellar.
  const isFirst = random() < 0.5
  if (isFirst) {
    meeting.receiveThreads(sent)
    meeting.follow()
  }
  const updates = 1 + Math.floor(random() * 4)
  for (let i = 0; i < 12; i++) {
    const tr = editOf(secretary.node(KEY), chosen(random, `s${seed}x${i}`))
    if (tr) secretary.edit(KEY, (own) => tr.steps.forEach((step) => own.step(step)))
    if (i % Math.ceil(12 / updates) !== 0) continue
    hub.deliver(true)
    meeting.follow()
  }
  hub.deliver(true)
  if (!isFirst) meeting.receiveThreads(sent)
  meeting.follow()

  // One after the other, or all of them before the server has looked again.
  const isAtOnce = random() < 0.5
  const done: Thread[] = []
  for (const thread of meeting.threads()) {
    const was = secretary.node(KEY)
    const outcomes = meeting.acceptTwice(thread)
    const now = secretary.node(KEY)
    const granted = outcomes.filter(({ kind }) => kind !== 'refused')
    figures.accepted++
    figures.granted += granted.length
    const [outcome] = granted
    const isShape = thread.change?.kind !== 'inline'
    const isDone = outcome?.kind === 'applied' || outcome?.kind === 'already'
    if (isShape) figures.shapes++
    if (isShape && isDone) figures.shaped++
    if (isDone) done.push(thread)
    else figures.flagged++
    const isAsSaid = outcome?.kind === 'applied' ? now.eq(outcome.tr.doc) && !now.eq(was) : now.eq(was)
    if (!isAsSaid) figures.silent.push(`seed ${seed} ${thread.id}`)
    now.check()
    if (isAtOnce) continue
    hub.deliver(true)
    meeting.follow()
  }
  hub.deliver(true)
  meeting.follow()
  // Words that were put in are there, and would not be put in again.
  for (const thread of done.filter(({ change }) => /"text":"[^"]*[ms]\d+x/.test(JSON.stringify(change))))
    if (meeting.attempt(thread).kind === 'applied') figures.twice.push(`seed ${seed} ${thread.id}`)
  judge(seed, figures, { before, after, end: meeting.server.node(KEY) })
}

function judge(
  seed: number,
  figures: Figures,
  { before, after, end }: { before: Node; after: Node; end: Node },
): void {
  const [proposed, final] = [wordsOf(after), wordsOf(end)]
  const [old, counts] = [countOf(wordsOf(before)), countOf(final)]
  for (const [word, count] of counts)
    if (count > Math.max(1, old.get(word) ?? 0)) figures.doubled.push(`seed ${seed} ${word}`)
  proposed.forEach((word, i) => {
    if (old.has(word)) return
    figures.inserted++
    const at = final.indexOf(word)
    if (at < 0) return
    figures.there++
    const beside = [proposed[i - 1], proposed[i + 1]].filter((each) => each !== undefined && counts.has(each))
    if (beside.length === 0) return
    figures.placed++
    if (beside.some((each) => each === final[at - 1] || each === final[at + 1])) figures.beside++
  })
}

test('M25 through offline work on both sides proposals find their words, once, and say so when they do not', () => {
  const figures: Figures = {
    inserted: 0,
    there: 0,
    doubled: [],
    shapes: 0,
    shaped: 0,
    flagged: 0,
    beside: 0,
    placed: 0,
    silent: [],
    twice: [],
    granted: 0,
    accepted: 0,
  }
  for (let i = 0; i < RUNS; i++) run(SEED + i, figures)
  const share = (part: number, all: number): string => `${part}/${all} (${((100 * part) / all).toFixed(1)} %)`
  const said = [
    `suggestions, ${RUNS} runs from seed ${SEED}:`,
    `inserted words applied ${share(figures.there, figures.inserted)}, doubled ${figures.doubled.length},`,
    `beside a neighbour of theirs ${share(figures.beside, figures.placed)},`,
    `blocks reshaped ${share(figures.shaped, figures.shapes)}, flagged ${figures.flagged} of ${figures.accepted},`,
    `granted ${share(figures.granted, figures.accepted)}`,
  ].join(' ')
  process.stdout.write(`${said}\n`)
  expect(figures.silent, said).toEqual([])
  expect(figures.twice, said).toEqual([])
  expect(figures.doubled, said).toEqual([])
  expect(figures.granted, said).toBe(figures.accepted)
  expect(figures.inserted, said).toBeGreaterThan(200)
  expect(figures.there / figures.inserted, said).toBeGreaterThanOrEqual(0.98)
  expect(figures.shapes, said).toBeGreaterThan(60)
  expect(figures.shaped / figures.shapes, said).toBeGreaterThanOrEqual(0.8)
  expect(figures.beside / figures.placed, said).toBeGreaterThanOrEqual(0.95)
})
