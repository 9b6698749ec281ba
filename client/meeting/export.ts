import { toMeetingJson } from '../../schema/paper-json.ts'
import { fill } from '../../schema/words/index.ts'
import { download } from '../state/download.ts'
import { fileName } from '../state/file-name.ts'
import type { MeetingScreen } from './screen.svelte.ts'

const TYPES = { json: 'application/json', md: 'text/markdown', html: 'text/html' } as const

/** Downloads the meeting in a format. The writers are fetched when first needed; the worker keeps them for offline use. */
export async function exportMeeting(screen: MeetingScreen, format: keyof typeof TYPES): Promise<void> {
  const { words, app } = screen
  try {
    const { writeDocument, DOCUMENT_WORDS } = await import('../../schema/documents/index.ts')
    const closed = new Map([...screen.closed].map(([item, { doc }]) => [item, doc]))
    const text = writeDocument(toMeetingJson(screen.paper.doc, closed), format, {
      words: DOCUMENT_WORDS[app.language],
    })
    const file = fileName(screen.paper.header, format)
    download(file, TYPES[format], text)
    app.toast({ text: fill(words.meeting.exportMenu.done, { file }) })
  } catch (error) {
    console.error(error)
    app.toast({ text: words.meeting.exportMenu.failed })
  }
}

/** Prints the paper; the menu has closed when the browser takes its picture. */
export function printPaper(): void {
  requestAnimationFrame(() => print())
}
