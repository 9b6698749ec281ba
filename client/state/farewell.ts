import { rescueOf } from '../sync/rescue.ts'
import { unsentRemarks } from '../sync/unsent.ts'
import type { App } from './app.svelte.ts'
import { readCopy } from './copies.ts'
import { download } from './download.ts'
import { SignOut } from './sign-out.svelte.ts'

/** Leaving this computer, as far as it has to be asked about. */
export function signOutOf(app: App): SignOut {
  return new SignOut({
    look: () => app.look(),
    waiting: () => (app.desk?.waiting ?? 0) + (app.desk?.commands.length ?? 0),
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

/** Gives the browser every meeting with unsent text as a file. */
export async function downloadAll({ desk, now }: App): Promise<void> {
  for (const { meeting, waiting } of desk?.meetings ?? []) {
    if (desk === null || waiting === 0) continue
    const remarks = await unsentRemarks(desk.local.store, meeting)
    const json = await readCopy(desk, meeting, (paper, record) =>
      rescueOf(paper, record?.acknowledged ?? null, [], now().getTime(), remarks),
    )
    const file = `${json.date ?? 'samreferat'}-${meeting.slice(0, 8)}.json`
    download(file, 'application/json', JSON.stringify(json, null, 2))
  }
}
