import { common } from './common.ts'
import { editing } from './editing.ts'
import { entry } from './entry.ts'
import { forum } from './forum.ts'
import { meeting } from './meeting.ts'
import { overview } from './overview.ts'
import { sync } from './sync.ts'

export const da = { common, editing, entry, forum, meeting, overview, sync }
