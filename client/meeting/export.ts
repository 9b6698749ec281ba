import type { Meeting } from '../../schema/api.ts'
import { danishDay } from '../../schema/deadlines.ts'
import type { Approval } from '../../schema/documents/index.ts'
import type { Item } from '../../schema/paper.ts'
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
    const { writeDocument, withClosed, DOCUMENT_WORDS } = await import('../../schema/documents/index.ts')
    const closed = new Map([...screen.closed].map(([item, { paper }]) => [item, paper.doc]))
    const approval = approvalIn(screen.meeting)
    const meeting = withClosed(toMeetingJson(screen.paper.doc, closed), screen.looks.closedPart)
    const text = writeDocument(meeting, format, {
      words: DOCUMENT_WORDS[app.language],
      ...(approval && { approval }),
    })
    const file = fileName(screen.paper.header, format)
    download(file, TYPES[format], text)
    app.toast({ text: fill(words.meeting.exportMenu.done, { file }) })
  } catch (error) {
    console.error(error)
    app.toast({ text: words.meeting.exportMenu.failed })
  }
}

/** What the file says of the approval; null before it. */
function approvalIn(meeting: Meeting | null): Approval | null {
  const { approved, published } = meeting?.since ?? {}
  if (approved === undefined) return null
  return {
    approved: danishDay(approved),
    published: published === undefined ? null : danishDay(published),
    corrections: [],
  }
}

/** The numbers of the closed items of which more is here than everybody may read. */
export function closedNumbers(screen: MeetingScreen): number[] {
  const { paper } = screen
  const isKnown = ({ id, closed }: Item): boolean =>
    screen.closed.has(id) || (closed && screen.zoneOf(id) === undefined)
  return paper.items.filter(isKnown).map(({ id }) => paper.number(id))
}

/** Prints the paper; the menu has closed when the browser takes its picture. */
export function printPaper(): void {
  requestAnimationFrame(() => print())
}
