import type { Meeting, NewMeeting } from '../../../schema/api.ts'
import type { MeetingJson } from '../../../schema/meeting.ts'
import { fromMeetingJson } from '../../../schema/new-paper.ts'
import { toMeetingJson } from '../../../schema/paper-json.ts'
import { TooLarge } from '../../../schema/room-fits.ts'
import { fill } from '../../../schema/words/index.ts'
import type { App } from '../../state/app.svelte.ts'
import { readCopy } from '../../state/local-copies.ts'
import type { Device } from '../../sync/device.svelte.ts'

/** More is no meeting; what is less is judged by the reader. In bytes. */
const MAX_FILE = 20_000_000

/** How long a new meeting waits for the server before it is opened without, in milliseconds. */
const PATIENCE = 3000

/**
 * Keeps the meeting on this computer and shows it; hands it to the server first when that answers soon.
 *
 * @throws Error with a sentence when it cannot be kept here; nothing is made then.
 */
export async function makeMeeting(
  app: App,
  id: string,
  facts: NewMeeting,
  content: MeetingJson,
): Promise<void> {
  const { device } = app
  try {
    if (device === null) throw new RangeError('no store')
    await device.createMeeting(id, facts, (paper) => fromMeetingJson(paper, content, app.newId))
  } catch (error) {
    const { create } = app.words.forum
    if (error instanceof TooLarge) throw new Error(create.tooMuch, { cause: error })
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(fill(create.failed, { message }), { cause: error })
  }
  await app.showMade()
  if (!app.session.online) return
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE))
  await Promise.race([device.local.outbox.flush().then(() => device.refresh()), patience])
}

/** The meetings one can begin from: those of a forum first, the latest first. Without the server those kept here alone. */
export function earlierMeetings(
  {
    device,
    session,
  }: { device: Pick<Device, 'meetings'> | null; session: Pick<App['session'], 'online' | 'overview'> },
  forum: string,
): Meeting[] {
  if (device === null) return []
  const here = new Set((device.meetings ?? []).map(({ meeting }) => meeting))
  const own = (meeting: Meeting): number => Number(meeting.forum === forum)
  return (session.overview?.meetings ?? [])
    .filter(({ id }) => session.online || here.has(id))
    .sort((a, b) => own(b) - own(a) || (b.date ?? '').localeCompare(a.date ?? ''))
}

/**
 * A meeting as its copy on this computer has it; fetched first when there is none.
 *
 * @throws Error with a sentence when it cannot be fetched.
 */
export async function earlierOf(
  { device, words }: Pick<App, 'device' | 'words'>,
  id: string,
): Promise<MeetingJson> {
  if (device === null) throw new RangeError('no store')
  const isHere = device.meetings?.some(({ meeting }) => meeting === id) === true
  if (!isHere && !(await device.fetch(id))) throw new Error(words.forum.create.notFetched)
  return readCopy(device, id, (paper) => toMeetingJson(paper))
}

/** Reads a file as a meeting. @throws Error with a sentence when it is none (rule U12). */
export async function readFile(
  file: File,
  { words, language }: Pick<App, 'words' | 'language'>,
  newId: () => string,
): Promise<MeetingJson> {
  const { tooLarge } = words.forum.create
  if (file.size > MAX_FILE) throw new Error(fill(tooLarge, { n: MAX_FILE / 1_000_000 }))
  const { DocumentError, DOCUMENT_WORDS, explain, readDocument } =
    await import('../../../schema/documents/index.ts')
  try {
    return readDocument(file.name, new Uint8Array(await file.arrayBuffer()), { newId })
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const { came, expected, safe } = explain(error, DOCUMENT_WORDS[language])
    throw new Error(`${came} ${expected} ${safe}`, { cause: error })
  }
}
