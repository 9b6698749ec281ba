import { fill } from '../../schema/words/index.ts'
import { OfflineShell } from '../service-worker/offline-shell.svelte.ts'
import { App } from './app.svelte.ts'
import { Router } from './router.svelte.ts'
import { asker } from './server.ts'
import { Session } from './session.svelte.ts'
import { Settings } from './settings.svelte.ts'
import { windowKeeper } from './keeper.ts'

/** Wires the client's parts to a browser window. The only place that knows one. */
export function compose(window: Window & typeof globalThis): App {
  const settings = new Settings(window.localStorage)
  const ask = asker(
    window.fetch.bind(window),
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
    session: new Session(ask, windowKeeper()),
    shell: new OfflineShell(),
    now: () => new Date(),
    newId: () => window.crypto.randomUUID(),
  })
}
