// @vitest-environment happy-dom
import { EditorState, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { flushSync } from 'svelte'
import { ySyncPluginKey } from 'y-prosemirror'
import { afterEach, describe, expect, test } from 'vitest'
import { choicesFor } from '../../client/editing/choices.ts'
import { footnotesIn, insertFootnote } from '../../client/editing/footnotes.ts'
import { LinkBox } from '../../client/editing/link-box.svelte.ts'
import { completeHref, linkAround, linkKey, openLink } from '../../client/editing/links.ts'
import { sectionNodeViews } from '../../client/editing/node-views.ts'
import { sectionPlugins } from '../../client/editing/plugins.ts'
import { findTargets, referenceText } from '../../client/editing/references.ts'
import { suggestionIn } from '../../client/editing/suggest.ts'
import { TaskFields } from '../../client/editing/task-fields.svelte.ts'
import { enterInTask, taskIds } from '../../client/editing/tasks.ts'
import { items, people, setHeader, type SectionKey } from '../../schema/paper.ts'
import { WORDS } from '../../schema/words/index.ts'
import {
  apply,
  counter,
  doc,
  fn,
  link,
  p,
  press,
  ref,
  stateOf,
  strong,
  task,
  turns,
  type Built,
} from './builders.ts'
import { paperWith, testHost, type TestHost } from './host.ts'

let view: EditorView | null = null
afterEach(() => {
  view?.destroy()
  view = null
})

/** A section as it stands on the page: with its plugins and node views. */
function open(built: Built, host: TestHost = testHost(), key: SectionKey = 'i1/minutes'): EditorView {
  const at = built.tags.a ?? 1
  const state = EditorState.create({ doc: built, plugins: sectionPlugins(host)(key) })
  const place = document.body.appendChild(document.createElement('div'))
  place.className = 'text'
  view = new EditorView(
    { mount: place },
    {
      state: state.apply(state.tr.setSelection(TextSelection.create(state.doc, at, built.tags.b ?? at))),
      nodeViews: sectionNodeViews(host)(key),
    },
  )
  return view
}

function type(into: EditorView, text: string): void {
  for (const letter of text) {
    const { from, to } = into.state.selection
    const own = () => into.state.tr.insertText(letter, from, to)
    if (!into.someProp('handleTextInput', (handle) => handle(into, from, to, letter, own)))
      into.dispatch(own())
  }
}

function key(into: EditorView, ...presses: Parameters<typeof press>[0][]): void {
  for (const each of presses) {
    const event = press(each)
    into.someProp('handleKeyDown', (handle) => handle(into, event))
  }
}

const json = (built: Built) => built.toJSON() as unknown
const now = (at: EditorView) => at.state.doc.toJSON() as unknown

describe('writing', () => {
  const cases: [string, Built, string, string][] = [
    ['bullet', doc(p('<a>')), '- et', 'doc(bullet_list(list_item(paragraph("et"))))'],
    ['number', doc(p('<a>')), '3. et', 'doc(ordered_list(list_item(paragraph("et"))))'],
    ['letter', doc(p('<a>')), 'a) et', 'doc(ordered_list(list_item(paragraph("et"))))'],
    ['not in text', doc(p('x<a>')), ' - et', 'doc(paragraph("x - et"))'],
  ]
  test.each(cases)('T2 %s by typing', (_name, before, text, after) => {
    const at = open(before)
    type(at, text)
    expect(at.state.doc.toString()).toBe(after)
  })

  test('T2 a number typed begins the list there', () => {
    const at = open(doc(p('<a>')))
    type(at, '3. ')
    expect(at.state.doc.firstChild?.attrs).toEqual({ start: 3, style: 'decimal' })
  })

  test('T3 after Escape Tab is the browser’s', () => {
    const at = open(doc(p('<a>')))
    type(at, '- et')
    const tab = press({ key: 'Tab' })
    at.dom.dispatchEvent(press({ key: 'Escape' }))
    at.dom.dispatchEvent(tab)
    expect(tab.defaultPrevented).toBe(false)
    const again = press({ key: 'Tab' })
    at.dom.dispatchEvent(again)
    expect(again.defaultPrevented).toBe(true)
  })
})

describe('the insert menu', () => {
  test('T9 filters as one types and inserts in place of what was typed', () => {
    const at = open(doc(p('<a>')))
    type(at, '/fod')
    const suggestion = suggestionIn(at.state)
    expect(suggestion).toMatchObject({ kind: 'insert', query: 'fod' })
    const choices = suggestion && choicesFor(testHost(), 'i1/minutes')(at.state, suggestion)
    expect(choices?.map(({ label }) => label)).toEqual(['Fodnote'])
    key(at, { key: 'Enter' })
    expect(at.state.doc.toString()).toBe('doc(paragraph(footnote))')
    expect(suggestionIn(at.state)).toBeNull()
  })

  test('T9 Escape leaves the slash, and it stays text', () => {
    const at = open(doc(p('<a>')))
    type(at, '/ta')
    key(at, { key: 'Escape' })
    type(at, 'x')
    expect(suggestionIn(at.state)).toBeNull()
    expect(at.state.doc.textContent).toBe('/tax')
  })

  test('T9 a slash inside a word opens nothing', () => {
    const at = open(doc(p('og<a>')))
    type(at, '/eller')
    expect(suggestionIn(at.state)).toBeNull()
  })

  test('T9 what a colleague types opens nothing', () => {
    const at = open(doc(p('<a>')))
    at.dispatch(at.state.tr.insertText('/', 1).setMeta(ySyncPluginKey, { isChangeOrigin: true }))
    expect(suggestionIn(at.state)).toBeNull()
  })

  test('T9 tasks are offered in the minutes alone', () => {
    const labels = (section: SectionKey) => {
      const at = open(doc(p('<a>')), testHost(), section)
      type(at, '/')
      const suggestion = suggestionIn(at.state)
      const found = suggestion ? choicesFor(testHost(), section)(at.state, suggestion) : []
      at.destroy()
      return found.map(({ id }) => id)
    }
    expect(labels('i1/minutes')).toContain('task')
    expect(labels('i1/case')).not.toContain('task')
  })
})

describe('references', () => {
  test('T8 "#" finds items by number and title and inserts by identity', () => {
    const paper = paperWith('Velkomst', 'Fremskudt rådgivning', 'Eventuelt')
    expect(findTargets(paper, 'råd').map(({ id }) => id)).toEqual(['i2'])
    expect(findTargets(paper, '3').map(({ id }) => id)).toEqual(['i3'])
    const at = open(doc(p('jf. <a>')), testHost(paper))
    type(at, '#råd')
    key(at, { key: 'Enter' })
    expect(now(at)).toEqual(json(doc(p('jf. ', ref('i2', 'punkt 2')))))
  })

  test('T8 prints the number its item has now; a removed item says so', () => {
    const paper = paperWith('et', 'to')
    const node = ref('i2', 'punkt 2')
    const at = open(doc(p(node)), testHost(paper))
    const shown = () => at.dom.querySelector('.reference')?.textContent
    expect(shown()).toBe('punkt 2')
    items.move(paper, 'i2', 0)
    expect(shown()).toBe('punkt 1')
    items.remove(paper, 'i2')
    expect(shown()).toBe('punkt slettet')
    expect(referenceText(node, paper, WORDS.en)).toBe('item deleted')
  })
})

describe('footnotes', () => {
  test('T5 numbered in order; the note is written under the section and stands in the text', () => {
    const at = open(doc(p('et', fn('første'), ' to<a>')))
    key(at, { key: 'f', code: 'KeyF', ctrl: true, alt: true })
    expect(footnotesIn(at.state.doc)).toHaveLength(2)
    const notes = [...at.dom.querySelectorAll('.notes li')]
    expect(notes.map((note) => note.querySelector('.note-number')?.textContent)).toEqual(['1', '2'])
    expect(document.activeElement).toBe(notes[1]?.querySelector('.note-text'))
    expect(at.dom.querySelectorAll('.footnote')[1]?.getAttribute('aria-label')).toBe('Note 2')
  })

  test('T5 deleting a mark removes its note and leaves the others their own', () => {
    const at = open(doc(p('et', fn('første'), ' to', fn('anden'))))
    const [first] = footnotesIn(at.state.doc)
    if (!first) throw new Error('no footnote')
    at.dispatch(at.state.tr.delete(first.pos, first.pos + first.node.nodeSize))
    const notes = [...at.dom.querySelectorAll('.notes li')]
    expect(notes.map((note) => note.querySelector('.note-text')?.textContent)).toEqual(['anden'])
  })

  test('T5 a colleague’s words in a note arrive in its editor', () => {
    const at = open(doc(p('et', fn('note'))))
    at.dispatch(at.state.tr.insertText('min ', 4).setMeta(ySyncPluginKey, { isChangeOrigin: true }))
    expect(at.dom.querySelector('.note-text')?.textContent).toBe('min note')
  })

  test('T5 beside a mark the key goes to its note and makes no other', () => {
    const state = stateOf(doc(p('et', fn('note'), '<a>')))
    expect(footnotesIn(apply(insertFootnote, state)?.doc ?? state.doc)).toHaveLength(1)
  })
})

describe('tasks', () => {
  const enter = enterInTask(() => 'new')
  const one = { id: 't1', owner: 'Esben', due: '2026-05-08' }
  const cases: [string, Built, Built][] = [
    ['at the end: a line below', doc(task(one, 'gør<a>')), doc(task(one, 'gør'), p('<a>'))],
    [
      'in the text: two tasks',
      doc(task(one, 'gør<a>noget')),
      doc(task(one, 'gør'), task({ ...one, id: 'new' }, '<a>noget')),
    ],
    ['empty: body text', doc(task(one, '<a>')), doc(p('<a>'))],
  ]
  test.each(cases)('T6 Enter %s', (_name, before, after) => turns(before, enter, after))

  const remote = (tr: Transaction) => tr.setMeta(ySyncPluginKey, { isChangeOrigin: true })
  const ids = (state: EditorState) => {
    const found: unknown[] = []
    state.doc.forEach((node) => found.push(node.attrs.id))
    return found
  }

  test('T6 a copy gets an id of its own, the original keeps its', () => {
    const state = stateOf(doc(task(one, 'gør')), [taskIds(counter())])
    expect(ids(state.apply(state.tr.insert(0, task(one, 'gør'))))).toEqual(['id1', 't1'])
    expect(ids(state.apply(state.tr.insert(5, task({ id: null }))))).toEqual(['t1', 'id2'])
  })

  test('T6 what came from a colleague or from undo is kept', () => {
    const state = stateOf(doc(task(one, 'gør')), [taskIds(counter())])
    const copied = state.apply(remote(state.tr.insert(0, task(one, 'gør'))))
    expect(ids(copied)).toEqual(['t1', 't1'])
    expect(ids(copied.apply(copied.tr.insertText('x', 7)))).toEqual(['t1', 'id1'])
    const untouched = stateOf(doc(p('x'), task({ id: null }, 'y')), [taskIds(counter())])
    expect(ids(untouched.apply(untouched.tr.insertText('x', 1)))).toEqual([undefined, null])
  })

  function fieldsOf(host: TestHost) {
    const calls: unknown[][] = []
    const fields = new TaskFields(host, {
      setOwner: (owner) => calls.push(['owner', owner]),
      setDue: (due) => calls.push(['due', due]),
      add: (words) => calls.push(['add', words]),
      go: (field) => calls.push(['go', field]),
      finish: () => calls.push(['finish']),
    })
    return { fields, calls }
  }

  test('T6 owners are suggested from the participants, by any of their names', () => {
    const host = testHost()
    people.add(host.paper, 'p1', { name: 'Esben Tvede' })
    people.add(host.paper, 'p2', { name: 'Thorkild Enevoldsen' })
    const { fields, calls } = fieldsOf(host)
    fields.typeOwner('e')
    expect(fields.suggestions.map(({ name }) => name)).toEqual(['Esben Tvede', 'Thorkild Enevoldsen'])
    fields.ownerKey('ArrowDown', false)
    fields.ownerKey('ArrowDown', false)
    fields.ownerKey('Enter', false)
    expect(calls.slice(-2)).toEqual([
      ['owner', 'Thorkild Enevoldsen'],
      ['go', 'what'],
    ])
  })

  test('T6 half a name that only one person has becomes that person; Esc keeps what was typed', () => {
    const host = testHost()
    people.add(host.paper, 'p1', { name: 'Esben Tvede' })
    people.add(host.paper, 'p2', { name: 'Thorkild Enevoldsen' })
    const taken = fieldsOf(host)
    taken.fields.typeOwner('Esb')
    taken.fields.ownerKey('Enter', false)
    expect(taken.fields.owner).toBe('Esben Tvede')
    const kept = fieldsOf(host)
    kept.fields.typeOwner('Esb')
    kept.fields.ownerKey('Escape', false)
    kept.fields.ownerKey('Enter', false)
    expect(kept.fields.owner).toBe('Esb')
  })

  test('T7 a deadline holds as soon as it is understood, and its reading stands in words', () => {
    const host = testHost()
    setHeader(host.paper, { nextMeetings: [{ date: '2026-06-11', start: null, end: null, place: null }] })
    const { fields, calls } = fieldsOf(host)
    fields.typeDate('f')
    expect(fields.hint).toBe(WORDS.da.editing.task.unread)
    fields.typeDate('fre')
    expect(fields.hint).toBe('Senest fredag den 13. marts 2026')
    fields.typeDate('næste møde')
    fields.dateKey('Enter', false)
    expect(calls).toEqual([['due', '2026-03-13'], ['due', '2026-06-11'], ['finish']])
    expect(fields.dueText).toBe('11. juni')
  })

  test('T7 a deadline that is not understood stays in the text, and that is said; Esc lets it go', () => {
    const host = testHost()
    const { fields, calls } = fieldsOf(host)
    fields.typeDate('ultimo marts')
    fields.dateKey('Tab', false)
    fields.leaveDate()
    expect(calls).toEqual([['add', '(senest ultimo marts)'], ['finish']])
    expect(host.said).toEqual([WORDS.da.editing.task.becameText])
    fields.typeDate('snart')
    fields.dateKey('Escape', false)
    expect(calls.slice(2)).toEqual([['go', 'what']])
  })

  test('T7 words that are no deadline stand in the task once its field is left', () => {
    const at = open(doc(task({ id: 't' }, 'gør<a>')))
    at.focus()
    flushSync()
    const field = at.dom.querySelector<HTMLInputElement>('.when input')
    if (field === null) throw new RangeError('no field')
    field.focus()
    field.value = 'snart'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.blur()
    expect(at.state.doc.textContent).toBe('gør (senest snart)')
  })

  test('T6 an incomplete task stays, its missing words in grey', () => {
    const at = open(doc(p('<a>x'), task({ id: 't' })))
    expect(at.dom.querySelector('.task')?.textContent).toContain('hvem')
    expect(at.dom.querySelectorAll('.task .missing')).toHaveLength(2)
    expect(at.dom.querySelector('.what-text')?.classList.contains('blank')).toBe(true)
  })

  test('T6 the fields open while the caret is in the task and fold when it leaves', () => {
    const at = open(doc(p('x'), task({ id: 't', owner: 'Esben Tvede', due: '2026-05-08' }, 'gør<a>')))
    expect(at.dom.querySelectorAll('.task input')).toHaveLength(0)
    at.focus()
    flushSync()
    expect(at.dom.querySelectorAll('.task input')).toHaveLength(2)
    at.dispatch(at.state.tr.setSelection(Selection.atStart(at.state.doc)))
    flushSync()
    expect(at.dom.querySelectorAll('.task input')).toHaveLength(0)
    expect(at.dom.querySelector('.task time')?.textContent).toBe('8. maj')
  })

  test('T6 the fields fold when the caret goes to another section', () => {
    const at = open(doc(task({ id: 't', owner: 'Esben Tvede' }, 'gør<a>')))
    at.focus()
    flushSync()
    const other = document.body.appendChild(document.createElement('input'))
    at.dom.dispatchEvent(new FocusEvent('focusout', { relatedTarget: other, bubbles: true }))
    flushSync()
    expect(at.dom.querySelectorAll('.task input')).toHaveLength(0)
  })
})

describe('links', () => {
  const cases: [string, string | null][] = [
    ['fjordland.example/aftale', 'https://fjordland.example/aftale'],
    ['http://fjordland.example', 'http://fjordland.example'],
    ['fjordland.example:8080', 'https://fjordland.example:8080'],
    ['//fjordland.example', 'https://fjordland.example'],
    ['esben@lyngoe.example', 'mailto:esben@lyngoe.example'],
    ['tel:12345678', 'tel:12345678'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['to ord', null],
    ['#anker', null],
    ['', null],
  ]
  test.each(cases)('T14 %s → %s', (typed, href) => expect(completeHref(typed)).toBe(href))

  test('T14 the box sets at once, and Escape takes it back', () => {
    const at = open(doc(p('se <a>aftalen<b> her')))
    expect(openLink(at.state, at.dispatch)).toBe(true)
    const box = new LinkBox(at)
    expect(box.text).toBe('aftalen')
    box.setAddress('javascript:x')
    expect(box.refused).toBe(true)
    box.setAddress('fjordland.example')
    box.setText('den fælles aftale')
    expect(now(at)).toEqual(
      json(doc(p('se ', link('https://fjordland.example', 'den fælles aftale'), ' her'))),
    )
    box.cancel()
    expect(now(at)).toEqual(json(doc(p('se aftalen her'))))
    expect(linkKey.getState(at.state)).toBeNull()
  })

  test('T14 in a link the box is for all of it; removing keeps the text', () => {
    const href = 'https://fjordland.example'
    const built = doc(p('se ', link(href, 'den <a>fælles'), link(href, ' aftale')))
    const at = open(built)
    expect(linkAround(at.state.doc, built.tags.a ?? 0)).toEqual({ from: 4, to: 21 })
    openLink(at.state, at.dispatch)
    new LinkBox(at).remove()
    expect(now(at)).toEqual(json(doc(p('se den fælles aftale'))))
  })

  test('T14 without a selection and outside links the key is free', () => {
    expect(openLink(stateOf(doc(p('en<a>', strong('to')))))).toBe(false)
  })
})
