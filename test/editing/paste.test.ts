// @vitest-environment happy-dom
import { DOMParser as Reader, Slice } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { cleanHtml } from '../../client/editing/clean-html.ts'
import { Cleaner, isOwnHtml } from '../../client/editing/cleaner.ts'
import { keepFormatting, pasteKey, pastePlugin } from '../../client/editing/paste.ts'
import { filled, hasFormatting, linesOf } from '../../client/editing/pasted-slice.ts'
import { taskIds } from '../../client/editing/tasks.ts'
import { oneLine } from '../../client/editing/title.ts'
import { sectionSchema } from '../../schema/nodes.ts'
import {
  alpha,
  cell,
  counter,
  doc,
  em,
  fn,
  from,
  h,
  li,
  link,
  ol,
  p,
  quote,
  strong,
  table,
  td,
  th,
  tr,
  ul,
  type Built,
} from './builders.ts'
import web from './fixtures/web-html.txt?raw'
import word from './fixtures/word-html.txt?raw'
import { testHost } from './host.ts'

function read(html: string): Slice {
  const body = new window.DOMParser().parseFromString(cleanHtml(html), 'text/html').body
  return filled(Reader.fromSchema(sectionSchema).parseSlice(body as unknown as Node))
}

function holds(html: string, expected: Built): void {
  expect(read(html).content.toJSON()).toEqual(expected.content.toJSON())
}

describe('cleaning', () => {
  test('T10 Word: headings, lists in lists, tables, links and footnotes', () => {
    holds(
      word,
      doc(
        h('Baggrund'),
        p(
          'Siden september har to ',
          strong('sengeafsnit'),
          ' og ',
          em('hjemmeplejen'),
          ' holdt et dagligt møde, jf. ',
          link('https://fjordland.example/aftale', 'aftalen'),
          '.',
          fn('Underskrevet i marts.'),
        ),
        ol(li(p('drøfter erfaringerne'), alpha(li(p('fra afsnittene')))), li(p('beslutter udbredelsen'))),
        ul(li(p('et punkt'))),
        table(tr(th('Afsnit'), th('Forløb')), tr(td('Medicinsk'), td())),
      ),
    )
  })

  test('T10 the web: structure stays, looks, scripts and what loads goes', () => {
    const clean = cleanHtml(web)
    expect(clean).not.toMatch(/script|evil|style|img|embed|skjult|class|onclick/i)
    holds(
      web,
      doc(
        h('Overskrift'),
        p('En ', strong('fed'), ' linje med fælde og ', link('https://fjordland.example/', 'link'), '.'),
        ul(li(p('et')), li(p('to'), from(3)(li(p('tre')))), li(p())),
        quote(p('citat')),
        table(tr(th('A'), th('B')), tr(cell({ colspan: 2 }, p('c')))),
      ),
    )
  })

  test.each([
    ['alone is bold', '<tr><td><p><b>A</b></p></td><td><strong>B</strong></td></tr>', tr(th('A'), th('B'))],
    [
      'is bold in part',
      '<tr><td><b>A</b></td><td><b>B</b> c</td></tr>',
      tr(cell({}, p(strong('A'))), cell({}, p(strong('B'), ' c'))),
    ],
    ['is partly empty', '<tr><td><b>A</b></td><td></td></tr>', tr(cell({}, p(strong('A'))), td())],
  ])('T18 of a table whose first row %s', (_, first, expected) => {
    const rest = '<tr><td>1</td><td><b>2</b></td></tr>'
    holds(`<table>${first}${rest}</table>`, doc(table(expected, tr(td('1'), cell({}, p(strong('2')))))))
  })

  test('T18 a table that is bold altogether, and one of a single row, have no headings', () => {
    const bold = '<tr><td><b>A</b></td></tr>'
    const row = tr(cell({}, p(strong('A'))))
    holds(`<table>${bold}</table>`, doc(table(row)))
    holds(`<table>${bold}${bold}</table>`, doc(table(row, row)))
  })

  test('T10 Google Docs wraps everything in bold that is not bold', () => {
    holds(
      '<b style="font-weight:normal;"><p dir="ltr"><span style="font-weight:400;">et </span><span style="font-style:italic">to</span></p></b>',
      doc(p('et ', em('to'))),
    )
  })

  test('T10 LibreOffice footnotes', () => {
    holds(
      '<p>Tekst<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p><div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a> Noten</p></div>',
      doc(p('Tekst', fn('Noten'))),
    )
  })

  test('T10 what was copied inside Samreferat is unchanged', () => {
    const own = '<p data-pm-slice="1 1 []">tekst <span data-reference data-item="i1">punkt 1</span></p>'
    expect(isOwnHtml(own)).toBe(true)
    expect(new Cleaner().clean(own)).toBe(own)
  })

  test('T10 a bomb of nested quotes is flattened', () => {
    const clean = cleanHtml('<blockquote>'.repeat(300) + '<p>inderst</p>')
    expect(clean.match(/<blockquote>/g)).toHaveLength(8)
    expect(clean).toContain('inderst')
  })

  test('T15 a title takes one line', () => {
    const slice = new Slice(doc(p('et  '), ul(li(p('to')))).content, 0, 0)
    expect(oneLine(slice).content.textBetween(0, oneLine(slice).size)).toBe('et to')
  })
})

