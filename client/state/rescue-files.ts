import { fill } from '../../schema/words/index.ts'
import { rescueOf, type RescueJson } from '../sync/rescue.ts'
import { unsentBeside } from '../sync/unsent.ts'
import type { App } from './app.svelte.ts'
import { readCopy } from './local-copies.ts'
import { download } from './download.ts'
import { fileName } from './file-name.ts'

/** Downloads everything this window has of a meeting; works without network and session. */
export async function downloadRescue(app: App, room: { rescue(): Promise<RescueJson> }): Promise<void> {
  save(app, await room.rescue())
}

/** Downloads one text that was kept apart. */
export async function downloadKept(app: App, id: string): Promise<void> {
  const json = (await app.device?.aside(id)) ?? null
  if (json !== null) save(app, json)
}

/** Downloads every meeting with text that is on this device alone. */
export async function downloadAll(app: App): Promise<void> {
  const begun = new Set(app.device?.begun.map(({ meeting }) => meeting))
  for (const { meeting, waiting } of app.device?.meetings ?? [])
    if (waiting > 0 || begun.has(meeting)) await downloadCopy(app, meeting)
}

/** Downloads what this device has of a meeting, with everything that is here alone. */
export async function downloadCopy(app: App, meeting: string): Promise<void> {
  const { device, now } = app
  if (device === null) return
  const begun = device.begun.filter((each) => each.meeting === meeting).map(({ text }) => text)
  const beside = await unsentBeside(device.local.store, meeting)
  const json = await readCopy(device, meeting, (paper, record) =>
    rescueOf(paper, record?.acknowledged ?? null, [], now().getTime(), [...beside, ...begun]),
  )
  save(app, json)
}

function save(app: App, json: RescueJson): void {
  const { copySuffix, done } = app.words.meeting.exportMenu
  const file = fileName(json, 'json', copySuffix)
  download(file, 'application/json', JSON.stringify(json, null, 2))
  app.announce(fill(done, { file }))
}
