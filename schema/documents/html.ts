import type { MeetingJson } from '../meeting.ts'
import type { Words } from './recognise/report.ts'
export interface HtmlOptions {
  audience?: 'public' | 'members'
}
export const toHtml = (m: MeetingJson, _w: Words, _o: HtmlOptions = {}): string => JSON.stringify(m)
