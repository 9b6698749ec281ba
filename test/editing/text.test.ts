// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { clearFormatting, cycleHeading, hardBreak, setType } from '../../client/editing/blocks.ts'
import { matches } from '../../client/editing/keys.ts'
import { enterInList, indent, outdent, tabInList, toggleList } from '../../client/editing/lists.ts'
import { hasMark, toggleTextMark } from '../../client/editing/marks.ts'
import { sectionSchema } from '../../schema/nodes.ts'
import {
  alpha,
  br,
  counter,
  doc,
  em,
  fn,
  h,
  h2,
  li,
  ol,
  p,
  press,
  quote,
  refuses,
  stateOf,
  strong,
  table,
  task,
  td,
  tr,
  turns,
  ul,
  type Built,
} from './builders.ts'
import type { Command } from 'prosemirror-state'

const bold = toggleTextMark('strong')
const strongType = sectionSchema.marks.strong

describe('marks', () => {
  const table: [string, Built, Command, Built][] = [
    ['on', doc(p('et <a>ord<b> her')), bold, doc(p('et ', strong('<a>ord<b>'), ' her'))],
    ['off', doc(p('et ', strong('<a>ord<b>'))), bold, doc(p('et <a>ord<b>'))],
    ['half', doc(p('<a>et ', strong('ord<b>'))), bold, doc(p(strong('<a>et ord<b>')))],
    ['note kept', doc(p('<a>et', fn('note'), 'to<b>')), bold, doc(p(strong('et'), fn('note'), strong('to')))],
    ['clear', doc(h('<a>', em('kursiv<b>'))), clearFormatting, doc(p('<a>kursiv<b>'))],
  ]
  test.each(table)('T1 %s', (_name, before, command, after) => turns(before, command, after))

  test('T1 a mark holds only when all of the selected text has it', () => {
    if (!strongType) throw new Error('no strong')
    expect(hasMark(stateOf(doc(p('<a>et ', strong('ord<b>')))), strongType)).toBe(false)
    expect(hasMark(stateOf(doc(p('et ', strong('<a>ord<b>')))), strongType)).toBe(true)
  })
})

describe('paragraph types', () => {
  const newId = counter()
  const cases: [string, Built, Command, Built][] = [
    ['sub-heading', doc(p('en<a>')), cycleHeading, doc(h('en<a>'))],
    ['small', doc(h('en<a>')), cycleHeading, doc(h2('en<a>'))],
    ['body again', doc(h2('en<a>')), cycleHeading, doc(p('en<a>'))],
    ['quote', doc(p('en<a>')), setType('quote', newId), doc(quote(p('en<a>')))],
    ['quote off', doc(quote(p('en<a>'))), setType('body', newId), doc(p('en<a>'))],
    ['task', doc(p('en<a>')), setType('task', () => 't1'), doc(task({ id: 't1' }, 'en<a>'))],
    ['break', doc(p('e<a>n')), hardBreak, doc(p('e', br(), '<a>n'))],
  ]
  test.each(cases)('T1 %s', (_name, before, command, after) => turns(before, command, after))
})

describe('lists', () => {
  const cases: [string, Built, Command, Built][] = [
    ['make', doc(p('e<a>n'), p('to<b>')), toggleList('bullet_list'), doc(ul(li(p('e<a>n')), li(p('to<b>'))))],
    [
      'joins the list above',
      doc(ul(li(p('en'))), p('t<a>o')),
      toggleList('bullet_list'),
      doc(ul(li(p('en')), li(p('t<a>o')))),
    ],
    ['other kind', doc(ul(li(p('e<a>n')))), toggleList('ordered_list'), doc(ol(li(p('e<a>n'))))],
    ['off', doc(ul(li(p('e<a>n')))), toggleList('bullet_list'), doc(p('e<a>n'))],
    ['in', doc(ul(li(p('en')), li(p('<a>to')))), indent, doc(ul(li(p('en'), ul(li(p('<a>to'))))))],
    [
      'in keeps the kind',
      doc(ol(li(p('en')), li(p('<a>to')))),
      indent,
      doc(ol(li(p('en'), ol(li(p('<a>to')))))),
    ],
    ['out', doc(ul(li(p('en'), ul(li(p('<a>to')))))), outdent, doc(ul(li(p('en')), li(p('<a>to'))))],
    ['new item', doc(ul(li(p('en<a>')))), enterInList, doc(ul(li(p('en')), li(p('<a>'))))],
    ['leave', doc(ul(li(p('en')), li(p('<a>')))), enterInList, doc(ul(li(p('en'))), p('<a>'))],
    [
      'empty nested outdents',
      doc(ul(li(p('en'), ul(li(p('to')), li(p('<a>')))))),
      enterInList,
      doc(ul(li(p('en'), ul(li(p('to')))), li(p('<a>')))),
    ],
    ['first item cannot go in', doc(ul(li(p('e<a>n')))), tabInList, doc(ul(li(p('e<a>n'))))],
    ['style kept', doc(alpha(li(p('en<a>')))), enterInList, doc(alpha(li(p('en')), li(p('<a>'))))],
  ]
  test.each(cases)('T3 %s', (_name, before, command, after) => turns(before, command, after))

  test('T3 outside lists Tab is nobody’s', () => {
    refuses(doc(p('<a>')), tabInList)
    refuses(doc(ul(li(table(tr(td('x<a>')))))), tabInList)
  })
})

describe('keys', () => {
  const cases: [string, boolean, Parameters<typeof press>[0]][] = [
    ['Mod-b', true, { key: 'b', code: 'KeyB', ctrl: true }],
    ['Mod-b', true, { key: 'B', code: 'KeyB', ctrl: true }],
    ['Mod-b', false, { key: 'b', code: 'KeyB', ctrl: true, shift: true }],
    ['Mod-Alt-1', true, { key: '1', code: 'Digit1', ctrl: true, alt: true }],
    ['Mod-Alt-1', false, { key: '¡', code: 'Digit1', ctrl: true, alt: true }],
    ['Mod-Alt-f', true, { key: 'f', code: 'KeyF', ctrl: true, alt: true }],
    ['Mod-Alt-f', false, { key: 'đ', code: 'KeyF', ctrl: true, alt: true }],
    ['Mod-Shift-7', true, { key: '/', code: 'Digit7', ctrl: true, shift: true }],
    ['Mod-Shift-9', true, { key: ')', code: 'Digit9', ctrl: true, shift: true }],
    ['Shift-Tab', true, { key: 'Tab', shift: true }],
    ['Tab', false, { key: 'Tab', shift: true }],
  ]
  test.each(cases)('T2 %s: %s for %o', (chord, expected, key) => {
    expect(matches(chord, press(key), false)).toBe(expected)
  })

  test('T2 on a Mac Cmd is Mod and Option may change the character', () => {
    expect(matches('Mod-b', press({ key: 'b', code: 'KeyB', meta: true }), true)).toBe(true)
    expect(matches('Mod-b', press({ key: 'b', code: 'KeyB', ctrl: true }), true)).toBe(false)
    expect(matches('Mod-Alt-1', press({ key: '¡', code: 'Digit1', meta: true, alt: true }), true)).toBe(true)
  })
})
