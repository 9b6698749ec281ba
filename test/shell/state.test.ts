import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { tick } from 'svelte'
import type { Me, Overview } from '../../schema/api.ts'
import { WORDS, type PageWords, type ScreenWords, type Words } from '../../schema/words/index.ts'
import { Announcer } from '../../client/state/announcer.svelte.ts'
import { EVERY, keepFresh } from '../../client/state/freshness.ts'
import { asker, Failure, type Ask } from '../../client/state/server.ts'
import { Session, type Keeper } from '../../client/state/session.svelte.ts'
import { Settings, type Box, type Dictionary } from '../../client/state/settings.svelte.ts'
import { TOAST_TIME, Toasts } from '../../client/state/toasts.svelte.ts'
import { answers, forum, me, meeting, overview, signedOut, unreachable } from './builders.ts'

function box(kept: Record<string, string> = {}): Box & { kept: Record<string, string> } {
  return {
    kept,
    getItem: (key) => kept[key] ?? null,
    setItem: (key, value) => void (kept[key] = value),
    removeItem: (key) => void delete kept[key],
  }
}

const dictionary: Dictionary = {
  screen: async (language) => screenOf(WORDS[language]),
  pages: async (language) => pagesOf(WORDS[language]),
}

function screenOf({ common, course, editing, meeting, sync }: Words): ScreenWords {
  return { common, course, editing, meeting, sync }
}

function pagesOf({ entry, forum, overview }: Words): PageWords {
  return { entry, forum, overview }
}

describe('settings', () => {
  it('U18 language and appearance come back at the next visit', async () => {
    const store = box()
    const settings = await Settings.open(store, dictionary)
    await settings.setLanguage('en')
    settings.setTheme('dark')
    const next = await Settings.open(store, dictionary)
    expect([next.language, next.theme]).toEqual(['en', 'dark'])
    expect(next.words.common.save).toBe('Save')
  })

  it('U18 a kept value that is not known counts as none', async () => {
    const settings = await Settings.open(
      box({ 'samreferat.language': 'xx', 'samreferat.theme': 'pink' }),
      dictionary,
    )
    expect([settings.language, settings.theme]).toEqual(['da', 'system'])
  })

  it('U18 a language that cannot be fetched leaves the one before', async () => {
    const settings = await Settings.open(box(), {
      ...dictionary,
      screen: async (language) =>
        language === 'da' ? screenOf(WORDS.da) : Promise.reject(new TypeError('no network')),
    })
    expect(await settings.setLanguage('en')).toBe(false)
    expect([settings.language, settings.words.common.save]).toEqual(['da', 'Gem'])
  })

  it('U18 the words of the pages come when one is opened, and in the language that is chosen meanwhile', async () => {
    const settings = await Settings.open(box(), dictionary)
    expect(Object.keys(settings.words)).not.toContain('overview')
    await Promise.all([settings.readPages(), settings.setLanguage('en')])
    expect(settings.words).toEqual(WORDS.en)
    await settings.setLanguage('da')
    expect(settings.words).toEqual(WORDS.da)
  })

  it('U18 a browser that refuses storage keeps the choice as long as the page', async () => {
    const refuse = (): never => {
      throw new DOMException('no', 'SecurityError')
    }
    const settings = await Settings.open({ getItem: refuse, setItem: refuse, removeItem: refuse }, dictionary)
    await settings.setLanguage('en')
    expect([settings.language, settings.kept]).toEqual(['en', false])
  })
})

describe('toasts', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('U14 a toast goes after eight seconds', () => {
    const toasts = new Toasts()
    toasts.show({ text: 'Flyttet' })
    vi.advanceTimersByTime(TOAST_TIME - 1)
    expect(toasts.shown.map(({ text }) => text)).toEqual(['Flyttet'])
    vi.advanceTimersByTime(1)
    expect(toasts.shown).toEqual([])
  })

  it('U14 it stays while it is pointed at, and its time begins anew afterwards', () => {
    const toasts = new Toasts()
    toasts.show({ text: 'Flyttet' })
    const id = toasts.shown[0]?.id ?? 0
    toasts.hold(id)
    vi.advanceTimersByTime(TOAST_TIME * 3)
    expect(toasts.shown).toHaveLength(1)
    toasts.release(id)
    vi.advanceTimersByTime(TOAST_TIME)
    expect(toasts.shown).toEqual([])
  })

  it('U14 its action happens once', () => {
    const toasts = new Toasts()
    const run = vi.fn()
    toasts.show({ text: 'Flyttet', action: { label: 'Fortryd', run } })
    const id = toasts.shown[0]?.id ?? 0
    toasts.act(id)
    toasts.act(id)
    expect(run).toHaveBeenCalledOnce()
    expect(toasts.shown).toEqual([])
  })
})

