import type { App } from './app.svelte.ts'
import { SignOut } from './sign-out.svelte.ts'

/** Leaving this computer, as far as it has to be asked about. */
export function signOutOf(app: App): SignOut {
  return new SignOut({
    look: () => app.look(),
    waiting: () => (app.desk?.waiting ?? 0) + (app.desk?.commands.length ?? 0),
    keptApart: () => (app.desk?.asides.length ?? 0) + (app.desk?.begun.length ?? 0),
    online: () => app.session.online,
    shared: app.settings.shared,
    send: () => sendAll(app),
    leave: () => app.ask('POST', '/sign-out'),
    end: (erase) => app.leave(erase),
  })
}

/** Whether the server acknowledged everything that waited here. */
async function sendAll({ desk }: App): Promise<boolean> {
  if (desk === null) return true
  const { left } = await desk.send()
  return left.length === 0 && desk.waiting === 0 && desk.commands.length === 0
}
