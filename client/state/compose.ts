import { fill, type Language, type PageWords, type ScreenWords } from '../../schema/words/index.ts'
import { OfflineShell } from '../service-worker/offline-shell.svelte.ts'
import { UserCache } from '../sync/cache.ts'
import { Device } from '../sync/device.svelte.ts'
import { browserPlatform } from '../sync/platform.ts'
import { App } from './app.svelte.ts'
import { Router } from './router.svelte.ts'
import { asker } from './server.ts'
import { Session } from './session.svelte.ts'
import { Settings, type Box } from './settings.svelte.ts'

/** Each language is fetched when it is chosen: nobody reads both. A meeting waits for its own words alone. */
const SCREEN: Record<Language, () => Promise<ScreenWords>> = {
  da: async () => (await import('../../schema/words/da/screen-da.ts')).screen,
  en: async () => (await import('../../schema/words/en/screen-en.ts')).screen,
}
const PAGES: Record<Language, () => Promise<PageWords>> = {
  da: async () => (await import('../../schema/words/da/pages-da.ts')).pages,
  en: async () => (await import('../../schema/words/en/pages-en.ts')).pages,
}

/** The browser's own box. Where it is refused even a look at it throws, so it is looked at only when it is used. */
function boxOf(window: Window): Box {
  return {
    getItem: (key) => window.localStorage.getItem(key),
    setItem: (key, value) => window.localStorage.setItem(key, value),
    removeItem: (key) => window.localStorage.removeItem(key),
  }
}

/** Wires the client's parts to a browser window. */
export async function compose(window: Window & typeof globalThis): Promise<App> {
  const platform = browserPlatform()
  const box = boxOf(window)
  const settings = await Settings.open(box, {
    screen: (language) => SCREEN[language](),
    pages: (language) => PAGES[language](),
  })
  const cache = new UserCache(platform, box)
  const ask = asker(
    (path, init) => platform.fetch(path, init),
    () => settings.language,
    (status) => {
      const { unreachable, answer } = settings.words.common.error
      return status === 0 ? unreachable : fill(answer, { status })
    },
  )
  return new App({
    router: new Router(window),
    settings,
    ask,
    session: new Session(ask, cache),
    openDevice: (user) => new Device(user, platform),
    shell: new OfflineShell(),
    now: () => new Date(platform.now()),
    newId: () => platform.newId(),
  })
}