describe('announcements', () => {
  it('U15 the same words twice change the live region twice', async () => {
    const announcer = new Announcer()
    const heard: string[] = []
    for (const text of ['Flyttet', 'Flyttet', 'Flyttet']) {
      announcer.announce(text)
      heard.push(announcer.polite)
      await tick()
    }
    expect(heard[0]).not.toBe(heard[1])
    expect(heard[1]).not.toBe(heard[2])
    expect(announcer.assertive).toBe('')
  })

  it('U15 of several things at once each is heard', async () => {
    const announcer = new Announcer()
    announcer.announce('Serveren gemmer igen.')
    announcer.announce('Du er på nettet')
    expect(announcer.polite).toBe('Serveren gemmer igen. Du er på nettet.')
    await tick()
    announcer.announce('Flyttet')
    expect(announcer.polite).toBe('Flyttet')
  })

  it('U15 what endangers text interrupts and leaves the polite region alone', () => {
    const announcer = new Announcer()
    announcer.interrupt('Der er ikke mere plads')
    expect([announcer.polite, announcer.assertive]).toEqual(['', 'Der er ikke mere plads'])
  })
})

describe('a page that is looked at', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function page() {
    const document = Object.assign(new EventTarget(), {
      visibilityState: 'visible' as DocumentVisibilityState,
    })
    const window = Object.assign(new EventTarget(), { document })
    const asked: string[] = []
    const stop = keepFresh(
      window,
      () => Date.now(),
      (why) => asked.push(why),
    )
    return { window, document, asked, stop }
  }

  it('U60 asks when it is looked at again, once for window and tab, and when the network is back', () => {
    const { window, document, asked } = page()
    vi.advanceTimersByTime(10_000)
    document.dispatchEvent(new Event('visibilitychange'))
    window.dispatchEvent(new Event('focus'))
    expect(asked).toEqual(['looked'])
    window.dispatchEvent(new Event('online'))
    expect(asked).toEqual(['looked', 'online'])
  })

  it('U60 asks from time to time, never while it is hidden, and not after its end', () => {
    const { window, document, asked, stop } = page()
    vi.advanceTimersByTime(2 * EVERY)
    expect(asked).toEqual(['time', 'time'])
    document.visibilityState = 'hidden'
    document.dispatchEvent(new Event('visibilitychange'))
    vi.advanceTimersByTime(5 * EVERY)
    window.dispatchEvent(new Event('online'))
    expect(asked).toHaveLength(2)
    document.visibilityState = 'visible'
    window.dispatchEvent(new Event('focus'))
    expect(asked).toEqual(['time', 'time', 'looked'])
    stop()
    vi.advanceTimersByTime(5 * EVERY)
    window.dispatchEvent(new Event('focus'))
    expect(asked).toHaveLength(3)
  })
})

