import { EditorState } from 'prosemirror-state'
import { findWrapping, Transform } from 'prosemirror-transform'
import type { Node } from 'prosemirror-model'
import { initProseMirrorDoc, updateYFragment, yXmlFragmentToProseMirrorRootNode } from 'y-prosemirror'
import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { safeHref, sectionSchema } from '../../schema/nodes.ts'
import { fragment, type Paper, type SectionKey } from '../../schema/paper.ts'
import { sectionNode, writeSection } from '../../schema/sections.ts'
import { li, p, sync, ul } from './builders.ts'

const KEY: SectionKey = 'item-one/minutes'

/** A small generator, so that a failing seed can be run again. */
function random(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return state % below
  }
}

function edit(paper: Paper, change: (tr: Transform) => void): void {
  const { doc, meta } = initProseMirrorDoc(fragment(paper, KEY), sectionSchema)
  const tr = EditorState.create({ doc }).tr
  change(tr)
  if (tr.docChanged) paper.transact(() => updateYFragment(paper, fragment(paper, KEY), tr.doc, meta))
}

function textblocks(doc: Node): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock) found.push({ from: pos + 1, to: pos + node.nodeSize - 1 })
  })
  return found
}

/** One random edit, text or structure, of the kinds an editor makes. */
function randomEdit(paper: Paper, next: (below: number) => number, word: string): void {
  edit(paper, (tr) => {
    const blocks = textblocks(tr.doc)
    const block = blocks[next(blocks.length)]
    if (!block) return
    const at = block.from + next(block.to - block.from + 1)
    const kind = next(6)
    if (kind <= 1) tr.insert(at, sectionSchema.text(word))
    else if (kind === 2) tr.split(at)
    else if (kind === 3) tr.delete(block.from, at)
    else if (kind === 4) wrap(tr, block.from)
    else
      tr.setBlockType(block.from, block.to, sectionSchema.nodes.heading ?? sectionSchema.topNodeType, {
        level: 2,
      })
  })
}

function wrap(tr: Transform, at: number): void {
  const range = tr.doc.resolve(at).blockRange()
  const list = sectionSchema.nodes.bullet_list
  const wrapping = range && list && findWrapping(range, list)
  if (range && wrapping) tr.wrap(range, wrapping)
}

describe('the nodes', () => {
  test('N1 no content expression demands a node and every attribute has a default', () => {
    for (const [name, type] of Object.entries(sectionSchema.nodes)) {
      if (name !== 'doc') expect(type.contentMatch.validEnd, name).toBe(true)
      expect(() => type.isText || type.create(), name).not.toThrow()
    }
  })

  test('N1 merging two offline editors deletes nothing', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const next = random(seed)
      const peers = [new Y.Doc(), new Y.Doc()] as const
      writeSection(peers[0], KEY, [p('en to tre fire'), ul(li(p('fem seks')), li(p('syv'))), p('otte')])
      sync(...peers)
      for (let step = 0; step < 16; step++) randomEdit(peers[step % 2 ? 0 : 1], next, `ord${seed}x${step} `)
      sync(...peers)
      const before = fragment(peers[0], KEY).toString()
      const node = yXmlFragmentToProseMirrorRootNode(fragment(peers[0], KEY), sectionSchema)
      expect(() => node.check(), `seed ${seed}`).not.toThrow()
      expect(fragment(peers[0], KEY).toString(), `seed ${seed}: reading changed the text`).toBe(before)
      expect(fragment(peers[1], KEY).toString(), `seed ${seed}: diverged`).toBe(before)
    }
  })

  test('N2 reading an empty section writes nothing and gives a place for the caret', () => {
    const paper = new Y.Doc()
    let updates = 0
    paper.on('update', () => updates++)
    expect(sectionNode(paper, KEY).toString()).toBe('doc(paragraph)')
    expect(sectionNode(paper, 'item-one/title').toString()).toBe('doc(paragraph)')
    expect(updates).toBe(0)
  })

  test.each([
    ['https://a.dk/x', 'https://a.dk/x'],
    ['mailto:a@b.dk', 'mailto:a@b.dk'],
    ['tel:+4512345678', 'tel:+4512345678'],
    ['/moede/1', '/moede/1'],
    ['www.a.dk', 'www.a.dk'],
    ['javascript:alert(1)', null],
    ['  JavaScript:alert(1)', null],
    ['data:text/html,x', null],
    ['java\nscript:alert(1)', null],
    ['\u0001javascript:alert(1)', null],
  ])('N3 a link to %j is %j', (href, expected) => {
    expect(safeHref(href)).toBe(expected)
  })
})
