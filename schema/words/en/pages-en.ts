import { entry } from './entry.ts'
import { forum } from './forum.ts'
import { overview } from './overview.ts'

/** What the other pages say beside it. */
export const pages = { entry, forum, overview }
