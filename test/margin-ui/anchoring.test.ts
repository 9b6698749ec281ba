// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { initProseMirrorDoc } from 'y-prosemirror'
import * as Y from 'yjs'
import { targetOf, Whereabouts } from '../../client/margin/anchoring.ts'
import { TextIndex } from '../../client/editor/text-index.ts'
import type { Blocks } from '../../schema/nodes.ts'
import { addThread, type TextTarget } from '../../schema/margin.ts'
import { fragment, type Paper } from '../../schema/paper.ts'
import { schemaOf, writeSection } from '../../schema/sections.ts'
import { li, p, sync, ul } from '../schema/builders.ts'

const KEY = 'item-0001/case'

function paperOf(...blocks: Blocks): Paper {
  const paper = new Y.Doc()
  writeSection(paper, KEY, blocks)
  return paper
}

/** The text of the section as the editor has it. */
function read(paper: Paper) {
  const { doc: node } = initProseMirrorDoc(fragment(paper, KEY), schemaOf(KEY))
  return { node, text: new TextIndex().of(KEY, node) }
}

/** A remark on these words. */
function about(paper: Paper, words: string, nth = 0): TextTarget {
  const { text } = read(paper)
  let at = -1
  for (let i = 0; i <= nth; i++) at = text.text.indexOf(words, at + 1)
  const target = targetOf(paper, text, text.range(at, at + words.length))
  if (target === null) throw new RangeError(words)
  return target
}

/** What is marked now in the document, with two characters before it. */
function placed(paper: Paper, target: TextTarget): string | null {
  const { node, text } = read(paper)
  const place = new Whereabouts(paper).of('thread', target)
  if (place === null) return null
  const { from, to } = text.range(place.from, place.to)
  return node.textBetween(Math.max(1, from - 2), to, '\n')
}

const line = (paper: Paper, block = 0): Y.XmlText =>
  (fragment(paper, KEY).get(block) as Y.XmlElement).get(0) as Y.XmlText

test('M9 a remark on more text than it may be about is on the beginning of that', () => {
  const paper = paperOf(p('Rammen er aftalt. '.repeat(900)))
  const { text } = read(paper)
  const target = targetOf(paper, text, text.range(0, text.text.length))
  expect(target?.quote.length).toBeLessThanOrEqual(10_000)
  addThread(new Y.Doc(), 'thread-001', {
    author: 'esben',
    at: 1,
    kind: 'comment',
    target: target ?? { kind: 'meeting' },
    text: 'Det er langt.',
    mentions: [],
    change: null,
  })
})

describe('M43 a remark is where its text is', () => {
  test('M43 it is about the words without the spaces beside them, and knows what stood there', () => {
    const paper = paperOf(p('Vi tager det op igen i maj.'))
    const { text } = read(paper)
    const target = targetOf(paper, text, { from: 9, to: 17 })
    expect(target).toMatchObject({
      quote: 'det op',
      prefix: 'Vi tager ',
      suffix: ' igen i maj.',
      item: 'item-0001',
      section: 'case',
    })
    expect(targetOf(paper, text, { from: 9, to: 10 })).toBeNull()
  })

  test('M43 it stays with its words when others write before and after them, and in another copy', () => {
    const paper = paperOf(p('Vi tager det op igen i maj.'))
    const target = about(paper, 'maj')
    const other = new Y.Doc()
    sync(paper, other)
    line(other).insert(0, 'Måske. ')
    line(other).insert(line(other).length, ' Eller juni.')
    sync(paper, other)
    expect([placed(paper, target), placed(other, target)]).toEqual(['i maj', 'i maj'])
  })

  test('M43 it finds its words again in a block that took the place of theirs', () => {
    const paper = paperOf(p('Først dette.'), p('Vi tager det op i maj.'))
    const target = about(paper, 'det op i maj')
    fragment(paper, KEY).delete(1, 1)
    expect(placed(paper, target)).toBeNull()
    const moved = paperOf(p('Først dette.'), ul(li(p('Vi tager det op i maj.'))))
    expect(placed(moved, target)).toBe('r det op i maj')
  })

  test('M43 of words that stand in several places it takes those with its neighbours, and none when that is not told', () => {
    const paper = paperOf(p('Første maj og anden maj.'))
    const target = about(paper, 'maj', 1)
    expect(placed(paperOf(p('Ny: Første maj og anden maj. Ja')), target)).toBe('n maj')
    expect(placed(paperOf(p('maj'), p('maj')), target)).toBeNull()
  })

  test('M43 words over several blocks are one text', () => {
    const paper = paperOf(p('Et afsnit'), p('og et til'))
    const target = about(paper, 'afsnit\nog et')
    expect(target.quote).toBe('afsnit\nog et')
    line(paper).insert(0, 'Her: ')
    expect(placed(paper, target)).toBe('t afsnit\nog et')
  })

  test('M43 positions that are none do no harm', () => {
    const paper = paperOf(p('Udvalget tager det op igen i maj, når tallene er der.'))
    const target = { ...about(paper, 'det op igen'), from: 'AAAA', to: '/w==' }
    expect(placed(paper, target)).toBe('r det op igen')
  })
})
