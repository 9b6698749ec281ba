import * as Y from 'yjs'
import { afterEach, describe, expect, test } from 'vitest'
import { Disk } from './disk.ts'
import { isIll, runChaos } from './run.ts'
import { judgeSaid, type Said } from './said.ts'
import { judge, type Word } from './words.ts'
import { receiptKey, reply } from '../../schema/margin.ts'
import type { SectionKey } from '../../schema/paper.ts'

// Each client listens to the end of the process.
process.setMaxListeners(0)

const lines: string[] = []
afterEach(() => void lines.splice(0))

/** A few rounds with a few clients; `npm run chaos` plays as many as one likes. */
async function small(faults: string[], rounds: number): Promise<void> {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  const tallies = await runChaos({ rounds, clients: 6, seed, faults, say: (line) => lines.push(line) })
  const told = `seed ${seed}\n${lines.join('\n')}`
  expect(tallies.filter(isIll), told).toEqual([])
  expect(
    tallies.reduce((sum, tally) => sum + tally.rounds, 0),
    told,
  ).toBe(rounds)
}

const probe = Disk.mount(16, () => undefined)
probe?.removeNow()

describe('a real server, broken while people type', () => {
  test(
    'L9 killed again and again, it loses and doubles nothing it acknowledged, and everybody ends with the same',
    () => small(['kill', 'kill-twice'], 2),
    120_000,
  )

  test.skipIf(probe === null)(
    'L6 on a full disk it acknowledges nothing that is not on it, serves newcomers, and goes on when there is room',
    () => small(['full-disk'], 1),
    120_000,
  )

  test.skipIf(probe === null)(
    'L19 on a disk that stands still it answers what needs no disk, and what was typed arrives afterwards',
    () => small(['slow-disk'], 1),
    120_000,
  )
})

const HERE: SectionKey = 'item-0001/minutes'
const THERE: SectionKey = 'item-0002/minutes'

function typed(text: string, changes: Partial<Word> = {}): Word {
  return { text, section: HERE, acknowledged: true, deleted: 'no', ...changes }
}

test.each<[string, Word[], Record<SectionKey, string[]>, boolean, string[]]>([
  ['is there', [typed('k1n0.')], { [HERE]: ['k1n0.'] }, true, []],
  ['is gone', [typed('k1n0.')], {}, false, ['lost']],
  ['never came and was not acknowledged', [typed('k1n0.', { acknowledged: false })], {}, false, []],
  ['never came at the end', [typed('k1n0.', { acknowledged: false })], {}, true, ['lost']],
  ['stands twice', [typed('k1n0.')], { [HERE]: ['k1n0.', 'k1n0.'] }, true, ['doubled', 'misplaced']],
  ['stands elsewhere', [typed('k1n0.')], { [THERE]: ['k1n0.'] }, true, ['misplaced']],
  [
    'stands before an earlier one',
    [typed('k1n0.'), typed('k1n1.')],
    { [HERE]: ['k1n1.', 'k1n0.'] },
    true,
    ['misplaced'],
  ],
  [
    'was deleted and is back',
    [typed('k1n0.', { deleted: 'acknowledged' })],
    { [HERE]: ['k1n0.'] },
    false,
    ['returned'],
  ],
  ['was deleted, not acknowledged', [typed('k1n0.', { deleted: 'here' })], { [HERE]: ['k1n0.'] }, false, []],
  ['was typed by nobody', [], { [HERE]: ['k1n0.'] }, true, ['strange']],
])('L9 what a round of chaos says of a word that %s', (_what, words, found, all, ills) => {
  const places = new Map(Object.entries(found) as [SectionKey, string[]][])
  expect(judge(words, places, all).map(({ ill }) => ill)).toEqual(ills)
})

const SAID: Said = {
  root: 'replies',
  id: 'reply-1',
  author: 'mads',
  acknowledged: true,
  wordings: ['first', 'second', 'third'],
  kept: 2,
  deleted: 'no',
}

/** A margin with one reply that reads so. */
function replied(text: string, author = 'mads', isReceived = true): Y.Doc {
  const margin = new Y.Doc()
  reply(margin, 'reply-1', { author, at: 1, thread: 'thread-1', text, mentions: [] })
  if (isReceived)
    margin.getMap('receipts').set(receiptKey('replies', 'reply-1'), { seq: 1, at: 1, late: false })
  return margin
}

test.each<[string, Said[], Y.Doc, boolean, string[]]>([
  ['reads as acknowledged', [SAID], replied('second'), false, []],
  ['reads as worded since', [SAID], replied('third'), false, []],
  ['reads as before', [SAID], replied('first'), false, ['altered']],
  ['does not read as worded last in the end', [SAID], replied('second'), true, ['altered']],
  ['is another’s', [SAID], replied('third', 'ida'), true, ['altered']],
  ['has no receipt', [SAID], replied('third', 'mads', false), true, ['altered']],
  ['is gone', [SAID], new Y.Doc(), false, ['lost']],
  ['never came and was not acknowledged', [{ ...SAID, acknowledged: false }], new Y.Doc(), false, []],
  ['was deleted and is back', [{ ...SAID, deleted: 'acknowledged' }], replied('third'), false, ['returned']],
  ['was said by nobody', [], replied('third'), true, ['strange']],
])('L9 what a round of chaos says of a reply that %s', (_what, said, margin, all, ills) => {
  expect(judgeSaid(said, margin, all).map(({ ill }) => ill)).toEqual(ills)
})
