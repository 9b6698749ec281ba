// @vitest-environment happy-dom
import { flushSync, mount, tick, unmount } from 'svelte'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import PersonRow from '../../client/meeting/PersonRow.svelte'
import { people } from '../../schema/paper.ts'
import { da } from '../../schema/words/da/index.ts'

const setPerson = vi.fn()
vi.mock('../../client/meeting/screen.svelte.ts', () => ({
  getScreen: () => ({
    words: da,
    editable: true,
    margin: null,
    isUnsent: () => false,
    paper: { number: () => 0 },
    edits: { setPerson },
    editor: { typeInField: (change: (() => void) | null) => change?.() },
  }),
}))

test.each(['Enter', 'Escape'])(
  'U43 %s in who comes instead leads the keyboard back to the line',
  async (key) => {
    setPerson.mockClear()
    const paper = new Y.Doc()
    people.add(paper, 'person-01', { name: 'Anna Berg' })
    const [target, [person]] = [document.createElement('div'), people.list(paper)]
    document.body.append(target)
    if (person === undefined) throw new RangeError('nobody')
    const row = mount(PersonRow, { target, props: { person, addAfter: () => undefined } })
    onTestFinished(() => unmount(row))
    const figure = target.querySelector<HTMLElement>('.am')
    figure?.focus()
    const press = async (pressed: string) => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true }))
      flushSync()
      await tick()
    }
    await press('s')
    const field = target.querySelector<HTMLElement>('.extra [role=textbox]')
    expect(document.activeElement).toBe(field)
    if (field) field.textContent = 'Bo Dam'
    await press(key)
    expect(target.querySelector('.extra')).toBeNull()
    expect(document.activeElement).toBe(figure)
    if (key === 'Enter') expect(setPerson).toHaveBeenCalledWith('person-01', { substituteFor: 'Bo Dam' })
    else expect(setPerson).not.toHaveBeenCalled()
  },
)
