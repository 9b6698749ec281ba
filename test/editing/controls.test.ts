// @vitest-environment happy-dom
import { flushSync } from 'svelte'
import { describe, expect, test } from 'vitest'
import { insertEntries, typeEntries } from '../../client/editing/bar-menus.ts'
import { EditingBarState } from '../../client/editing/bar.svelte.ts'
import { dressSection } from '../../client/editing/dress.ts'
import type { ControlledEditor, EditorFocus } from '../../client/editing/editor.ts'
import { findAll, type FoundIn } from '../../client/editing/find-matches.ts'
import { Find } from '../../client/editing/find.svelte.ts'
import { keyName } from '../../client/editing/key-names.ts'
import { ToolMenu } from '../../client/editing/tool-menu.svelte.ts'
import { placeText } from '../../client/editing/place.ts'
import { moveIn } from '../../client/editing/toolbar.ts'
import type { SectionKey } from '../../schema/paper.ts'
import { WORDS } from '../../schema/words/index.ts'
import { DOMSerializer } from 'prosemirror-model'
import { sectionSchema, titleSchema } from '../../schema/nodes.ts'
import { EditorState } from 'prosemirror-state'
import {
  doc,
  fn,
  h,
  p,
  ref,
  stateOf,
  strong,
  table,
  task,
  td,
  th,
  tr,
  ul,
  li,
  type Built,
} from './builders.ts'
import { paperWith, testHost } from './host.ts'

const paper = paperWith('Velkomst', 'Rådgivning')
const at = (key: SectionKey, built: Built): EditorFocus => ({ kind: 'section', key, state: stateOf(built) })

function barAt(focus: EditorFocus) {
  const calls: unknown[][] = []
  const editor: ControlledEditor = {
    focus,
    canUndo: true,
    canRedo: false,
    run: (command) => focus.kind === 'section' && command(focus.state),
    toggleMark: (name) => calls.push(['mark', name]),
    view: () => null,
    edit: () => undefined,
    focusSection: (key, place) => calls.push(['focus', key, place]),
    copySelection: () => calls.push(['copy']),
    deleteSelection: () => calls.push(['delete']),
    undo: () => calls.push(['undo']),
    redo: () => calls.push(['redo']),
  }
  const host = testHost(paper)
  return { bar: new EditingBarState(editor, host), calls, host }
}

