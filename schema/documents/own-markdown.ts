import type { MeetingJson } from '../meeting.ts'
import type { ReadOptions } from './text.ts'
export const isOwnMarkdown = (_s: string) => false
export function readOwnMarkdown(_s: string, _o: ReadOptions): MeetingJson {
  throw new Error('')
}
