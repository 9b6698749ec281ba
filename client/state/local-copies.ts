import * as Y from 'yjs'
import type { Meeting, NewMeeting } from '../../schema/api.ts'
import { factsIn, type MeetingJson } from '../../schema/meeting.ts'
import type { Paper } from '../../schema/paper.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import { paperRoom } from '../../schema/protocol.ts'
import { isStanding } from '../../schema/standing.ts'
import type { Device } from '../sync/device.svelte.ts'
import type { LocalCopy } from '../sync/store.ts'
import { applyAll } from '../sync/updates.ts'

/** Reads a meeting's copy on this computer; `read` gets an empty paper when there is none. */
export async function readCopy<T>(
  { local }: Pick<Device, 'local'>,
  meeting: string,
  read: (paper: Paper, record: LocalCopy['record']) => T,
): Promise<T> {
  const { updates, record } = await local.store.load(paperRoom(meeting))
  const paper = new Y.Doc()
  applyAll(paper, updates)
  const result = read(paper, record)
  paper.destroy()
  return result
}

/** The meetings made here that the server does not have yet, as the overview shows them. */
export function madeMeetings(device: Pick<Device, 'local' | 'commands'>): Promise<Meeting[]> {
  return Promise.all(
    device.commands.map(async ({ meeting, body }) =>
      summaryOf(
        meeting,
        body as NewMeeting,
        await readCopy(device, meeting, (paper) => toMeetingJson(paper)),
      ),
    ),
  )
}

/** A meeting as the overview shows it, from its paper. */
export function summaryOf(id: string, { forum }: NewMeeting, paper: MeetingJson): Meeting {
  const { items } = paper
  return {
    id,
    forum,
    phase: 'draft',
    since: {},
    ...factsIn(paper),
    items: items.length,
    withoutCase: items.filter((item) => item.case.length === 0 && !isStanding(item.title)).length,
    withoutMinutes: items.filter((item) => item.minutes.length === 0).length,
    changed: null,
  }
}