describe('the session', () => {
  const seen = overview([forum('a')], [meeting('m')])

  function keeper(kept: { me: Me; overview: Overview } | null): Keeper & { calls: string[] } {
    const calls: string[] = []
    return {
      calls,
      me: async () => kept?.me ?? null,
      overview: async () => kept?.overview ?? null,
      keep: async () => void calls.push('keep'),
      leave: () => void calls.push('leave'),
      erase: async (user) => void calls.push(`erase ${user}`),
    }
  }

  const nothing = (): void => undefined

  it('U7 what the server says is shown and kept', async () => {
    const kept = keeper(null)
    const session = new Session(answers({ 'GET /session': me, 'GET /overview': seen }).ask, kept)
    await session.start(nothing)
    expect(session.state).toBe('signedIn')
    expect(session.forum('a')?.name).toBe('Forum a')
    expect(session.meetingsOf('a').map(({ id }) => id)).toEqual(['m'])
    expect(kept.calls).toEqual(['keep'])
  })

  it('U7 without the server, what was kept is shown with its age', async () => {
    const session = new Session(answers({ 'GET /session': unreachable }).ask, keeper({ me, overview: seen }))
    const known: string[] = []
    await session.start(() => known.push(session.state))
    expect(known).toEqual(['signedIn', 'signedIn'])
    expect(session.online).toBe(false)
    expect(session.overview?.at).toBe(seen.at)
  })

  it('U7 with neither it is not loaded, which is not empty', async () => {
    const session = new Session(answers({ 'GET /session': unreachable }).ask, keeper(null))
    await session.start(nothing)
    expect([session.state, session.overview]).toEqual(['unreachable', null])
  })

  it('U7 a browser that keeps nothing still shows what the server says', async () => {
    const broken = keeper(null)
    broken.me = () => Promise.reject(new Error('no IndexedDB'))
    broken.keep = () => Promise.reject(new Error('no IndexedDB'))
    const session = new Session(answers({ 'GET /session': me, 'GET /overview': seen }).ask, broken)
    await session.start(nothing)
    expect([session.state, session.keeping]).toEqual(['signedIn', false])
  })

  it('U60 an answer that says the same draws nothing anew', async () => {
    const ask = async (_method: string, path: string): Promise<unknown> =>
      structuredClone(path === '/session' ? me : seen)
    const session = new Session(ask as Ask, keeper(null))
    await session.refresh()
    const before = { me: session.me, forum: session.forum('a'), meeting: session.meeting('m') }
    await session.refresh()
    expect([session.me, session.forum('a'), session.meeting('m')]).toEqual(Object.values(before))
    expect(session.me).toBe(before.me)
    expect(session.forum('a')).toBe(before.forum)
    expect(session.meeting('m')).toBe(before.meeting)
  })

  it('U60 of a later answer everything is shown, also what the first did not have', async () => {
    let server = seen
    const ask = async (_method: string, path: string): Promise<unknown> => (path === '/session' ? me : server)
    const session = new Session(ask as Ask, keeper(null))
    await session.refresh()
    server = { ...seen, awaited: ['m'] }
    await session.refresh()
    expect(session.overview?.awaited).toEqual(['m'])
    server = seen
    await session.refresh()
    expect(session.overview?.awaited).toBeUndefined()
  })

  it('U60 an answer that was under way does not take back what was just done here', async () => {
    let server = seen
    let meanwhile: () => void = () => undefined
    const ask = async (_method: string, path: string): Promise<unknown> => {
      const answer = path === '/session' ? me : server
      if (path === '/overview') meanwhile()
      return answer
    }
    const session = new Session(ask as Ask, keeper(null))
    await session.refresh()
    meanwhile = () => {
      meanwhile = () => undefined
      server = overview([forum('a', { name: 'Nyt navn' })], [meeting('m')])
      session.putForum(forum('a', { name: 'Nyt navn' }))
    }
    await session.refresh()
    expect(session.forum('a')?.name).toBe('Nyt navn')
  })

  it('U16 an ended session leaves what is kept in view, until its user leaves', async () => {
    const kept = keeper({ me, overview: seen })
    const session = new Session(answers({ 'GET /session': signedOut }).ask, kept)
    await session.start(nothing)
    expect(session.state).toBe('signedOut')
    expect(session.me?.user.id).toBe('nanna')
    await session.leave({ erase: false })
    expect([session.me, session.overview]).toEqual([null, null])
    expect(kept.calls).toEqual(['leave'])
  })

  it('U16 leaving with erasing removes this user’s store', async () => {
    const kept = keeper({ me, overview: seen })
    const session = new Session(answers({ 'GET /session': me, 'GET /overview': seen }).ask, kept)
    await session.start(nothing)
    await session.leave({ erase: true })
    expect(kept.calls).toEqual(['keep', 'erase nanna'])
  })

  it('U10 meetings made here stand among the others until the server has its own word', async () => {
    const session = new Session(answers({ 'GET /session': me, 'GET /overview': seen }).ask, keeper(null))
    await session.start(nothing)
    session.made = [meeting('made', { number: 8 }), meeting('m', { number: 99 })]
    expect(session.overview?.meetings.map(({ id, number }) => [id, number])).toEqual([
      ['m', null],
      ['made', 8],
    ])
  })
})

describe('requests', () => {
  const say = (status: number): string => `status ${status}`
  const asking = (response: Response | Error) => {
    const calls: RequestInit[] = []
    const fetcher = async (_path: string, init: RequestInit): Promise<Response> => {
      calls.push(init)
      if (response instanceof Error) throw response
      return response
    }
    return { ask: asker(fetcher, () => 'da', say), calls }
  }

  const failure = async (response: Response | Error): Promise<Failure> => {
    const failed: unknown = await asking(response)
      .ask('GET', '/me')
      .catch((error: unknown) => error)
    return failed instanceof Failure ? failed : Promise.reject(failed)
  }

  it('U7 no answer, and a gateway’s answer for a stopped server, are the same', async () => {
    expect((await failure(new TypeError('network'))).kind).toBe('unreachable')
    expect((await failure(new Response('', { status: 503 }))).kind).toBe('unreachable')
  })

  it('U16 a missing session is told apart from a refusal, which keeps the server’s words', async () => {
    expect((await failure(new Response('{}', { status: 401 }))).kind).toBe('signedOut')
    const error = { id: 'lastSecretary', message: 'Forummet skal have en sekretær.' }
    const refused = await failure(new Response(JSON.stringify({ error }), { status: 409 }))
    expect([refused.kind, refused.id, refused.message]).toEqual(['refused', error.id, error.message])
    expect((await failure(new Response('<html>', { status: 500 }))).message).toBe('status 500')
  })

  it('U17 the language is asked for, and a body is JSON', async () => {
    const { ask, calls } = asking(new Response(null, { status: 204 }))
    expect(await ask('PATCH', '/me', { name: 'Nanna' })).toBeUndefined()
    expect(calls[0]).toMatchObject({
      method: 'PATCH',
      body: '{"name":"Nanna"}',
      headers: { 'accept-language': 'da', 'content-type': 'application/json' },
    })
  })
})