describe('the editing bar', () => {
  const title = EditorState.create({ schema: titleSchema })
  const places: [EditorFocus, string][] = [
    [{ kind: 'none' }, ''],
    [at('i2/minutes', doc(p('<a>'))), 'Punkt 2, Referat'],
    [at('i1/case', doc(table(tr(td('<a>'))))), 'Punkt 1, tabel'],
    [at('i1/minutes', doc(task({}, '<a>'))), 'Punkt 1, opgave'],
    [{ kind: 'section', key: 'i1/title', state: title }, 'Punkt 1, titel'],
    [{ kind: 'wide', from: 'i1/case', to: 'i2/case', items: 2, paragraphs: 4 }, 'Punkt 1–2'],
    [at('gone/case', doc(p('<a>'))), ''],
  ]
  test.each(places)('T12 where the caret is: %#', (focus, text) => {
    expect(placeText(focus, paper, WORDS.da)).toBe(text)
  })

  test('T12 what it offers follows the place', () => {
    expect(barAt({ kind: 'none' }).bar.mode).toBe('none')
    expect(barAt(at('i1/case', doc(p('<a>')))).bar.mode).toBe('text')
    expect(barAt(at('i1/case', doc(table(tr(td('<a>')))))).bar.mode).toBe('table')
    expect(barAt({ kind: 'section', key: 'i1/title', state: title }).bar.mode).toBe('title')
    const wide = barAt({ kind: 'wide', from: 'i1/case', to: 'i2/case', items: 2, paragraphs: 4 })
    expect([wide.bar.mode, wide.bar.selected]).toEqual(['wide', 'Markeret: 2 punkter, 4 afsnit'])
    wide.bar.toggleMark('strong')
    expect(wide.calls).toEqual([['mark', 'strong']])
  })

  test('T12 shows the paragraph type, marks, lists and the header row', () => {
    const { bar } = barAt(at('i1/case', doc(h(strong('f<a>ed')))))
    expect([bar.type, bar.markOn('strong'), bar.markOn('em')]).toEqual(['heading', true, false])
    const list = barAt(at('i1/case', doc(ul(li(p('et')), li(p('t<a>o')))))).bar
    expect([list.inList('bullet_list'), list.canIndent, list.canOutdent]).toEqual([true, true, true])
    expect(barAt(at('i1/case', doc(p('<a>')))).bar.canIndent).toBe(false)
    expect(barAt(at('i1/case', doc(table(tr(th('<a>')), tr(td()))))).bar.headerRow).toBe(true)
  })

  test('T12 decisions and tasks are offered in the minutes alone', () => {
    const ids = (key: SectionKey) => typeEntries(barAt(at(key, doc(p('<a>')))).bar).map(({ id }) => id)
    expect(ids('i1/minutes')).toEqual([
      'body',
      'heading',
      'smallHeading',
      'quote',
      'decision',
      'task',
      'clear',
    ])
    expect(ids('i1/case')).toEqual(['body', 'heading', 'smallHeading', 'quote', 'clear'])
    const { bar, host } = barAt(at('i2/minutes', doc(p('<a>'))))
    typeEntries(bar)
      .find(({ id }) => id === 'decision')
      ?.run()
    expect(host.decided).toEqual(['i2'])
    expect(insertEntries(bar).map(({ id }) => id)).toContain('task')
  })

  test('T12 Escape gives the caret back where it was', () => {
    const { bar, calls } = barAt(at('i1/case', doc(p('<a>to<b>'))))
    expect(bar.mode).toBe('text')
    bar.returnToText()
    expect(calls).toEqual([['focus', 'i1/case', { anchor: 1, head: 3 }]])
  })

  test('T12 arrows move among the tools, round the ends', () => {
    const tools = ['a', 'b', 'c'].map((name) => {
      const tool = document.body.appendChild(document.createElement('button'))
      tool.textContent = name
      return tool
    })
    const lands = (from: number, key: string) => {
      tools[from]?.focus()
      return moveIn(tools, key)?.textContent
    }
    expect([
      lands(0, 'ArrowRight'),
      lands(2, 'ArrowRight'),
      lands(0, 'ArrowLeft'),
      lands(1, 'Home'),
      lands(1, 'End'),
    ]).toEqual(['b', 'a', 'c', 'a', 'c'])
    expect(lands(0, 'x')).toBeUndefined()
  })

  test('T12 keys are written as they are pressed', () => {
    expect([keyName('Mod-Alt-1', false), keyName('Mod-Alt-1', true), keyName('Mod-b', false)]).toEqual([
      'Ctrl Alt 1',
      '⌘⌥1',
      'Ctrl B',
    ])
  })
})

describe('menus', () => {
  function menu() {
    const ran: string[] = []
    const closed: boolean[] = []
    const entry = (id: string, checked = false) => ({ id, label: id, checked, run: () => ran.push(id) })
    const made = new ToolMenu(
      () => [entry('Et'), entry('To', true), entry('Tre')],
      (chosen) => closed.push(chosen),
    )
    return { made, ran, closed }
  }

  test('T12 opens at the choice that holds; arrows go round; Enter chooses', () => {
    const { made, ran, closed } = menu()
    made.open()
    expect(made.active).toBe(1)
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter']) made.press(key)
    expect([ran, closed, made.isOpen]).toEqual([['Tre'], [true], false])
  })

  test('T12 Escape closes without choosing; letters find', () => {
    const { made, ran, closed } = menu()
    made.open('first')
    made.press('t')
    expect(made.active).toBe(1)
    made.press('t')
    expect(made.active).toBe(2)
    made.press('Escape')
    expect([ran, closed]).toEqual([[], [false]])
  })
})

