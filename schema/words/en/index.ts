import { common } from './common.ts'
import { course } from './course.ts'
import { editing } from './editing.ts'
import { entry } from './entry.ts'
import { forum } from './forum.ts'
import { meeting } from './meeting.ts'
import { overview } from './overview.ts'
import { sync } from './sync.ts'

export const en = { common, course, editing, entry, forum, meeting, overview, sync }
