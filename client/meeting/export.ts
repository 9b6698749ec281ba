import { fill } from '../../schema/words/index.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import type { MeetingScreen } from './screen.svelte.ts'
export async function exportMeeting(screen: MeetingScreen, kind: 'json' | 'md' | 'html'): Promise<void> {
  void fill
  void kind
  toMeetingJson(screen.paper.doc)
}
export async function printPaper(): Promise<void> {
  print()
}
