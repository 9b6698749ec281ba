import type { MeetingRoom } from '../sync/meeting-room.svelte.ts'
import { download, fileName } from './download.ts'
import type { MeetingScreen } from './screen.svelte.ts'

/** Downloads everything this window has of the meeting; works without network and session. */
export async function downloadRescue(screen: MeetingScreen, room: MeetingRoom): Promise<void> {
  const json = await room.rescue()
  const file = fileName(screen.paper.header, 'json', screen.words.meeting.exportMenu.copySuffix)
  download(file, 'application/json', JSON.stringify(json, null, 2))
  screen.app.announce(screen.words.meeting.exportMenu.done.replace('{file}', file))
}
