import { fill } from '../../schema/words/index.ts'
import { rescueOf, type RescueJson } from '../sync/rescue.ts'
import { unsentBeside } from '../sync/unsent.ts'
import type { App } from './app.svelte.ts'
import { readCopy } from './copies.ts'
import { download } from './download.ts'
import { fileName } from './file-name.ts'

/** Downloads everything this window has of a meeting; works without network and session. */
export async function downloadRescue(app: App, room: { rescue(): Promise<RescueJson> }): Promise<void> {
  save(app, await room.rescue())
}

/** Downloads one text that was kept apart. */
export async function downloadKept(app: App, id: string): Promise<void> {
  const json = (await app.desk?.aside(id)) ?? null
  if (json !== null) save(app, json)
}

/** Downloads every meeting with text that is on this device alone. */
export async function downloadAll(app: App): Promise<void> {
  const begun = new Set(app.desk?.begun.map(({ meeting }) => meeting))
  for (const { meeting, waiting } of app.desk?.meetings ?? [])
    if (waiting > 0 || begun.has(meeting)) await downloadCopy(app, meeting)
}

/** Downloads what this device has of a meeting, with everything that is here alone. */
export async function downloadCopy(app: App, meeting: string): Promise<void> {
  const { desk, now } = app
  if (desk === null) return
  const begun = desk.begun.filter((each) => each.meeting === meeting).map(({ text }) => text)
  const beside = await unsentBeside(desk.local.store, meeting)
  const json = await readCopy(desk, meeting, (paper, record) =>
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
