// @vitest-environment happy-dom
import { flushSync, mount, tick, unmount, type Component } from 'svelte'
import { expect, onTestFinished, test, vi } from 'vitest'
import AnswerForm from '../../client/hearing/AnswerForm.svelte'
import Compose from '../../client/margin/Compose.svelte'
import { Writing } from '../../client/margin/writing.svelte.ts'
import Post from '../../client/margin/Post.svelte'
import SuggestionActs from '../../client/margin/SuggestionActs.svelte'
import { MARGIN_WORDS } from '../../schema/words/margin.ts'
import { da } from '../../schema/words/da/index.ts'
import { counter } from '../editing/builders.ts'
import { storeOf } from './suggesting.ts'

const windows = counter()
const app = { language: 'da', words: da, now: () => new Date(), today: '2026-03-18' }

/** What is asked of the margin and the screen that the parts stand in. */
const around = vi.hoisted(() => ({ margin: {} as Record<string, unknown> }))
vi.mock('../../client/margin/context.ts', () => ({ getMargin: () => around.margin }))
vi.mock('../../client/meeting/screen.svelte.ts', () => ({
  getScreen: () => ({ app, margin: around.margin }),
}))

type Store = ReturnType<typeof storeOf>

/** A store on which this has been kept. */
async function kept(store: Store, text: string): Promise<void> {
  const written = async () => JSON.stringify(await store.kept('writing:meeting-1'))
  await vi.waitFor(async () => expect(await written()).toContain(text))
}

/** A window with what is being written in it. */
function open(store: Store): Writing {
  const writing = new Writing({ store, locks: null, newId: windows, meeting: 'meeting-1' })
  around.margin = {
    writing,
    people: [],
    words: MARGIN_WORDS.da,
    may: { remark: true },
    parts: { app, self: { id: 'anna' } },
    posts: { edit: vi.fn() },
    rulings: { asking: null, decline: vi.fn() },
    unread: { has: () => false },
    person: () => ({ name: 'Anna', colour: 1 }),
    said: { mentionsMe: () => false, isMine: () => true, isWaiting: () => false, canDelete: () => true },
  }
  return writing
}

/** Puts a part on the page. */
function show<P extends Record<string, unknown>>(part: Component<P>, props: P) {
  const target = document.createElement('div')
  target.innerHTML = '<article id="about-thread-001" tabindex="-1"></article>'
  document.body.append(target)
  const shown = mount(part, { target, props })
  flushSync()
  const area = () => target.querySelector('textarea')
  const type = async (text: string) => {
    const field = area()
    if (field === null) throw new RangeError(target.innerHTML)
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await tick()
  }
  const press = (key: string) => {
    area()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    flushSync()
  }
  const click = (label: string) => {
    const buttons = [...target.querySelectorAll('button')]
    buttons.find((each) => (each.getAttribute('aria-label') ?? each.textContent).trim() === label)?.click()
    flushSync()
  }
  const leave = async () => {
    target.remove()
    await unmount(shown)
  }
  return { area, type, press, click, leave }
}

function device(): Store {
  const store = storeOf('anna')
  onTestFinished(() => store.close())
  return store
}

test('M49 what was kept of a reply comes into its field, though that stands there already', async () => {
  const store = device()
  const reply = (writing: Writing) => ({
    label: 'Svar',
    action: 'Send',
    get value() {
      return writing.replies.get('thread-001') ?? ''
    },
    oninput: (text: string) => writing.writeReply('thread-001', text),
    onsend: () => undefined,
    onleave: () => undefined,
  })
  const before = open(store)
  const first = show(Compose, reply(before))
  await first.type('Jo, men')
  await kept(store, 'Jo, men')
  before.destroy()
  await first.leave()
  const writing = open(store)
  const next = show(Compose, reply(writing))
  expect(next.area()?.value).toBe('')
  await writing.restore(() => undefined)
  flushSync()
  expect(next.area()?.value).toBe('Jo, men')
  await next.type('Jo, men ikke nu')
  expect(writing.texts()).toEqual(['Jo, men ikke nu'])
  expect(next.area()?.value).toBe('Jo, men ikke nu')
  await next.leave()
})

test('M49, M47 a post that is being changed is there after Escape, which leads to its thread, and after a reload', async () => {
  const store = device()
  const post = { id: 'post-0001', root: 'replies', author: 'anna', at: 0, text: 'Ja', mentions: [] }
  const props = { talk: { id: 'thread-001' }, post, acting: true } as never
  const { edit, cancel } = MARGIN_WORDS.da
  const before = open(store)
  const first = show(Post, props)
  first.click(edit)
  await first.type('Ja, gerne')
  first.press('Escape')
  expect(first.area()).toBeNull()
  expect(document.activeElement?.id).toBe('about-thread-001')
  first.click(edit)
  expect(first.area()?.value).toBe('Ja, gerne')
  await kept(store, 'Ja, gerne')
  before.destroy()
  await first.leave()

  const writing = open(store)
  const next = show(Post, props)
  await writing.restore(() => undefined)
  flushSync()
  expect(next.area()?.value).toBe('Ja, gerne')
  await next.type('')
  expect(next.area()?.value).toBe('')
  next.click(cancel)
  expect(next.area()).toBeNull()
  expect(writing.texts()).toEqual([])
  await next.leave()
})

test('M49 a reason for declining is there when it is asked for again', async () => {
  const writing = open(device())
  const props = { talk: { id: 'thread-001', thread: null }, ondone: () => undefined } as never
  around.margin.rulings = { asking: { thread: 'thread-001', what: 'decline' }, decline: vi.fn() }
  const first = show(SuggestionActs, props)
  await first.type('Det står i loven')
  first.press('Escape')
  await first.leave()
  around.margin.rulings = { asking: { thread: 'thread-001', what: 'decline' }, decline: vi.fn() }
  const next = show(SuggestionActs, props)
  expect(next.area()?.value).toBe('Det står i loven')
  next.click(MARGIN_WORDS.da.suggestion.reject)
  expect(writing.texts()).toEqual([])
  await next.leave()
})

test('M49 an answer in the hearing that is not sent is there when its dialog is opened again', async () => {
  const writing = open(device())
  const hearing = { own: null, party: null, round: { id: 'round-001', phase: 'hearing' }, standpoints: [] }
  const props = { hearing: { ...hearing, choice: 'withComments', answer: () => true } } as never
  const first = show(AnswerForm, props)
  await first.type('Datoen mangler')
  await first.leave()
  const next = show(AnswerForm, props)
  expect(next.area()?.value).toBe('Datoen mangler')
  await next.leave()
  expect(writing.texts()).toEqual(['Datoen mangler'])
})
