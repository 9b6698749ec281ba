import CornerUpRight from '@lucide/svelte/icons/corner-up-right'
import Heading from '@lucide/svelte/icons/heading'
import List from '@lucide/svelte/icons/list'
import ListOrdered from '@lucide/svelte/icons/list-ordered'
import SquareCheck from '@lucide/svelte/icons/square-check'
import Superscript from '@lucide/svelte/icons/superscript'
import Table from '@lucide/svelte/icons/table'
import TextQuote from '@lucide/svelte/icons/text-quote'
import type { InsertId } from './insert-options.ts'

/** The figure of each thing that can be inserted. */
export const INSERT_ICONS: Record<InsertId, typeof Table> = {
  table: Table,
  task: SquareCheck,
  bulletList: List,
  orderedList: ListOrdered,
  heading: Heading,
  quote: TextQuote,
  footnote: Superscript,
  reference: CornerUpRight,
}
