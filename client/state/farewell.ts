import type { App } from './app.svelte.ts'
import { SignOut } from './sign-out.svelte.ts'

/** Leaving this computer, as far as it has to be asked about. */
export function signOutOf(app: App): SignOut {
  return new SignOut({
    look: () => app.look(),
    waiting: () => (app.device?.waiting ?? 0) + (app.device?.commands.length ?? 0),
    keptApart: () => (app.device?.asides.length ?? 0) + (app.device?.begun.length ?? 0),
    online: () => app.session.online,
    shared: app.settings.shared,
    send: () => sendAll(app),
    leave: () => app.ask('POST', '/sign-out'),
    end: (erase) => app.leave(erase),
  })
}

/** Whether the server acknowledged everything that waited here. */
async function sendAll({ device }: App): Promise<boolean> {
  if (device === null) return true
  const { left } = await device.send()
  return left.length === 0 && device.waiting === 0 && device.commands.length === 0
}
