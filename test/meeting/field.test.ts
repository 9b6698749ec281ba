// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { Field } from '../../client/meeting/field.ts'
import { Regions } from '../../client/meeting/regions.ts'

function place(value: string, live = false) {
  const state = { value, commits: [] as string[], dropped: 0, typed: [] as string[] }
  const element = document.createElement('span')
  element.tabIndex = 0
  document.body.append(element)
  const field = new Field({
    value: () => state.value,
    dropped: () => void state.dropped++,
    live: () =>
      live
        ? (text) => {
            state.typed.push(text)
            state.value = text
          }
        : null,
    commit: (text) => {
      if (text.includes('?')) return false
      state.commits.push(text)
      state.value = text.replace('12/3', '12. marts')
      return true
    },
  })
  field.attach(element)
  const type = (text: string) => {
    element.textContent = text
    element.dispatchEvent(new Event('input'))
  }
  const press = (key: string) =>
    element.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))
  return { state, element, field, type, press }
}

describe('a field in place', () => {
  it('U30 is written when it is left, and only when changed', () => {
    const { state, element, type } = place('Salen')
    element.focus()
    element.blur()
    expect(state.commits).toEqual([])
    element.focus()
    type('  Store   sal ')
    element.blur()
    expect(state.commits).toEqual(['Store sal'])
    expect(element.textContent).toBe('Store sal')
  })

  it('U72 is written with each key, but not emptied while another text may come; Esc has the first text back', () => {
    const { state, element, type, press } = place('Salen', true)
    element.focus()
    type('')
    type('S')
    type('St ')
    expect(state.typed).toEqual(['S', 'St'])
    expect(state.commits).toEqual([])
    press('Escape')
    expect([element.textContent, state.value, state.commits]).toEqual(['Salen', 'Salen', ['Salen']])
    type('')
    element.blur()
    expect(state.commits).toEqual(['Salen', ''])
  })

  it.each(['beforeunload', 'pagehide'])('U72 is written at %s, whatever it is', (leaving) => {
    const { state, element, type } = place('')
    element.focus()
    type('12/3')
    dispatchEvent(new Event(leaving))
    expect(state.commits).toEqual(['12/3'])
    element.blur()
    expect(state.commits).toEqual(['12/3'])
  })

  it('U30 is written at Enter, once', () => {
    const { state, element, type, press } = place('')
    element.focus()
    type('Salen')
    press('Enter')
    element.blur()
    expect(state.commits).toEqual(['Salen'])
  })

  it('U30 shows at Enter how the text was understood, and keeps what was not', () => {
    const { state, element, type, press } = place('')
    element.focus()
    type('12/3')
    press('Enter')
    expect(element.textContent).toBe('12. marts')
    type('hvad?')
    press('Enter')
    expect(element.textContent).toBe('hvad?')
    element.blur()
    expect(state.value).toBe('12. marts')
    expect(element.textContent).toBe('12. marts')
    expect(state.dropped).toBe(1)
  })

  it('U30 has its old text again at Esc', () => {
    const { state, element, type, press } = place('Salen')
    element.focus()
    type('Sa')
    press('Escape')
    expect(element.textContent).toBe('Salen')
    element.blur()
    expect(state.commits).toEqual([])
  })

  it('U30 is not disturbed by others while one types', () => {
    const { state, element, field, type } = place('Salen')
    element.focus()
    type('Salen i')
    state.value = 'Kantinen'
    field.show()
    expect(element.textContent).toBe('Salen i')
    element.blur()
    expect(state.commits).toEqual(['Salen i'])
  })

  it('U30 shows what others wrote once it is left unchanged', () => {
    const { state, element, field } = place('Salen')
    element.focus()
    state.value = 'Kantinen'
    field.show()
    element.blur()
    expect(state.commits).toEqual([])
    expect(element.textContent).toBe('Kantinen')
  })
})

describe('regions', () => {
  it('U34 F6 goes round and comes back to the same place', () => {
    document.body.innerHTML = `
      <div data-region="bar"><a href="#x" id="back">x</a></div>
      <div data-region="outline"><a href="#1" id="one" tabindex="0">1</a><a href="#2" id="two" tabindex="-1">2</a></div>
      <div data-region="paper" tabindex="-1"><p>x</p></div>`
    for (const region of document.querySelectorAll('[data-region]')) region.checkVisibility = () => true
    const regions = new Regions()
    const at = () => document.activeElement?.id || (document.activeElement as HTMLElement).dataset.region
    document.getElementById('two')?.focus()
    regions.move(1)
    expect(at()).toBe('paper')
    regions.move(1)
    expect(at()).toBe('back')
    regions.move(1)
    expect(at()).toBe('two')
  })

  it('U34 F6 leads to the text of the paper, not to what stands around it', () => {
    document.body.innerHTML = `
      <div data-region="outline"><a href="#1" id="one">1</a></div>
      <div data-region="paper" tabindex="-1"><button id="undo">x</button>
        <h2 data-text="i/title" contenteditable="true" id="title">x</h2>
        <div data-text="i/case" contenteditable="true" id="case">x</div></div>`
    for (const region of document.querySelectorAll('[data-region]')) region.checkVisibility = () => true
    document.getElementById('one')?.focus()
    new Regions().move(1)
    expect(document.activeElement?.id).toBe('case')
  })
})
