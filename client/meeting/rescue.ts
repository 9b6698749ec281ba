import type { MeetingRoom } from '../sync/meeting-room.svelte.ts'
import type { RescueJson } from '../sync/rescue.ts'
import { download } from '../state/download.ts'
import { fileName } from './file-name.ts'
import type { MeetingScreen } from './screen.svelte.ts'

/** Downloads everything this window has of the meeting; works without network and session. */
export async function downloadRescue(screen: MeetingScreen, room: MeetingRoom): Promise<void> {
  offer(screen, await room.rescue())
}

/** Downloads one text that the server refused. */
export async function downloadAside(screen: MeetingScreen, id: string): Promise<void> {
  const json = (await screen.app.desk?.aside(id)) ?? null
  if (json !== null) offer(screen, json)
}

function offer(screen: MeetingScreen, json: RescueJson): void {
  const file = fileName(json, 'json', screen.words.meeting.exportMenu.copySuffix)
  download(file, 'application/json', JSON.stringify(json, null, 2))
  screen.app.announce(screen.words.meeting.exportMenu.done.replace('{file}', file))
}
