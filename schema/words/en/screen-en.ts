import { common } from './common.ts'
import { course } from './course.ts'
import { editing } from './editing.ts'
import { meeting } from './meeting.ts'
import { sync } from './sync.ts'

/** All that is said where a meeting is written. */
export const screen = { common, course, editing, meeting, sync }