describe('into the middle of a paragraph', () => {
  let view: EditorView | null = null
  const host = testHost()
  beforeAll(() => host.cleaner.fetch())
  afterEach(() => view?.destroy())

  function open(built: Built): EditorView {
    const state = EditorState.create({ doc: built, plugins: [pastePlugin(host), taskIds(counter())] })
    const at = built.tags.a ?? 1
    view = new EditorView(document.createElement('div'), {
      state: state.apply(state.tr.setSelection(TextSelection.create(state.doc, at, built.tags.b ?? at))),
    })
    return view
  }

  function paste(into: EditorView, html: string, text: string): void {
    const data = new DataTransfer()
    data.setData('text/html', html)
    data.setData('text/plain', text)
    const event = new ClipboardEvent('paste', { clipboardData: data, cancelable: true })
    if (html !== '') into.pasteHTML(html, event)
    else into.pasteText(text, event)
  }

  test('T11 text arrives plain and the formatting is offered', () => {
    const at = open(doc(p('før<a> efter')))
    paste(at, '<p> <b>fed</b> og <i>skrå</i></p>', ' fed og skrå')
    expect(at.state.doc.toJSON()).toEqual(doc(p('førfed og skrå efter')).toJSON())
    keepFormatting(at)
    expect(at.state.doc.toJSON()).toEqual(doc(p('før', strong('fed'), ' og ', em('skrå'), ' efter')).toJSON())
    expect(pasteKey.getState(at.state)).toBeNull()
  })

  test('T11 the next key takes the offer away', () => {
    const at = open(doc(p('før<a>')))
    paste(at, '<p><b>fed</b></p>', 'fed')
    expect(pasteKey.getState(at.state)).not.toBeNull()
    at.someProp('handleKeyDown', (handle) => handle(at, new KeyboardEvent('keydown', { key: 'Shift' })))
    expect(pasteKey.getState(at.state)).not.toBeNull()
    at.someProp('handleKeyDown', (handle) => handle(at, new KeyboardEvent('keydown', { key: 'x' })))
    expect(pasteKey.getState(at.state)).toBeNull()
  })

  test('T11 on an empty line the formatting comes at once, without an offer', () => {
    const at = open(doc(p('<a>')))
    paste(at, '<ul><li>et</li><li>to</li></ul>', 'et\nto')
    expect(at.state.doc.firstChild?.type.name).toBe('bullet_list')
    expect(pasteKey.getState(at.state)).toBeNull()
  })

  test('T11 bare text needs no offer', () => {
    const at = open(doc(p('før<a>')))
    paste(at, '<p>mere</p>', 'mere')
    expect(pasteKey.getState(at.state)).toBeNull()
  })

  test('T14 an address over selected text makes a link', () => {
    const at = open(doc(p('se <a>aftalen<b>')))
    paste(at, '', 'https://fjordland.example/a')
    expect(at.state.doc.toJSON()).toEqual(
      doc(p('se ', link('https://fjordland.example/a', 'aftalen'))).toJSON(),
    )
  })

  test('T10 a table pasted into a cell comes as lines', () => {
    const at = open(doc(table(tr(td('<a>')))))
    paste(at, '<table><tr><td>a</td><td>b</td></tr></table>', 'a\tb')
    expect(at.state.doc.textContent).toBe('a\tb')
    expect(at.state.doc.firstChild?.firstChild?.childCount).toBe(1)
  })

  test('T6 pasted tasks get ids of their own', () => {
    const at = open(doc(p('<a>')))
    const html = '<p data-pm-slice="0 0 []" class="task" data-task="old" data-owner="Esben">gør noget</p>'
    paste(at, html, 'gør noget')
    expect(at.state.doc.firstChild?.attrs).toEqual({ id: 'id1', owner: 'Esben', due: null })
  })
})

test('T11 lines and rows of a slice', () => {
  const slice = new Slice(doc(p('et'), table(tr(td('a'), td('b'))), ul(li(p('to')))).content, 0, 0)
  expect(linesOf(slice)).toEqual(['et', 'a\tb', 'to'])
  expect(hasFormatting(slice)).toBe(true)
})

describe('before the cleaner is there', () => {
  function pasteInto(element: HTMLElement, html: string): ClipboardEvent {
    const data = new DataTransfer()
    data.setData('text/html', html)
    data.setData('text/plain', 'fed')
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    element.dispatchEvent(event)
    return event
  }

  test('T16 a paste waits for it, and is done then', async () => {
    const sheet = document.createElement('div')
    const text = document.createElement('p')
    text.setAttribute('contenteditable', 'true')
    sheet.append(text)
    document.body.append(sheet)
    const cleaner = new Cleaner()
    const end = cleaner.guard(sheet)
    const pasted = new Promise<string>((done) =>
      text.addEventListener('paste', (event) =>
        done(cleaner.clean(event.clipboardData?.getData('text/html') ?? '')),
      ),
    )
    expect(pasteInto(text, '<p style="color: red"><b>fed</b></p>').defaultPrevented).toBe(true)
    expect(await pasted).toBe('<p><b>fed</b></p>')
    expect(pasteInto(text, '<b>fed</b>').defaultPrevented).toBe(false)
    end()
  })
})