describe('find', () => {
  const text = (key: SectionKey, words: string): FoundIn => ({
    key,
    text: words,
    range: (start, end) => ({ from: start + 1, to: end + 1 }),
  })
  const texts = [
    text('i1/case', 'Hjemmeplejen og hjemmepleje'),
    text('i2/minutes', 'Til hjemmepleje  nu. 1+1'),
  ]

  const cases: [string, boolean, number][] = [
    ['hjemmepleje', false, 3],
    ['hjemmepleje', true, 2],
    ['hjemmepleje nu', false, 1],
    ['1+1', false, 1],
    ['', false, 0],
    ['   ', false, 0],
  ]
  test.each(cases)('T13 "%s" whole words %s: %d', (query, whole, count) => {
    expect(findAll(texts, query, whole)).toHaveLength(count)
  })

  function opened() {
    const calls: unknown[][] = []
    const find = new Find(
      {
        textIndex: () => texts,
        setMatches: (matches, current) => calls.push(['set', matches.length, current]),
        reveal: (key, from, to) => calls.push(['reveal', key, from, to]),
        focusSection: (key, place) => calls.push(['focus', key, place]),
      },
      paper,
      (item) => ['i1', 'closed', 'i2'].indexOf(item),
    )
    find.open()
    find.type('hjemmepleje')
    flushSync()
    return { find, calls }
  }

  test('T13 searches again when the paper changed, and not for a transaction that changed nothing', () => {
    const { calls } = opened()
    const before = calls.length
    paper.transact(() => paper.getXmlFragment('i1/minutes').toString())
    expect(calls.length).toBe(before)
    paper.transact(() => paper.getMap('meeting').set('place', 'Lokale 4'))
    expect(calls.length).toBeGreaterThan(before)
  })

  test('T13 counts, walks round the end, and counts per item', () => {
    const { find, calls } = opened()
    expect(find.count(WORDS.da)).toBe('1 af 3')
    find.next(-1)
    expect(find.count(WORDS.da)).toBe('3 af 3')
    expect(calls.at(-1)).toEqual(['reveal', 'i2/minutes', 5, 16])
    expect([...find.perItem]).toEqual([
      ['i1', 2],
      ['i2', 1],
    ])
    find.type('findes ikke')
    expect(find.count(WORDS.da)).toBe('Ingen fund')
  })

  test('T17 closed items are searched in their place, and each match is shown in its own text', () => {
    const { find, calls } = opened()
    const inner: unknown[][] = []
    const zone = paperWith('Lukket')
    const leave = find.join(
      {
        textIndex: () => [text('closed/minutes', 'hjemmepleje, Hjemmepleje')],
        setMatches: (matches, current) => inner.push(['set', matches.length, current]),
        reveal: (key) => inner.push(['reveal', key]),
        focusSection: (key) => inner.push(['focus', key]),
      },
      zone,
    )
    expect([...find.perItem]).toEqual([
      ['i1', 2],
      ['closed', 2],
      ['i2', 1],
    ])
    find.next(1)
    find.next(1)
    expect(inner.slice(-2)).toEqual([
      ['set', 2, 0],
      ['reveal', 'closed/minutes'],
    ])
    expect(calls.at(-1)).toEqual(['set', 3, null])
    const before = inner.length
    zone.transact(() => zone.getMap('meeting').set('place', 'Lokale 4'))
    expect(inner.length).toBeGreaterThan(before)
    leave()
    expect([...find.perItem.keys()]).toEqual(['i1', 'i2'])
  })

  test('T13 closing takes the marks away and puts the caret at the match', () => {
    const { find, calls } = opened()
    find.close()
    expect(calls.slice(-2)).toEqual([
      ['set', 0, null],
      ['focus', 'i1/case', { anchor: 1, head: 12 }],
    ])
    expect(find.isOpen).toBe(false)
  })
})

describe('static sections', () => {
  test('T8 look as when they are mounted: numbers, dates, figures and notes', () => {
    const node = doc(
      p('jf. ', ref('i2', 'gammelt'), fn('en note')),
      task({ id: 't', due: '2026-05-08' }, 'gør'),
      table(tr(th('a'), th('b')), tr(td('x'), td('12'))),
    )
    const element = document.createElement('div')
    element.append(DOMSerializer.fromSchema(sectionSchema).serializeFragment(node.content, { document }))
    for (let times = 0; times < 2; times++) dressSection(element, node, testHost(paper))
    expect(element.querySelector('.reference')?.textContent).toBe('punkt 2')
    expect(element.querySelector<HTMLElement>('.task')?.dataset.dueText).toBe('8. maj')
    expect([...element.querySelectorAll('.figures')].map((each) => each.textContent)).toEqual(['b', '12'])
    expect([...element.querySelectorAll('.notes li')].map((each) => each.textContent)).toEqual(['1en note'])
  })
})
