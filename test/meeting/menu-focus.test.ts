// @vitest-environment happy-dom
import { mount, tick, unmount, type Component } from 'svelte'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import DecisionChoice from '../../client/meeting/DecisionChoice.svelte'
import DecisionLine from '../../client/meeting/DecisionLine.svelte'
import PeopleList from '../../client/meeting/PeopleList.svelte'
import { later } from '../../client/meeting/later.ts'
import { MeetingScreen } from '../../client/meeting/screen.svelte.ts'
import { items, people } from '../../schema/paper.ts'
import { da } from '../../schema/words/da/index.ts'

const shown = vi.hoisted(() => ({ screen: null as MeetingScreen | null }))
vi.mock('../../client/meeting/screen.svelte.ts', async (original) => ({
  ...(await original<object>()),
  getScreen: () => shown.screen,
}))

let screen: MeetingScreen
beforeEach(async () => {
  HTMLElement.prototype.showPopover ??= () => undefined
  await Promise.all([later.personMenu(), later.rowsMenu()])
  const paper = new Y.Doc()
  items.add(paper, 'i', {})
  for (const name of ['Anna Berg', 'Bo Dam', 'Carl Friis']) people.add(paper, name, { name })
  const app = {
    session: { meeting: () => null },
    me: null,
    words: da,
    language: 'da',
    toast: () => undefined,
  }
  const editor = {
    focusKey: null,
    transact: (change: () => void) => change(),
    undoManager: { stopCapturing: () => undefined, undoStack: [] },
  }
  const options = { app, meeting: 'm', paper, editor, editable: true, room: { status: { kind: 'server' } } }
  screen = new MeetingScreen(options as unknown as ConstructorParameters<typeof MeetingScreen>[0])
  shown.screen = screen
  onTestFinished(() => screen.destroy())
})

function show<P extends Record<string, unknown>>(target: Element, part: Component<P>, props: P): void {
  const mounted = mount(part, { target, props })
  onTestFinished(() => unmount(mounted))
}

function box(): HTMLElement {
  const target = document.createElement('div')
  target.className = 'sec'
  document.body.append(target)
  onTestFinished(() => target.remove())
  return target
}

/** Opens the menu of the button that has the focus, and chooses what says this. */
async function choose(text: string): Promise<void> {
  ;(document.activeElement as HTMLElement).click()
  const row = await vi.waitUntil(() =>
    [...document.querySelectorAll<HTMLElement>('.menu .mi')].find((each) => each.innerText.includes(text)),
  )
  row.focus()
  row.click()
  await tick()
  await tick()
}

const focused = (): string => {
  const { activeElement: at } = document
  return at?.getAttribute('aria-label') ?? at?.textContent ?? ''
}

test('U34 whoever removes a participant is at the next one, at the last one, or where one is added', async () => {
  const target = box()
  show(target, PeopleList, {})
  target.querySelectorAll<HTMLElement>('.am')[1]?.focus()
  const at: string[] = []
  for (let left = screen.paper.people.length; left > 0; left--) {
    await choose(da.meeting.people.remove)
    at.push(focused())
  }
  expect(screen.paper.people).toEqual([])
  expect(at).toEqual([
    expect.stringContaining('Carl Friis'),
    expect.stringContaining('Anna Berg'),
    da.meeting.people.add,
  ])
})

test('U34 whoever chooses a decision, or takes it away, is at the button that says so', async () => {
  const target = box()
  const props = {
    get item() {
      const [item] = screen.paper.items
      if (item === undefined) throw new RangeError('The item is not there')
      return item
    },
    number: 1,
  }
  show(target, DecisionLine, props)
  show(target, DecisionChoice, props)
  await tick()
  target.querySelector<HTMLElement>('.at-hand')?.focus()
  await choose(da.meeting.outcomes.noted)
  expect(focused()).toContain(da.meeting.outcomes.noted)
  await choose(da.meeting.decision.none)
  expect(focused()).toBe(da.meeting.decision.choose)
})
